// RUN: snnc-opt %s --split-input-file --verify-diagnostics --snnc-codegen --core-place=target=nano

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.state @w : !fx.q<8, 4> = 0 : i32 bits 8
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.port @slow : !fx.q<16, 8> {acc_bits = 16 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

// expected-error@+1 {{network needs 4096 synapse rows, but target 'nano' has 2048; use fewer bits a weight (`bits`), or choose a larger target}}
snn.network @net dt 1.0 {
  snn.population @a of @relay size 256
  // expected-note@+1 {{'big' uses 4096 of them}}
  snn.projection @big from @a to @a port @in #snn.dense
    weights #snn.uniform<-1.0, 1.0, seed = 1> bits 16 {weight_frac = 4 : i64, shift = 4 : i64}
}

// -----

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.state @w : !fx.q<8, 4> = 0 : i32 bits 8
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.port @slow : !fx.q<16, 8> {acc_bits = 16 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  snn.population @a of @relay size 8
  // expected-error@+1 {{delay of 20 steps needs 32 slots of its port, but target 'nano' has at most 16 a port; shorten delays to at most 15 steps}}
  snn.projection @late from @a to @a port @in #snn.dense weights 1.0 delay 20 bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
}

// -----

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.state @w : !fx.q<8, 4> = 0 : i32 bits 8
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.port @slow : !fx.q<16, 8> {acc_bits = 16 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

// expected-error@+1 {{network needs 129 blocks, but target 'nano' has 128; make populations smaller, or choose a larger target}}
snn.network @net dt 1.0 {
  // expected-note@+1 {{'a' uses 129 of them}}
  snn.population @a of @relay size 1025
  // Found before 10^6 pairs are drawn.
  snn.projection @r from @a to @a port @in #snn.random<probability = 0.5, seed = 1> weights 1.0 bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
}

// -----

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.state @w : !fx.q<8, 4> = 0 : i32 bits 8
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.port @slow : !fx.q<16, 8> {acc_bits = 16 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  snn.population @a of @relay size 8
  // expected-error@+1 {{attribute core.rows is "wide"; it may be "auto", "dense" or "indexed"}}
  snn.projection @r from @a to @a port @in #snn.dense weights 1.0 bits 8 {weight_frac = 4 : i64, shift = 4 : i64, core.rows = "wide"}
}

// -----

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.state @w : !fx.q<8, 4> = 0 : i32 bits 8
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.port @slow : !fx.q<16, 8> {acc_bits = 16 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  snn.population @a of @relay size 8
  // expected-error@+1 {{is not quantized; run snn-quantize first}}
  snn.projection @r from @a to @a port @in #snn.dense weights 1.0 bits 8
}

// -----

// expected-error@+1 {{module has 0 networks; one can be placed on a tile}}
module {
}
