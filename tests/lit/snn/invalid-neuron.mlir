// RUN: snnc-opt %s -split-input-file -verify-diagnostics

// expected-error @+1 {{'snn.neuron' op @n has no snn.update}}
snn.neuron @n {}

// -----

snn.neuron @n {
  // expected-note @+1 {{declared here}}
  snn.update {}
  // expected-error @+1 {{'snn.update' op is the second one of neuron @n}}
  snn.update {}
}

// -----

// expected-note @+1 {{declared here}}
snn.neuron @n {
  // expected-error @+1 {{'arith.constant' op cannot stand in a neuron outside its update}}
  %0 = arith.constant 1.0 : f64
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'snn.param' op has type 'f32'; values are f64, or !fx.q after quantization}}
  snn.param @p : f32 = 1.0
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'snn.param' op value must be a float like 1.0, elements of f32 or f64, #snn.blob, #snn.uniform or #snn.normal}}
  snn.param @p : f64 = 1
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'snn.param' op value has a value for each neuron, whose shape must be [size]}}
  snn.param @p : f64 = dense<1.0> : tensor<2x2xf64>
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'snn.param' op value is 40000, which does not fit 16 bits}}
  snn.param @p : !fx.q<16, 8> = 40000
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'snn.state' op has bits 12; variables are stored in 8, 16 or 32}}
  snn.state @v : f64 = 0.0 bits 12
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'snn.state' op has type '!fx.q<12, 0>'; variables are stored in 8, 16 or 32 bits}}
  snn.state @v : !fx.q<12, 0> = 0
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'snn.state' op has bits 16 and the type '!fx.q<8, 0>', which disagree}}
  snn.state @v : !fx.q<8, 0> = 0 bits 16
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'snn.state' op range [1.0, 1.0] is empty: low must be below high, both finite}}
  snn.state @v : f64 = 1.0 range [1.0, 1.0]
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'snn.state' op range is [1.000000e+00, 2.000000e+00, 3.000000e+00], not [low, high] of two f64}}
  snn.state @v : f64 = 1.0 range [1.0, 2.0, 3.0]
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'snn.state' op initial value is 9.0, outside its range [-8.0, 8.0]}}
  snn.state @v : f64 = 9.0 range [-8.0, 8.0]
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'snn.port' op has acc_bits 24; sums have 16 or 32 bits}}
  snn.port @in : f64 {acc_bits = 24}
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'snn.port' op has bound 40000, which 16 bits do not hold}}
  snn.port @in : !fx.q<16, 4> {acc_bits = 16, bound = 40000}
  snn.update {}
}

// -----

// Updates.

snn.neuron @n {
  snn.update {
    // expected-error @+1 {{'snn.update' op has control flow; an update is straight-line, use arith.select}}
    snn.update {}
  }
}

// -----

snn.neuron @n {
  snn.update {
    // expected-error @+1 {{'builtin.unrealized_conversion_cast' op cannot stand in an update; arith, math, snn and fx ops can}}
    %0 = builtin.unrealized_conversion_cast to f64
  }
}

// -----

snn.neuron @n {
  snn.update {
    // expected-error @+1 {{'arith.constant' op computes on 'f32'; updates compute on f64, i1 and !fx.q}}
    %0 = arith.constant 1.0 : f32
  }
}

// -----

snn.neuron @n {
  snn.update {
    %yes = arith.constant true
    // expected-note @+1 {{declared here}}
    snn.emit %yes
    // expected-error @+1 {{'snn.emit' op is the second one; a neuron emits at most one event a step}}
    snn.emit %yes
  }
}

// -----

snn.neuron @n {
  snn.state @v : f64 = 0.0
  snn.update {
    %v = snn.read @v : f64
    // expected-note @+1 {{declared here}}
    snn.write @v, %v : f64
    // expected-error @+1 {{'snn.write' op writes @v a second time; select the value first}}
    snn.write @v, %v : f64
  }
}

// -----

// expected-note @+1 {{declared here}}
snn.neuron @n {
  snn.update {
    // expected-error @+1 {{'snn.read' op no state variable @v in neuron @n}}
    %v = snn.read @v : f64
  }
}

// -----

snn.neuron @n {
  // expected-note @+1 {{declared here}}
  snn.param @tau : f64 = 0.0
  snn.update {
    // expected-error @+1 {{'snn.read' op @tau is not a state variable}}
    %v = snn.read @tau : f64
  }
}

// -----

snn.neuron @n {
  // expected-note @+1 {{declared here}}
  snn.state @v : f64 = 0.0
  snn.update {
    // expected-error @+1 {{'snn.read' op has type '!fx.q<16, 4>', but the declaration says 'f64'}}
    %v = snn.read @v : !fx.q<16, 4>
  }
}

// -----

snn.neuron @n {
  // expected-note @+1 {{declared here}}
  snn.state @v : !fx.q<16, 4> = 0
  snn.update {
    // expected-error @+1 {{'snn.read' op has type '!fx.q<16, 3>', -1 binary places from '!fx.q<16, 4>' of the declaration; 0 to 14 are possible}}
    %v = snn.read @v : !fx.q<16, 3>
  }
}

// -----

snn.neuron @n {
  // expected-note @+1 {{declared here}}
  snn.port @in : !fx.q<16, 4>
  snn.update {
    // expected-error @+1 {{'snn.receive' op has type '!fx.q<32, 19>', 15 binary places from '!fx.q<16, 4>' of the declaration; 0 to 14 are possible}}
    %v = snn.receive @in : !fx.q<32, 19>
  }
}

// -----

snn.neuron @n {
  // expected-note @+1 {{declared here}}
  snn.state @v : !fx.q<16, 4> = 0
  snn.update {
    %0 = fx.constant 1 : !fx.q<16, 3>
    // expected-error @+1 {{'snn.write' op has type '!fx.q<16, 3>', -1 binary places from '!fx.q<16, 4>' of the declaration; 0 to 30 are possible}}
    snn.write @v, %0 : !fx.q<16, 3>
  }
}

// -----

snn.neuron @n {
  snn.update {
    // expected-error @+1 {{'snn.random' op has type '!fx.q<16, 16>'; a draw is !fx.q<f + 1, f> with a frac f of 1 to 31}}
    %0 = snn.random : !fx.q<16, 16>
  }
}

// -----

snn.neuron @n {
  snn.update {
    // expected-error @+1 {{'snn.random' op has stream 4294967296; a stream is a 32-bit word}}
    %0 = snn.random stream 4294967296 : f64
  }
}

// -----

snn.neuron @n {
  snn.update {
    %yes = arith.constant true
    // expected-error @+1 {{'snn.emit' op has a range but no payload}}
    snn.emit %yes range [0.0, 1.0]
  }
}

// -----

snn.neuron @n {
  snn.update {
    %yes = arith.constant true
    %0 = fx.constant 1 : !fx.q<17, 3>
    // expected-error @+1 {{'snn.emit' op has a payload of 17 bits; events carry at most 16}}
    snn.emit %yes payload %0 : !fx.q<17, 3>
  }
}
