// RUN: snnc-opt %s -split-input-file -verify-diagnostics

// A projection against its rule.

snn.neuron @n {
  snn.port @in : f64
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.input @a size 4
  snn.population @b of @n size 4
  // expected-error @+1 {{'snn.projection' op learns with weights of 4 bits; plastic weights have 8 or 16: use bits 8, or keep the fine state in a variable of the rule}}
  snn.projection @p from @a to @b port @in #snn.dense weights 0.5 bits 4 learn @r
}

// -----

snn.neuron @n {
  snn.port @in : f64
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.input @a size 4
  snn.population @b of @n size 4
  // expected-error @+1 {{'snn.projection' op learns, but the synapses of a convolution share their weights; use #snn.sparse, or learn elsewhere}}
  snn.projection @p from @a to @b port @in #snn.conv<input = [2, 2, 1], kernel = [1, 1, 1, 1], stride = [1, 1], padding = [0, 0]>
    weights 0.5 bits 8 learn @r
}

// -----

// expected-note @+1 {{declared here}}
snn.neuron @n {
  snn.port @in : f64
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.input @a size 4
  snn.population @b of @n size 4
  // expected-error @+1 {{'snn.projection' op learns by @n, which is no learning rule}}
  snn.projection @p from @a to @b port @in #snn.dense weights 0.5 learn @n
}

// -----

// expected-note @+1 {{declared here}}
snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  snn.on_pre {}
}
snn.neuron @n {
  snn.port @in : f64
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.input @a size 4
  snn.population @b of @n size 4
  // expected-error @+1 {{'snn.projection' op sets parameter "rate", which rule @r does not have}}
  snn.projection @p from @a to @b port @in #snn.dense weights 0.5 learn @r params {rate = 1.0}
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  // expected-note @+1 {{read here}}
  snn.target @trace state @y : f64
  snn.on_pre {}
}
// expected-note @+1 {{declared here}}
snn.neuron @n {
  snn.port @in : f64
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.input @a size 4
  snn.population @b of @n size 4
  // expected-error @+1 {{'snn.projection' op rule @r reads state @y of the target, but neuron @n of @b has none}}
  snn.projection @p from @a to @b port @in #snn.dense weights 0.5 learn @r
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  // expected-note @+1 {{named here}}
  snn.on_signal @reward {}
}
snn.neuron @n {
  snn.port @in : f64
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.input @a size 4
  snn.population @b of @n size 4
  // expected-error @+1 {{'snn.projection' op rule @r needs a modulator @reward, which the network does not have}}
  snn.projection @p from @a to @b port @in #snn.dense weights 0.5 learn @r
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  snn.on_pre {
    %w = snn.read @w : f64
    // expected-note @+1 {{added here}}
    snn.deposit @sum, %w : f64
  }
}
// expected-note @+1 {{declared here}}
snn.neuron @n {
  snn.port @in : f64
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.input @a size 4
  snn.population @b of @n size 4
  // expected-error @+1 {{'snn.projection' op rule @r adds to port @sum of the target, but neuron @n of @b has none}}
  snn.projection @p from @a to @b port @in #snn.dense weights 0.5 learn @r
}

// -----

snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.projection' op sets parameters of a learning rule, but names none}}
  "snn.projection"() {sym_name = "p", source = @a, target = @b, port = @in, connectivity = #snn.dense, weights = 0.5 : f64, params = {}} : () -> ()
}
