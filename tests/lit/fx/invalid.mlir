// RUN: snnc-opt %s -split-input-file -verify-diagnostics

// expected-error @+2 {{!fx.q holds 1 to 32 bits, not 33}}
snn.neuron @n {
  snn.state @a : !fx.q<33, 0> = 0
}

// -----

// expected-error @+2 {{the frac of !fx.q is -100 to 100, not 101}}
snn.neuron @n {
  snn.state @a : !fx.q<16, 101> = 0
}

// -----

snn.neuron @n {
  snn.state @a : !fx.q<16, 8> = 0
  snn.update {
    %a = snn.read @a : !fx.q<16, 8>
    %b = snn.read @a : !fx.q<16, 9>
    // expected-error @+1 {{'fx.add' op mixes scales: frac 8 of '!fx.q<16, 8>' and 9 of '!fx.q<16, 9>'; insert fx.rescale}}
    %0 = fx.add %a, %b : !fx.q<16, 8>, !fx.q<16, 9> -> !fx.q<17, 8>
  }
}

// -----

snn.neuron @n {
  snn.state @a : !fx.q<16, 8> = 0
  snn.update {
    %a = snn.read @a : !fx.q<16, 8>
    // expected-error @+1 {{'fx.min' op mixes scales: frac 8 of '!fx.q<16, 8>' and 7 of '!fx.q<16, 7>'; insert fx.rescale}}
    %0 = fx.min %a, %a : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<16, 7>
  }
}

// -----

snn.neuron @n {
  snn.state @a : !fx.q<16, 8> = 0
  snn.update {
    %a = snn.read @a : !fx.q<16, 8>
    %b = snn.read @a : !fx.q<16, 9>
    // expected-error @+1 {{'fx.cmp' op mixes scales: frac 8 of '!fx.q<16, 8>' and 9 of '!fx.q<16, 9>'; insert fx.rescale}}
    %c = fx.cmp lt %a, %b : !fx.q<16, 8>, !fx.q<16, 9>
  }
}

// -----

snn.neuron @n {
  snn.state @a : !fx.q<16, 8> = 0
  snn.update {
    %yes = arith.constant true
    %a = snn.read @a : !fx.q<16, 8>
    %b = snn.read @a : !fx.q<16, 9>
    // expected-error @+1 {{'fx.select' op mixes scales}}
    %c = fx.select %yes, %a, %b : !fx.q<16, 8>, !fx.q<16, 9> -> !fx.q<16, 8>
  }
}

// -----

snn.neuron @n {
  snn.update {
    // expected-error @+1 {{'fx.constant' op value 128 does not fit the 8 bits of '!fx.q<8, 0>'}}
    %0 = fx.constant 128 : !fx.q<8, 0>
  }
}

// -----

snn.neuron @n {
  snn.state @a : !fx.q<32, 8> = 0
  snn.update {
    %a = snn.read @a : !fx.q<32, 8>
    // expected-error @+1 {{'fx.mul' op right factor '!fx.q<32, 8>' is wider than the 16 bits of the multiplier; exchange the factors or fx.rescale it}}
    %0 = fx.mul %a, %a : !fx.q<32, 8>, !fx.q<32, 8> -> !fx.q<32, 8>
  }
}

// -----

snn.neuron @n {
  snn.state @a : !fx.q<16, 8> = 0
  snn.update {
    %a = snn.read @a : !fx.q<16, 8>
    // expected-error @+1 {{'fx.mul' op needs a right shift of -1 (frac 8 + 8 - 17); the multiplier does 0 to 30}}
    %0 = fx.mul %a, %a : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<32, 17>
  }
}

// -----

snn.neuron @n {
  snn.state @a : !fx.q<16, 8> = 0
  snn.update {
    %a = snn.read @a : !fx.q<16, 8>
    // expected-error @+1 {{'fx.rescale' op shifts by 31 (frac 8 to -23); the limit is 30}}
    %0 = fx.rescale %a : !fx.q<16, 8> -> !fx.q<1, -23>
  }
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'fx.table' op type is 'f64', not !fx.q<bits, frac>}}
  fx.table @t : f64 = dense<[1]> : tensor<1xi32>
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'fx.table' op values have rank 2, not 1}}
  fx.table @t : !fx.q<8, 0> = dense<[[1]]> : tensor<1x1xi32>
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'fx.table' op entry 1 is 200 and does not fit the 8 bits of '!fx.q<8, 0>'}}
  fx.table @t : !fx.q<8, 0> = dense<[1, 200]> : tensor<2xi32>
  snn.update {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'fx.table' op has 70000 entries; 1 to 65535 are possible}}
  fx.table @t : !fx.q<8, 0> = dense<0> : tensor<70000xi32>
  snn.update {}
}

// -----

snn.neuron @n {
  snn.state @a : !fx.q<16, 8> = 0
  snn.update {
    %a = snn.read @a : !fx.q<16, 8>
    // expected-error @+1 {{'fx.lookup' op no table @t in scope}}
    %0 = fx.lookup @t[%a shift 7] : !fx.q<16, 8> -> !fx.q<8, 0>
  }
}

// -----

snn.neuron @n {
  // expected-note @+1 {{declared here}}
  snn.state @a : !fx.q<16, 8> = 0
  snn.update {
    %a = snn.read @a : !fx.q<16, 8>
    // expected-error @+1 {{'fx.lookup' op @a is not an fx.table}}
    %0 = fx.lookup @a[%a shift 7] : !fx.q<16, 8> -> !fx.q<8, 0>
  }
}

// -----

snn.neuron @n {
  snn.state @a : !fx.q<16, 8> = 0
  // expected-note @+1 {{declared here}}
  fx.table @t : !fx.q<9, 0> = dense<[1, 200]> : tensor<2xi32>
  snn.update {
    %a = snn.read @a : !fx.q<16, 8>
    // expected-error @+1 {{'fx.lookup' op result '!fx.q<8, 0>' does not hold entries of '!fx.q<9, 0>'}}
    %0 = fx.lookup @t[%a shift 7] : !fx.q<16, 8> -> !fx.q<8, 0>
  }
}

// -----

snn.neuron @n {
  snn.state @a : !fx.q<16, 8> = 0
  // expected-note @+1 {{declared here}}
  fx.table @t : !fx.q<9, 0> = dense<[1, 200]> : tensor<2xi32>
  snn.update {
    %a = snn.read @a : !fx.q<16, 8>
    // expected-error @+1 {{'fx.lookup' op offset 2 is beyond the 2 entries of @t}}
    %0 = fx.lookup @t[%a shift 7 offset 2] : !fx.q<16, 8> -> !fx.q<9, 0>
  }
}

// -----

snn.neuron @n {
  snn.state @a : !fx.q<16, 8> = 0
  fx.table @t : !fx.q<9, 0> = dense<[1, 200]> : tensor<2xi32>
  snn.update {
    %a = snn.read @a : !fx.q<16, 8>
    // expected-error @+1 {{'fx.lookup' op shift is 31; 0 to 30 are possible}}
    %0 = fx.lookup @t[%a shift 31] : !fx.q<16, 8> -> !fx.q<9, 0>
  }
}
