// RUN: snnc-opt %s --core-arrange=seed=3 | FileCheck %s

// What talks lies side by side; the last tile has its place. Free tiles are in a corner.
// CHECK: places [0, 1, 9, 17] {
core.spread of @net target #core.target<name = "wide", version = 1, lanes = 8, groups = 4, descriptors = 4, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 8, meshRows = 4> places [-1, -1, -1, 17] {
  core.part @a first 0 size 16 layout [16, 16] on 0 to [1]
  core.part @b first 0 size 16 layout [16, 16] on 1 to [2]
  core.part @c first 0 size 800 layout [800, 800] on 2 to [3]
}
