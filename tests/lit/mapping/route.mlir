// RUN: snnc-opt %s --snnc-codegen --core-partition=target=medium --core-arrange --core-place=target=medium --core-route | FileCheck %s

// From a corner to two tiles: along x first, through tiles without neurons, then along y.
snn.neuron @relay {
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.emit %s
  }
}
snn.network @net dt 1.0 {
  snn.input @x size 20 {core.tile = [0, 1]}
  snn.population @a of @relay size 20 {core.tile = [[0, 2, 0], [16, 2, 3]]}
  snn.projection @p from @x to @a port @in #snn.dense weights 0.5 bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
}
// CHECK: core.spread of @net {{.*}} places [2, 4, 14] tiles [@net.tile_2_0, @net.tile_0_1, @net.tile_2_3] routed {
// CHECK-NEXT: core.part @x first 0 size 20 layout[20, 24] on 1 to [0, 2]
// CHECK-NEXT: core.part @a first 0 size 16 layout[20, 24] on 0
// CHECK-NEXT: core.part @a first 16 size 4 layout[20, 24] on 2
// CHECK: core.tile @net.tile_2_0 {{.*}} at [2, 0]
// CHECK: core.group @x.window window of @x size 20 layout[20, 24] blocks 3 at 0 axons 1 stride 24 at 0 {
// CHECK: core.group @a size 16 from[0, 0] layout[16, 16] blocks 2 at 0 axons 0 stride 16 at 0 program @relay.update
// CHECK: core.rows @p from @x.window to @a port @in dense weight 8 entry 8 {{.*}} units 2 rows 1 at 0
// CHECK: core.route 0 to @x.window
// CHECK: core.tile @net.tile_0_1 {{.*}} at [0, 1]
// CHECK-NOT: window
// CHECK: core.route 0 east{{$}}
// CHECK: core.tile @net.tile_2_3 {{.*}} at [2, 3]
// CHECK: core.group @a size 4 from[16, 2] layout[4, 8] blocks 1
// CHECK: core.route 0 to @x.window
// CHECK: core.tile @net.tile_1_1 {{.*}} at [1, 1] modulators 0 {
// CHECK-NEXT: core.route 0 east{{$}}
// CHECK-NEXT: }
// CHECK: core.tile @net.tile_2_1 {{.*}} at [2, 1]
// CHECK-NEXT: core.route 0 north south{{$}}
// CHECK: core.tile @net.tile_2_2 {{.*}} at [2, 2]
// CHECK-NEXT: core.route 0 south{{$}}
