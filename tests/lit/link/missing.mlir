// RUN: not snnc-opt %s --snn-link-models=paths=%S/Inputs 2>&1 | FileCheck %s

// CHECK: error: 'snn.population' op is of @silentt, but there is no model @silentt in this file and no silentt.mlir in {{.*}}link, {{.*}}link/Inputs
// CHECK: note: did you mean @silent?
snn.network @net dt 1.0 {
  snn.population @p of @silentt size 4
}
