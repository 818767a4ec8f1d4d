// RUN: snnc-opt %s --snn-link-models=paths=%S/Inputs | FileCheck %s

// CHECK: snn.neuron @silent
// CHECK: snn.network @net
snn.network @net dt 1.0 {
  snn.population @p of @silent size 4
}
