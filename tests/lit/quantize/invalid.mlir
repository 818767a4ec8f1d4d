// RUN: snnc-opt %s --snn-quantize --split-input-file --verify-diagnostics

snn.neuron @p.m {
  // expected-error @+1 {{@v of population @p has no range, so it has no fixed-point format; declare one (range [low, high]) or calibrate on data (--calibrate FILE)}}
  snn.state @v : f64 = 0.0
  snn.update {
  }
}
snn.network @net dt 1.0 {
  snn.population @p of @p.m size 2 // expected-note {{the population is here}}
}

// -----

snn.neuron @p.m {
  snn.state @v : f64 = 0.0 range [-1.0, 1.0]
  snn.update {
    %one = arith.constant 1.0 : f64
    %v = snn.read @v : f64
    // expected-error @+1 {{cannot become a table: }}
    %r = arith.divf %one, %v : f64
    snn.write @v, %r : f64
  }
}
snn.network @net dt 1.0 {
  snn.population @p of @p.m size 2
}

// -----

snn.neuron @p.m {
  snn.state @v : f64 = 0.0 range [-1.0, 1.0] bits 8 // expected-note {{declared here}}
  snn.update {
    %decay = arith.constant 0.9999 : f64
    %v = snn.read @v : f64
    %d = arith.mulf %v, %decay : f64
    snn.write @v, %d : f64 // expected-error {{decay of @v by 9.999000e-01 a step rounds to 1 in 8 bits}}
  }
}
snn.network @net dt 1.0 {
  snn.population @p of @p.m size 2
}

// -----

snn.neuron @p.m {
  snn.port @in : f64
  snn.update {
  }
}
snn.network @net dt 1.0 {
  snn.input @in size 6 analog [-1.0, 1.0] {payload_bits = 16 : i64}
  // expected-error @+1 {{port @in: the sum of a step can reach}}
  snn.population @p of @p.m size 1
  // expected-note @+1 {{@w adds up to}}
  snn.projection @w from @in to @p port @in #snn.dense weights dense<[[0.9], [0.7], [0.8], [0.61], [0.93], [0.97]]> : tensor<6x1xf64> bits 16
}

// -----

snn.neuron @p.m {
  snn.port @in : f64
  snn.update {
  }
}
snn.network @net dt 1.0 {
  snn.input @in size 2
  snn.population @p of @p.m size 1
  // expected-error @+1 {{has 1 weights of 0, but 1-bit weights are +1 and -1 only}}
  snn.projection @w from @in to @p port @in #snn.dense weights dense<[[0.5], [0.0]]> : tensor<2x1xf64> bits 1
}
