// RUN: snnc-opt %s --snn-retime | FileCheck %s

// Two layers that see events of the same step, a shortcut, recurrence that is a
// step late, and a population that would not rest.
snn.neuron @cell {
  snn.state @v : f64 = 0.0 range [-8.0, 8.0]
  snn.port @in : f64
  snn.update {
  }
}
snn.neuron @biased {
  snn.state @v : f64 = 0.0 range [-8.0, 8.0]
  snn.state @start : f64 = 1.0 range [0.0, 100.0] bits 8
  snn.port @in : f64
  snn.update {
  }
}

// CHECK-LABEL: snn.network @layers
// CHECK: @first of @cell size 2 {skew = 1 : i64}
// CHECK: @second of @biased size 2 init {start = 3.0} {skew = 2 : i64}
// CHECK: @a {{.*}} delay 1
// CHECK: @b {{.*}} delay 1
// CHECK: @shortcut {{.*}} delay 2
// CHECK: @back {{.*}} delay 1
// CHECK: @mixed {{.*}} delay dense<[1, 3]>
// CHECK-NOT: lead
snn.network @layers dt 1.0 {
  snn.input @in size 2
  snn.population @first of @cell size 2
  snn.population @second of @biased size 2
  snn.projection @a from @in to @first port @in #snn.dense weights 1.0 {lead = 1 : i64}
  snn.projection @b from @first to @second port @in #snn.dense weights 1.0 delay 1 {lead = 1 : i64}
  snn.projection @shortcut from @in to @second port @in #snn.dense weights 1.0 delay 1 {lead = 1 : i64}
  snn.projection @back from @second to @second port @in #snn.dense weights 1.0 delay 1
  snn.projection @mixed from @first to @second port @in #snn.one_to_one weights 1.0
    delay dense<[1, 3]> : tensor<2xi64> {lead = 1 : i64}
}

// Without leads nothing changes.
// CHECK-LABEL: snn.network @plain
// CHECK: @alone of @cell size 2
// CHECK-NOT: skew
// CHECK: @w from @in to @alone port @in #snn.dense weights 1.0 delay 3.5
snn.network @plain dt 0.5 {
  snn.input @in size 2
  snn.population @alone of @cell size 2
  snn.projection @w from @in to @alone port @in #snn.dense weights 1.0 delay 3.5
}
