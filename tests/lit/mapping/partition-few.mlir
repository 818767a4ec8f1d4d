// RUN: snnc-opt %s --split-input-file --verify-diagnostics --snnc-codegen --core-partition="target=small tiles=2"

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

// expected-error@+1 {{network is to be spread over 2 tiles, but core.tile names 3 of them}}
snn.network @net dt 1.0 {
  snn.population @a of @relay size 24 {core.tile = [[0, 0, 0], [8, 1, 0], [16, 0, 1]]}
}

// -----

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

// expected-error@+1 {{network needs 3 tiles of target 'small', most of them for blocks, but is to be spread over 2; make populations smaller, or ask for more tiles (over by 1)}}
snn.network @net dt 1.0 {
  // expected-note@+1 {{'a' needs 1250 of them}}
  snn.population @a of @relay size 10000
}
