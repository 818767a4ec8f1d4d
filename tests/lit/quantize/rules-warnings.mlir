// RUN: snnc-opt %s -split-input-file -verify-diagnostics --snn-discretize --snn-quantize -o /dev/null

snn.learning_rule @r {
  // expected-note @+1 {{declared here}}
  snn.weight @w range [0.0, 1.0]
  snn.on_pre {
    %d = arith.constant 1.0e-3 : f64
    %w = snn.read @w : f64
    %n = arith.addf %w, %d : f64
    // expected-warning @+2 {{the change of @w is at most 1.000000e-03, which always rounds to 0 in 8 bits (a unit is 7.812500e-03): it never changes; say round stochastic, or give it more bits or a smaller range}}
    // expected-warning @+1 {{no program of the rule can lower the weight @w, which ends at 1.000000e+00}}
    snn.write @w, %n : f64
  }
}
snn.neuron @n {
  snn.port @in : f64
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.input @in size 4
  snn.population @a of @n size 3
  snn.projection @p from @in to @a port @in #snn.dense weights 0.5 bits 8 learn @r
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0] round stochastic
  // expected-note @+1 {{declared here}}
  snn.trace @x : f64 = 0.0 range [0.0, 8.0] bits 8
  snn.pre {
    %decay = arith.constant 0.99 : f64
    %x = snn.read @x : f64
    %n = arith.mulf %x, %decay : f64
    // expected-warning @+1 {{variable @x decays by 9.900000e-01 a step and stands still within}}
    snn.write @x, %n : f64
  }
  snn.on_pre {
    %x = snn.read @x : f64
    snn.write @w, %x : f64
  }
}
snn.neuron @n {
  snn.port @in : f64
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.input @in size 4
  snn.population @a of @n size 3
  snn.projection @p from @in to @a port @in #snn.dense weights 0.5 bits 8 learn @r
}

// -----

snn.learning_rule @r {
  // expected-note @+1 {{declared here; widen the range or change the weights}}
  snn.weight @w range [0.0, 1.0]
  snn.on_pre {}
}
snn.neuron @n {
  snn.port @in : f64
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.input @in size 4
  snn.population @a of @n size 3
  // expected-error @+1 {{'snn.projection' op begins with a weight of 1.500000e+00, outside the range [0.000000e+00, 1.000000e+00] of rule @p.r}}
  snn.projection @p from @in to @a port @in #snn.dense weights 1.5 bits 8 learn @r
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  // expected-error @+1 {{'snn.state' op @e of projection @p has no range, so it has no fixed-point format; declare one (range [low, high]) or calibrate on data (--calibrate FILE)}}
  snn.state @e : f64 = 0.0
  snn.on_pre {}
}
snn.neuron @n {
  snn.port @in : f64
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.input @in size 4
  snn.population @a of @n size 3
  // expected-note @+1 {{the projection is here}}
  snn.projection @p from @in to @a port @in #snn.dense weights 0.5 bits 8 learn @r
}
