// RUN: snnc-opt %s | FileCheck %s
// RUN: snnc-opt %s --mlir-print-op-generic | snnc-opt | FileCheck %s

// CHECK-LABEL: core.tile @net.tile of @net target #core.target<name = "small"
// CHECK-SAME: modulators 1
core.tile @net.tile of @net target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 32, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 1 {
  // CHECK: core.group @x size 20 layout[20, 24] blocks 3 at 0 axons 1 stride 24 at 0 drives 0 {
  core.group @x size 20 layout [20, 24] blocks 3 at 0 axons 1 stride 24 at 0 drives 0 {
  }
  // CHECK: core.group @a size 20 layout[5, 8] blocks 4 at 3 axons 1 stride 32 at 24 program @a.update words 9 at 0 {
  core.group @a size 20 layout [5, 8] blocks 4 at 3 axons 1 stride 32 at 24 program @a.update words 9 at 0 {
    // CHECK: core.plane state @v bits 16 at 0
    core.plane state @v bits 16 at 0
    // CHECK: core.plane param @tau bits 8 at 8
    core.plane param @tau bits 8 at 8
    // CHECK: core.plane index @index bits 8 at 24
    core.plane index @index bits 8 at 24
    // CHECK: core.port @in bits 32 slots 4 at 0 delay 3
    core.port @in bits 32 slots 4 at 0 delay 3
    // CHECK: core.table @exp words 9 at 0
    core.table @exp words 9 at 0
  }
  // CHECK: core.group @b {{.*}} program @b.update words 9 at 9 {
  core.group @b size 8 layout [8, 8] blocks 1 at 7 axons 0 stride 8 at 0 program @b.update words 9 at 9 {
    // The table of the group above.
    core.table @exp words 9 at 0
  }
  // CHECK: core.rows @d from @x to @a port @in dense weight 8 entry 8 index 0 delays[1, 0] shift 4 synapses 400 units 3 rows 1 at 0 subs 1 at 0
  core.rows @d from @x to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 4 synapses 400 units 3 rows 1 at 0 subs 1 at 0
  // CHECK: core.rows @r from @a to @a port @in indexed weight 4 entry 8 index 2 delays[2, 1] shift 8 synapses 82 units 31 rows 8 at 1 subs 1 at 0
  core.rows @r from @a to @a port @in indexed weight 4 entry 8 index 2 delays [2, 1] shift 8 synapses 82 units 31 rows 8 at 1 subs 1 at 0
  // CHECK: core.learning of @r rule @r.rule {
  core.learning of @r rule @r.rule {
    // CHECK: core.variable @age bits 8 rows 8 at 36
    core.variable @age bits 8 rows 8 at 36
    // CHECK: core.plane trace @x bits 8 at 12
    core.plane trace @x bits 8 at 12
    // CHECK: core.plane common @t bits 8 at 16
    core.plane common @t bits 8 at 16
    // CHECK: core.plane condition @c bits 8 at 20
    core.plane condition @c bits 8 at 20
    // CHECK: core.step targets @p words 2 at 18 every 3 synaptic gate
    core.step targets @p words 2 at 18 every 3 synaptic gate
    // CHECK: core.step sources @q words 3 at 20 every 3 synaptic gated
    core.step sources @q words 3 at 20 every 3 synaptic gated
    // CHECK: core.step synapses @s words 4 at 23 signal @m synaptic gated commons [@x, @t, @index]
    core.step synapses @s words 4 at 23 signal @m synaptic gated commons [@x, @t, @index]
  }
}
