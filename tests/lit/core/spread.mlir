// RUN: snnc-opt %s | FileCheck %s
// RUN: snnc-opt %s --mlir-print-op-generic | snnc-opt | FileCheck %s

// Two tiles: @a drives itself across them, which one of its projections learns from; @x goes on to the second.
// CHECK: core.spread of @net target #core.target<name = "pair", {{.*}}, meshColumns = 2> places [0, 1] tiles [@net.tile_0_0, @net.tile_1_0] routed {
core.spread of @net target #core.target<name = "pair", version = 1, lanes = 8, groups = 4, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2> places [0, 1] tiles [@net.tile_0_0, @net.tile_1_0] routed {
  // CHECK: core.part @x first 0 size 8 layout[8, 8] on 0 to [1]
  core.part @x first 0 size 8 layout [8, 8] on 0 to [1]
  // CHECK: core.part @a first 0 size 16 layout[20, 24] on 0 to [1]
  core.part @a first 0 size 16 layout [20, 24] on 0 to [1]
  // CHECK: core.part @a first 16 size 4 layout[20, 24] on 1 to [0]
  core.part @a first 16 size 4 layout [20, 24] on 1 to [0]
}
// CHECK: core.tile @net.tile_0_0 of @net target #core.target<{{.*}}> at [0, 0] modulators 0 {
core.tile @net.tile_0_0 of @net target #core.target<name = "pair", version = 1, lanes = 8, groups = 4, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2> at [0, 0] modulators 0 {
  core.group @x size 8 layout [8, 8] blocks 1 at 0 axons 0 stride 8 at 0 {
  }
  // Its blocks and axon entries are the first of the window's.
  // CHECK: core.group @a size 16 from[0, 0] layout[16, 16] blocks 2 at 1 axons 1 stride 24 at 0 program @p words 4 at 0 {
  core.group @a size 16 from [0, 0] layout [16, 16] blocks 2 at 1 axons 1 stride 24 at 0 program @p words 4 at 0 {
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  // CHECK: core.group @a.window window of @a kept size 20 layout[20, 24] blocks 3 at 1 axons 1 stride 24 at 0 {
  core.group @a.window window of @a kept size 20 layout [20, 24] blocks 3 at 1 axons 1 stride 24 at 0 {
  }
  // CHECK: core.rows @r from @a.window to @a
  core.rows @r from @a.window to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 320 units 40 rows 10 at 0 subs 1 at 0
  // CHECK: core.route 0 east{{$}}
  core.route 0 east
  // CHECK: core.route 1 east{{$}}
  core.route 1 east
  // CHECK: core.route 2 to @a.window
  core.route 2 to @a.window
}
core.tile @net.tile_1_0 of @net target #core.target<name = "pair", version = 1, lanes = 8, groups = 4, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2> at [1, 0] modulators 0 {
  // CHECK: core.group @x.window window of @x size 8 layout[8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
  core.group @x.window window of @x size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
  }
  // A home beside the window on the others of its population.
  core.group @a size 4 from [16, 2] layout [4, 8] blocks 1 at 0 axons 0 stride 8 at 0 program @p words 4 at 0 {
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  // CHECK: core.group @a.window window of @a size 16 from[0, 0] layout[16, 16]
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 1 stride 16 at 8 {
  }
  core.rows @d from @x.window to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 32 units 8 rows 2 at 0 subs 1 at 0
  core.rows @r from @a.window to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 64 units 16 rows 4 at 2 subs 1 at 0
  core.route 0 to @x.window
  core.route 1 to @a.window
  // CHECK: core.route 2 west
  core.route 2 west
}
