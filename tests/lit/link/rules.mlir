// RUN: snnc-opt %s --snn-link-models=paths=%S/Inputs -split-input-file -verify-diagnostics | FileCheck %s

// CHECK: snn.learning_rule @slow
// CHECK: snn.neuron @silent
snn.network @net dt 1.0 {
  snn.input @in size 4
  snn.population @p of @silent size 4
  snn.projection @w from @in to @p port @in #snn.dense weights 0.5 bits 8 learn @slow
}

// -----

// A file of another kind is no rule.
snn.network @net dt 1.0 {
  snn.input @in size 4
  snn.population @p of @silent size 4
  // expected-error-re @+1 {{'snn.projection' op learns by @silent, but {{.*}}}}
  snn.projection @w from @in to @p port @in #snn.dense weights 0.5 bits 8 learn @silent
}
