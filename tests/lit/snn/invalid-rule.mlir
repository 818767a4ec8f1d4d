// RUN: snnc-opt %s -split-input-file -verify-diagnostics

// expected-error @+1 {{'snn.learning_rule' op @r has no snn.weight}}
snn.learning_rule @r {
  snn.on_pre {}
}

// -----

snn.learning_rule @r {
  // expected-note @+1 {{declared here}}
  snn.weight @w range [0.0, 1.0]
  // expected-error @+1 {{'snn.weight' op is the second one of rule @r; a synapse has one weight, further variables are snn.state}}
  snn.weight @v range [0.0, 1.0]
  snn.on_pre {}
}

// -----

// expected-error @+1 {{'snn.learning_rule' op @r has no program that runs at a synapse; give it snn.on_pre, snn.on_post, snn.every or snn.on_signal}}
snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  snn.pre {}
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  // expected-note @+1 {{declared here}}
  snn.every 4 {}
  snn.every 5 {}
  // expected-error @+1 {{'snn.every' op is the second one of rule @r for the same trigger; make them one}}
  snn.every 4 {}
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  snn.on_signal @a {}
  // expected-note @+1 {{declared here}}
  snn.on_signal @b {}
  // expected-error @+1 {{'snn.on_signal' op is the second one of rule @r for the same trigger; make them one}}
  snn.on_signal @b {}
}

// -----

// expected-note @+1 {{declared here}}
snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  // expected-error @+1 {{'arith.constant' op cannot stand in a learning rule outside its programs}}
  %0 = arith.constant 1.0 : f64
  snn.on_pre {}
}

// -----

snn.learning_rule @r {
  // expected-error @+1 {{'snn.weight' op range [1.0, 1.0] is empty: low must be below high, both finite}}
  snn.weight @w range [1.0, 1.0]
  snn.on_pre {}
}

// -----

snn.learning_rule @r {
  // expected-error @+1 {{'snn.weight' op has type '!fx.q<4, 2>'; plastic weights have 8 or 16 bits}}
  snn.weight @w : !fx.q<4, 2> range [0.0, 1.0]
  snn.on_pre {}
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  // expected-error @+1 {{'snn.trace' op rounds per row; a trace is one value a row as it is, say round stochastic}}
  snn.trace @x : f64 = 0.0 range [0.0, 1.0] round stochastic per row
  snn.on_pre {}
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  // expected-error @+1 {{expected nearest, stochastic or stochastic per row}}
  snn.trace @x : f64 = 0.0 range [0.0, 1.0] round up
  snn.on_pre {}
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  // expected-error @+1 {{'snn.state' op initial value must be one number: it is the same at all synapses of a projection}}
  snn.state @e : f64 = dense<[1.0, 2.0]> : tensor<2xf64>
  snn.on_pre {}
}

// -----

snn.neuron @n {
  // expected-error @+1 {{'snn.state' op rounds per row; neurons have no rows}}
  snn.state @v : f64 = 0.0 range [0.0, 1.0] round stochastic per row
  snn.update {}
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  // expected-error @+1 {{'snn.every' op runs each 0 steps; 1 to 2147483648 are possible}}
  snn.every 0 {}
}

// -----

// What programs may see and change.

snn.learning_rule @r {
  // expected-note @+1 {{declared here}}
  snn.weight @w range [0.0, 1.0]
  snn.pre {
    // expected-error @+1 {{'snn.read' op reads @w in snn.pre, which is run once a source and sees its traces only}}
    %w = snn.read @w : f64
  }
  snn.on_pre {}
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  // expected-note @+1 {{declared here}}
  snn.trace @x : f64 = 0.0 range [0.0, 1.0]
  snn.on_pre {
    %w = snn.read @w : f64
    // expected-error @+1 {{'snn.write' op writes the trace @x in snn.on_pre, which runs at each synapse; write it in snn.pre or snn.post}}
    snn.write @x, %w : f64
  }
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  // expected-note @+1 {{declared here}}
  snn.target @y : f64
  snn.on_pre {
    %w = snn.read @w : f64
    // expected-error @+1 {{'snn.write' op writes @y, a state of the target; only its own update writes it (snn.deposit adds to a port of it)}}
    snn.write @y, %w : f64
  }
}

// -----

// expected-note @+1 {{declared here}}
snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  snn.on_pre {
    // expected-error @+1 {{'snn.read' op no variable @e in learning rule @r}}
    %e = snn.read @e : f64
  }
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  snn.on_pre {
    %w = snn.read @w : f64
    // expected-note @+1 {{declared here}}
    snn.deposit @in, %w : f64
    // expected-error @+1 {{'snn.deposit' op adds to @in a second time; add the values first}}
    snn.deposit @in, %w : f64
  }
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  snn.pre {
    // expected-error @+1 {{'snn.random' op draws per row in snn.pre, which draws once a lane as it is}}
    %0 = snn.random per row : f64
  }
  snn.on_pre {}
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  snn.pre {
    // expected-error @+1 {{'snn.target_fired' op expects parent op to be one of 'snn.on_pre, snn.on_post, snn.every, snn.on_signal'}}
    %0 = snn.target_fired : i1
  }
  snn.on_pre {}
}

// -----

snn.neuron @n {
  snn.update {
    // expected-error @+1 {{'snn.fired' op expects parent op to be one of 'snn.pre, snn.post, snn.on_pre, snn.on_post, snn.every, snn.on_signal'}}
    %0 = snn.fired : i1
  }
}

// -----

snn.learning_rule @r {
  snn.weight @w range [0.0, 1.0]
  snn.on_pre {
    // expected-error @+1 {{'builtin.unrealized_conversion_cast' op cannot stand in a program of a rule; arith, math, snn and fx ops can}}
    %0 = builtin.unrealized_conversion_cast to f64
  }
}
