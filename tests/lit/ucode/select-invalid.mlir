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
