// RUN: snnc-opt %s -split-input-file -verify-diagnostics -snn-to-ucode

snn.neuron @real {
  snn.state @v : f64 = 0.0
  snn.update {
    %v = snn.read @v : f64
    // expected-error @+1 {{has type 'f64'; microcode needs the network quantized}}
    snn.write @v, %v : f64
  }
}

// -----

snn.neuron @undrawn {
  snn.state @v : !fx.q<16, 8> = 0 : i32
  snn.update {
    %v = snn.read @v : !fx.q<20, 12>
    // expected-error @+1 {{rounds stochastically, but no snn.random stands before it; draw one first}}
    %0 = fx.rescale %v round stochastic : !fx.q<20, 12> -> !fx.q<16, 8>
    snn.write @v, %0 : !fx.q<16, 8>
  }
}

// -----

snn.neuron @streamless {
  snn.state @v : !fx.q<16, 15> = 0 : i32
  snn.update {
    // expected-error @+1 {{has no stream; discretization gives it one}}
    %r = snn.random : !fx.q<16, 15>
    snn.write @v, %r : !fx.q<16, 15>
  }
}

// -----

snn.neuron @arith {
  snn.state @v : !fx.q<16, 8> = 0 : i32
  snn.update {
    %v = snn.read @v : !fx.q<16, 8>
    %0 = fx.cmp gt %v, %v : !fx.q<16, 8>, !fx.q<16, 8>
    // expected-error @+1 {{has no microcode; discretize and quantize the network first}}
    %1 = arith.addi %0, %0 : i1
    snn.emit %1
  }
}

// -----

// Rules are lowered for one projection each.
snn.learning_rule @frozen {
  snn.weight @w : !fx.q<8, 7> range [0.0, 1.0]
  snn.on_pre {
    %w = snn.read @w : !fx.q<8, 7>
    snn.write @w, %w : !fx.q<8, 7>
  }
}

snn.neuron @relay {
  snn.port @in : !fx.q<32, 7> {acc_bits = 32 : i64, bound = 1016 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 7>
    %c = fx.constant 64 : !fx.q<16, 7>
    %s = fx.cmp ge %i, %c : !fx.q<16, 7>, !fx.q<16, 7>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  snn.population @a of @relay size 8
  snn.projection @p from @a to @a port @in #snn.dense weights 0.5 delay 1 bits 8 learn @frozen {weight_frac = 7 : i64, shift = 0 : i64}
  // expected-error @+1 {{shares rule @frozen with another projection; discretization gives each its own copy}}
  snn.projection @q from @a to @a port @in #snn.dense weights 0.5 delay 1 bits 8 learn @frozen {weight_frac = 7 : i64, shift = 0 : i64}
}
