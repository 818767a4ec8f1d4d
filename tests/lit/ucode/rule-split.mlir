// RUN: snnc-opt %s -verify-diagnostics -snn-rule-split

// The source and the target decide alone; one draw serves the row.
snn.learning_rule @delta {
  snn.weight @w : !fx.q<8, 10> range [-0.125, 0.125] round stochastic per row
  snn.trace @x : !fx.q<8, 0> = 0 : i32 range [0.0, 127.0] bits 8
  snn.target @m : !fx.q<16, 25> range [-0.0009765625, 0.0009765625]
  // expected-remark @+1 {{4 operations for each synapse, 2 values from its source}}
  snn.on_signal @update {
    // expected-remark @+1 {{computed once for all synapses of a source}}
    %x = snn.read @x : !fx.q<8, 0>
    %m = snn.read @m : !fx.q<16, 25>
    %0 = fx.constant 0 : !fx.q<1, 0>
    // expected-remark @+1 {{decides for all synapses of a source}}
    %1 = fx.cmp ne %x, %0 : !fx.q<8, 0>, !fx.q<1, 0>
    %2 = fx.constant 0 : !fx.q<1, 25>
    // expected-remark @+1 {{decides for all synapses of a target}}
    %3 = fx.cmp ne %m, %2 : !fx.q<16, 25>, !fx.q<1, 25>
    %both = arith.andi %1, %3 : i1
    snn.require %both
    // expected-remark @+1 {{computed once for all synapses of a source}}
    %4 = snn.random per row stream 2751220512 : !fx.q<32, 31>
    %5 = fx.mul %m, %x round stochastic : !fx.q<16, 25>, !fx.q<8, 0> -> !fx.q<8, 10>
    %w = snn.read @w : !fx.q<8, 10>
    %6 = fx.add %w, %5 : !fx.q<8, 10>, !fx.q<8, 10> -> !fx.q<9, 10>
    snn.write @w, %6 : !fx.q<9, 10>
  }
}

// Rounding by a draw for each synapse keeps a product of the source at the
// synapse; what is drawn for the row, or not at all, leaves it.
snn.learning_rule @drawn {
  snn.weight @w : !fx.q<8, 7> range [-1.0, 1.0]
  snn.trace @x : !fx.q<16, 12> = 0 : i32 range [0.0, 8.0] bits 16
  // expected-remark @+1 {{5 operations for each synapse, 1 values from its source}}
  snn.on_pre {
    // expected-remark @+1 {{computed once for all synapses of a source}}
    %x = snn.read @x : !fx.q<16, 12>
    %0 = snn.random stream 7 : !fx.q<32, 31>
    %1 = fx.constant 20972 : !fx.q<16, 22>
    %2 = fx.mul %x, %1 round stochastic : !fx.q<16, 12>, !fx.q<16, 22> -> !fx.q<4, 7>
    %w = snn.read @w : !fx.q<8, 7>
    // expected-remark @+1 {{decides for each synapse}}
    %3 = fx.cmp gt %w, %2 : !fx.q<8, 7>, !fx.q<4, 7>
    snn.require %3
    %4 = fx.add %w, %2 : !fx.q<8, 7>, !fx.q<4, 7> -> !fx.q<9, 7>
    snn.write @w, %4 : !fx.q<9, 7>
  }
  // expected-remark @+1 {{2 operations for each synapse, 1 values from its source}}
  snn.every 10 {
    %x = snn.read @x : !fx.q<16, 12>
    %0 = snn.random per row stream 8 : !fx.q<32, 31>
    %1 = fx.constant 20972 : !fx.q<16, 22>
    // expected-remark @+1 {{computed once for all synapses of a source}}
    %2 = fx.mul %x, %1 round stochastic : !fx.q<16, 12>, !fx.q<16, 22> -> !fx.q<4, 7>
    %w = snn.read @w : !fx.q<8, 7>
    %3 = fx.add %w, %2 : !fx.q<8, 7>, !fx.q<4, 7> -> !fx.q<9, 7>
    snn.write @w, %3 : !fx.q<9, 7>
  }
}

// Modulators are at hand everywhere; what is reckoned from them alone comes
// with the source, and a condition on them is the source's.
snn.learning_rule @modulated {
  snn.weight @w : !fx.q<8, 7> range [-1.0, 1.0]
  snn.target @y : !fx.q<8, 7> range [-1.0, 1.0]
  // expected-remark @+1 {{6 operations for each synapse, 1 values from its source}}
  snn.on_post {
    %r = snn.modulation @reward : !fx.q<8, 7>
    // expected-remark @+1 {{decides for all synapses of a source}}
    %set = snn.signalled @reward : i1
    snn.require %set
    // expected-remark @+1 {{decides for all synapses of a target}}
    %fired = snn.target_fired : i1
    snn.require %fired
    // expected-remark @+1 {{computed once for all synapses of a source}}
    %0 = fx.mul %r, %r : !fx.q<8, 7>, !fx.q<8, 7> -> !fx.q<9, 7>
    %y = snn.read @y : !fx.q<8, 7>
    %1 = fx.mul %y, %0 : !fx.q<8, 7>, !fx.q<9, 7> -> !fx.q<10, 7>
    %2 = fx.add %1, %r : !fx.q<10, 7>, !fx.q<8, 7> -> !fx.q<11, 7>
    %w = snn.read @w : !fx.q<8, 7>
    %3 = fx.add %w, %2 : !fx.q<8, 7>, !fx.q<11, 7> -> !fx.q<12, 7>
    snn.write @w, %3 : !fx.q<12, 7>
  }
}
