// RUN: snnc-opt %s --split-input-file --verify-diagnostics --snnc-codegen --core-place

snn.learning_rule @p.rule {
  snn.weight @w : !fx.q<8, 7> range [0.0, 1.0] round stochastic
  snn.on_pre {
    %r = snn.random stream 200 : !fx.q<8, 7>
    snn.write @w, %r : !fx.q<8, 7>
  }
}
snn.neuron @cell {
  snn.port @in : !fx.q<32, 7> {acc_bits = 32 : i64, bound = 1016 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 7>
    %c = fx.constant 64 : !fx.q<16, 7>
    %s = fx.cmp ge %i, %c : !fx.q<16, 7>, !fx.q<16, 7>
    snn.emit %s
  }
}
snn.network @net dt 1.0 {
  snn.population @a of @cell size 12
  // expected-error@+1 {{rule @p.rule draws a random number for each synapse, by its source and target, but some pairs have several synapses; make them one each, or let the rule round `stochastic per row`}}
  snn.projection @p from @a to @a port @in #snn.sparse<dense<[[0, 1], [0, 1]]> : tensor<2x2xi32>> weights 0.5 bits 8 learn @p.rule {weight_frac = 7 : i64, shift = 0 : i64}
}

// -----

// More than a source can hand over.
snn.learning_rule @p.rule {
  snn.weight @w : !fx.q<8, 7> range [0.0, 1.0]
  snn.trace @a : !fx.q<8, 7> = 0 : i32
  snn.trace @b : !fx.q<8, 7> = 0 : i32
  snn.trace @c : !fx.q<8, 7> = 0 : i32
  snn.trace @d : !fx.q<8, 7> = 0 : i32
  snn.trace @e : !fx.q<8, 7> = 0 : i32
  snn.trace @f : !fx.q<8, 7> = 0 : i32
  snn.trace @g : !fx.q<8, 7> = 0 : i32
  snn.trace @h : !fx.q<8, 7> = 0 : i32
  snn.trace @i : !fx.q<8, 7> = 0 : i32
  // expected-error@+1 {{rule @p.rule hands 9 values of each source to its synapses here (traces and what is computed from them); at most 8 are possible; combine them in a trace, or divide the program}}
  snn.on_pre {
    %w = snn.read @w : !fx.q<8, 7>
    %a = snn.read @a : !fx.q<8, 7>
    %b = snn.read @b : !fx.q<8, 7>
    %c = snn.read @c : !fx.q<8, 7>
    %d = snn.read @d : !fx.q<8, 7>
    %e = snn.read @e : !fx.q<8, 7>
    %f = snn.read @f : !fx.q<8, 7>
    %g = snn.read @g : !fx.q<8, 7>
    %h = snn.read @h : !fx.q<8, 7>
    %i = snn.read @i : !fx.q<8, 7>
    %0 = fx.add %w, %a : !fx.q<8, 7>, !fx.q<8, 7> -> !fx.q<9, 7>
    %1 = fx.max %0, %b : !fx.q<9, 7>, !fx.q<8, 7> -> !fx.q<9, 7>
    %2 = fx.min %1, %c : !fx.q<9, 7>, !fx.q<8, 7> -> !fx.q<9, 7>
    %3 = fx.max %2, %d : !fx.q<9, 7>, !fx.q<8, 7> -> !fx.q<9, 7>
    %4 = fx.min %3, %e : !fx.q<9, 7>, !fx.q<8, 7> -> !fx.q<9, 7>
    %5 = fx.max %4, %f : !fx.q<9, 7>, !fx.q<8, 7> -> !fx.q<9, 7>
    %6 = fx.min %5, %g : !fx.q<9, 7>, !fx.q<8, 7> -> !fx.q<9, 7>
    %7 = fx.max %6, %h : !fx.q<9, 7>, !fx.q<8, 7> -> !fx.q<9, 7>
    %8 = fx.min %7, %i : !fx.q<9, 7>, !fx.q<8, 7> -> !fx.q<9, 7>
    snn.write @w, %8 : !fx.q<9, 7>
  }
}
snn.neuron @cell {
  snn.port @in : !fx.q<32, 7> {acc_bits = 32 : i64, bound = 1016 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 7>
    %c = fx.constant 64 : !fx.q<16, 7>
    %s = fx.cmp ge %i, %c : !fx.q<16, 7>, !fx.q<16, 7>
    snn.emit %s
  }
}
snn.network @net dt 1.0 {
  snn.population @a of @cell size 12
  snn.projection @p from @a to @a port @in #snn.dense weights 0.5 bits 8 learn @p.rule {weight_frac = 7 : i64, shift = 0 : i64}
}

// -----

// expected-error@+1 {{rule @p.rule keeps 8 variables at each synapse beside the weight; a synapse has at most 7; let traces or states of the target hold what is the same for many synapses}}
snn.learning_rule @p.rule {
  snn.weight @w : !fx.q<8, 7> range [0.0, 1.0]
  snn.state @a : !fx.q<8, 7> = 0 : i32
  snn.state @b : !fx.q<8, 7> = 0 : i32
  snn.state @c : !fx.q<8, 7> = 0 : i32
  snn.state @d : !fx.q<8, 7> = 0 : i32
  snn.state @e : !fx.q<8, 7> = 0 : i32
  snn.state @f : !fx.q<8, 7> = 0 : i32
  snn.state @g : !fx.q<8, 7> = 0 : i32
  snn.state @h : !fx.q<8, 7> = 0 : i32
  snn.on_pre {
    %a = snn.read @a : !fx.q<8, 7>
    snn.write @w, %a : !fx.q<8, 7>
  }
}
snn.neuron @cell {
  snn.port @in : !fx.q<32, 7> {acc_bits = 32 : i64, bound = 1016 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 7>
    %c = fx.constant 64 : !fx.q<16, 7>
    %s = fx.cmp ge %i, %c : !fx.q<16, 7>, !fx.q<16, 7>
    snn.emit %s
  }
}
snn.network @net dt 1.0 {
  snn.population @a of @cell size 12
  snn.projection @p from @a to @a port @in #snn.dense weights 0.5 bits 8 learn @p.rule {weight_frac = 7 : i64, shift = 0 : i64}
}
