// RUN: snnc-opt %s --snnc-codegen --core-partition=target=medium --core-arrange --core-place=target=medium --core-route | FileCheck %s

snn.learning_rule @p.rule {
  snn.weight @w : !fx.q<8, 7> range [0.0, 1.0] round stochastic
  snn.trace @x : !fx.q<16, 12> = 0 : i32 range [0.0, 8.0] bits 16
  snn.on_pre {
    %r = snn.random stream 200 : !fx.q<8, 7>
    %x = snn.read @x : !fx.q<16, 12>
    snn.write @w, %r : !fx.q<8, 7>
  }
}
snn.neuron @cell {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.port @in : !fx.q<32, 7> {acc_bits = 32 : i64, bound = 1016 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 7>
    %c = fx.constant 64 : !fx.q<16, 7>
    %s = fx.cmp ge %i, %c : !fx.q<16, 7>, !fx.q<16, 7>
    snn.emit %s
  }
}
snn.network @net dt 1.0 {
  snn.input @x size 32 {core.tile = [0, 0]}
  snn.population @a of @cell size 48 {core.tile = [[0, 0, 0], [24, 1, 0]]}
  // Rows of the picture below the first part's see no source above it: the window begins where they do.
  snn.population @c of @cell size 32 {core.tile = [[0, 0, 0], [24, 1, 0]]}
  snn.projection @conv from @x to @c port @in
    #snn.conv<input = [4, 4, 2], kernel = [2, 2, 3, 3], stride = [1, 1], padding = [1, 1]>
    weights 0.5 bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
  // The longest delay to a port counts on every tile.
  snn.projection @far from @x to @a port @in #snn.sparse<dense<[[0, 40]]> : tensor<1x2xi64>>
    weights 0.5 delay dense<[3]> : tensor<1xi64> bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
  snn.projection @p from @a to @a port @in #snn.dense weights 0.5 bits 8 learn @p.rule {weight_frac = 7 : i64, shift = 0 : i64}
}
// CHECK: core.part @x first 0 size 32 layout[32, 32] on 0 to [1]
// CHECK: core.part @a first 0 size 24 layout[48, 48] on 0 to [1]
// CHECK: core.part @a first 24 size 24 layout[48, 48] on 1 to [0]

// CHECK: core.tile @net.tile_0_0
// CHECK: core.group @x size 32 layout[32, 32] blocks 4 at 0 axons 3 stride 32 at 0 {
// Its blocks and axon entries are those of its places in the window.
// CHECK: core.group @a size 24 from[0, 0] layout[24, 24] blocks 3 at 4 axons 1 stride 48 at 96
// CHECK-NEXT: core.plane state @v bits 16 at 0
// CHECK-NEXT: core.plane index @index bits 16 at
// CHECK-NEXT: core.port @in bits 32 slots 4 at 0 delay 3
// CHECK: core.group @a.window window of @a kept size 48 layout[48, 48] blocks 6 at 4 axons 1 stride 48 at 96 {
// CHECK-NEXT: core.plane index @index bits 16 at
// CHECK: core.rows @conv from @x to @c port @in dense {{.*}} units 18 rows 5
// CHECK-NOT: core.rows @far
// CHECK: core.rows @p from @a.window to @a port @in dense {{.*}} synapses 1152
// CHECK: core.learning of @p
// CHECK: core.plane trace @x bits 16
// CHECK: core.route 2 to @a.window

// CHECK: core.tile @net.tile_1_0
// CHECK: core.group @x.window window of @x size {{[0-9]+}} {{(from.* )?}}layout
// CHECK: core.group @a size 24 from[24, 3] layout[24, 24] blocks 3 at 3 axons 1 stride 48
// CHECK: core.port @in bits 32 slots 4 at 0 delay 3
// CHECK: core.group @a.window window of @a kept size 48 layout[48, 48] blocks 6 at 0
// CHECK: core.group @c size 8 from[24, 12] layout[2, 8] blocks 4 at 6
// CHECK: core.rows @conv from @x.window to @c port @in dense {{.*}} units 18 rows 5
// CHECK: core.rows @far from @x.window to @a port @in {{.*}} synapses 1
