// RUN: snnc-opt %s --split-input-file --verify-diagnostics --snnc-codegen --core-partition="target=small tiles=5"
// RUN: snnc-opt %s --split-input-file --snnc-codegen --core-partition="target=medium tiles=5"

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

// expected-error@+1 {{network is to be spread over 5 tiles, but target 'small' has 4; ask for at most so many, or choose a larger target}}
snn.network @net dt 1.0 {
  snn.population @a of @relay size 160
}
