// RUN: snnc-opt %s | FileCheck %s
// RUN: snnc-opt %s | snnc-opt | FileCheck %s
// RUN: snnc-opt %s --mlir-print-op-generic | snnc-opt | FileCheck %s
// RUN: snnc-opt %s --emit-bytecode | snnc-opt | FileCheck %s

// CHECK-LABEL: snn.learning_rule @rule
// CHECK-NEXT: snn.param @rate : f64 = 0.01
// CHECK-NEXT: snn.weight @w range [0.0, 1.0] round stochastic per row
// CHECK-NEXT: snn.state @e : f64 = 0.0 range [-1.0, 1.0] bits 16 round stochastic
// CHECK-NEXT: snn.trace @x : f64 = 0.0 range [0.0, 8.0] unit "mV" bits 8 round nearest
// CHECK-NEXT: snn.target @y : f64
// CHECK-NEXT: snn.target @v state @potential : f64
// CHECK-NEXT: snn.pre {
// CHECK-NEXT:   %x = snn.read @x : f64
// CHECK-NEXT:   %fired = snn.fired : i1
// CHECK-NEXT:   %payload = snn.payload : f64
// CHECK:        snn.random : f64
// CHECK:      snn.on_pre {
// CHECK:        snn.write @w
// CHECK:      snn.on_post {
// CHECK:        %target_fired = snn.target_fired : i1
// CHECK:        snn.random per row stream 9 : f64
// CHECK:        snn.require %{{.*}}
// CHECK:      snn.every 100 {
// CHECK:      snn.every 7 {
// CHECK:        snn.deposit @in, %{{.*}} : f64
// CHECK:      snn.on_signal @reward {
// CHECK:        %reward = snn.modulation @reward : f64
// CHECK:        %signalled = snn.signalled @reward : i1
// CHECK:      snn.post {
snn.learning_rule @rule {
  snn.param @rate : f64 = 0.01
  snn.weight @w range [0.0, 1.0] round stochastic per row
  snn.state @e : f64 = 0.0 range [-1.0, 1.0] bits 16 round stochastic
  snn.trace @x : f64 = 0.0 range [0.0, 8.0] unit "mV" bits 8 round nearest
  snn.target @y : f64
  snn.target @v state @potential : f64
  snn.pre {
    %x = snn.read @x : f64
    %fired = snn.fired : i1
    %payload = snn.payload : f64
    %random = snn.random : f64
    %next = arith.select %fired, %payload, %x : f64
    %noisy = arith.addf %next, %random : f64
    snn.write @x, %noisy : f64
  }
  snn.on_pre {
    %w = snn.read @w : f64
    %y = snn.read @y : f64
    %rate = snn.get @rate : f64
    %d = arith.mulf %rate, %y : f64
    %n = arith.subf %w, %d : f64
    snn.write @w, %n : f64
  }
  snn.on_post {
    %both = snn.target_fired : i1
    %r = snn.random per row stream 9 : f64
    %e = snn.read @e : f64
    snn.require %both
    %n = arith.addf %e, %r : f64
    snn.write @e, %n : f64
  }
  snn.every 100 {
  }
  snn.every 7 {
    %w = snn.read @w : f64
    snn.deposit @in, %w : f64
  }
  snn.on_signal @reward {
    %m = snn.modulation @reward : f64
    %yes = snn.signalled @reward : i1
    snn.require %yes
    snn.write @e, %m : f64
  }
  snn.post {
  }
}

// After quantization: the same ops on integers.
// CHECK-LABEL: snn.learning_rule @fixed
// CHECK-NEXT: snn.weight @w : !fx.q<8, 7> range [0.0, 1.0]
// CHECK: snn.trace @x : !fx.q<16, 12> = 0 range [0.0, 8.0] bits 16
// CHECK: snn.target @y : !fx.q<16, 12>
snn.learning_rule @fixed {
  snn.weight @w : !fx.q<8, 7> range [0.0, 1.0]
  snn.trace @x : !fx.q<16, 12> = 0 range [0.0, 8.0] bits 16
  snn.target @y : !fx.q<16, 12>
  snn.on_pre {
    %w = snn.read @w : !fx.q<16, 15>
    %x = snn.read @x : !fx.q<16, 12>
    %y = snn.read @y : !fx.q<16, 12>
    %d = fx.mul %x, %y : !fx.q<16, 12>, !fx.q<16, 12> -> !fx.q<24, 15>
    %n = fx.add %w, %d : !fx.q<16, 15>, !fx.q<24, 15> -> !fx.q<25, 15>
    snn.write @w, %n : !fx.q<25, 15>
  }
}

snn.neuron @traced {
  snn.state @y : f64 = 0.0 range [-8.0, 8.0]
  snn.state @potential : f64 = 0.0 range [-8.0, 8.0] round stochastic
  snn.port @in : f64
  snn.update {}
}

// CHECK-LABEL: snn.network @net
// CHECK: snn.projection @p from @a to @b port @in #snn.dense weights 0.5 delay 1 bits 8 learn @rule params {rate = 0.02}
// CHECK: snn.projection @later from @a to @b port @in #snn.dense weights 0.5 learn @not_linked_yet {note = 1 : i64}
// CHECK: snn.trial steps 7 {
// CHECK-NEXT: snn.reset @a at 0
// CHECK-NEXT: snn.present @a from 0 for 4 code rate full 255.0
// CHECK-NEXT: snn.present @sound from 0 for 4 code value
// CHECK-NEXT: snn.label @labels at 4
// CHECK-NEXT: snn.signal @reward = 1.0 at 6 training
// CHECK-NEXT: snn.signal @reward = 0.0 at 0
// CHECK-NEXT: snn.answer @b state @potential at 5
snn.network @net dt 1.0 {
  snn.input @a size 4
  snn.input @labels size 2
  snn.input @sound size 2 analog [-1.0, 1.0]
  snn.modulator @reward = 0.0 range [-1.0, 1.0]
  snn.population @b of @traced size 2
  snn.projection @p from @a to @b port @in #snn.dense weights 0.5 delay 1 bits 8
    learn @rule params {rate = 0.02}
  snn.projection @later from @a to @b port @in #snn.dense weights 0.5
    learn @not_linked_yet {note = 1}
  snn.trial steps 7 {
    snn.reset @a at 0
    snn.present @a from 0 for 4 code rate full 255.0
    snn.present @sound from 0 for 4 code value
    snn.label @labels at 4
    snn.signal @reward = 1.0 at 6 training
    snn.signal @reward = 0.0 at 0
    snn.answer @b state @potential at 5
  }
}

// CHECK-LABEL: snn.network @events
// CHECK: snn.answer @b events from 2 for 4
snn.network @events dt 1.0 {
  snn.population @b of @traced size 2
  snn.trial steps 6 {
    snn.answer @b events from 2 for 4
  }
}
