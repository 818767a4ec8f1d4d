// RUN: snnc-opt %s --snn-discretize --split-input-file --verify-diagnostics

snn.neuron @leaky {
  snn.param @tau : f64 = 0.0 unit "ms" // expected-note {{declared here}}
  snn.state @v : f64 = 0.0 range [-8.0, 8.0]
  snn.update {
    %dt = snn.dt : f64
    %tau = snn.get @tau : f64
    %r = arith.divf %dt, %tau : f64 // expected-error {{divides by the time constant @tau = 0.000000e+00 ms; it must be greater than 0}}
    %v = snn.read @v : f64
    %d = arith.mulf %v, %r : f64
    snn.write @v, %d : f64
  }
}
snn.network @net dt 1.0 {
  snn.population @a of @leaky size 2
}

// -----

snn.neuron @still {
  snn.port @in : f64
  snn.update {
  }
}
snn.network @net dt 1.0 {
  snn.input @in size 2
  snn.population @a of @still size 2
  // expected-error @+1 {{has a delay of 1.500000e+00 ms, which is no whole number of steps of 1.000000e+00 ms}}
  snn.projection @w from @in to @a port @in #snn.dense weights 1.0 delay 1.5
}
