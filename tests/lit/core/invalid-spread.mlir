// RUN: snnc-opt %s --split-input-file --verify-diagnostics

// Places.
// expected-error@+1 {{is at [2, 0], but target 'pair' has 2 x 2 tiles}}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [2, 0] modulators 0 {
}

// -----

// expected-error@+1 {{has a place of 1 numbers, not x and y}}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1] modulators 0 {
}

// -----

// expected-error@+1 {{has a tile at place 4 of 4 on target 'pair'}}
core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 4] {
}

// -----

// expected-error@+1 {{has two tiles at place 1}}
core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [1, 1] {
}

// -----

// expected-error@+1 {{has no tiles}}
core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [] {
}

// -----

// expected-error@+1 {{has tiles other than its places}}
core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, -1] tiles [@t, @u] {
}

// -----

// expected-error@+1 {{is routed, but has no tiles}}
core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0] routed {
}

// -----

// Parts.
core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0] {
  // expected-error@+1 {{is on tile 1 of 1}}
  core.part @a first 0 size 16 layout [16, 16] on 1
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 1] {
  // expected-error@+1 {{begins with neuron 8, not 0}}
  core.part @a first 8 size 8 layout [16, 16] on 1
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 1] {
  core.part @a first 0 size 8 layout [16, 16] on 0
  // expected-error@+1 {{is the second part of @a on tile 0}}
  core.part @a first 8 size 8 layout [16, 16] on 0
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 1] {
  core.part @a first 0 size 8 layout [16, 16] on 0
  core.part @b first 0 size 8 layout [16, 16] on 0
  // expected-error@+1 {{stands apart from the other parts of @a}}
  core.part @a first 8 size 8 layout [16, 16] on 1
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 1, 2] {
  // expected-error@+1 {{goes to tile 0; they are other tiles than its own, in ascending order}}
  core.part @a first 0 size 16 layout [16, 16] on 0 to [0]
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 1, 2] {
  // expected-error@+1 {{goes to tile 1; they are other tiles than its own, in ascending order}}
  core.part @a first 0 size 16 layout [16, 16] on 0 to [2, 1]
}

// -----

// expected-error@+1 {{network has 5 parts, but the routes of target 'pair' have room for 4 sources; use fewer tiles or populations, or choose a larger target (over by 1)}}
core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0] {
  core.part @a first 0 size 16 layout [16, 16] on 0
  core.part @b first 0 size 16 layout [16, 16] on 0
  core.part @c first 0 size 16 layout [16, 16] on 0
  core.part @d first 0 size 16 layout [16, 16] on 0
  core.part @e first 0 size 16 layout [16, 16] on 0
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0] {
  core.part @a first 0 size 16 layout [16, 16] on 0
}

// -----

// Windows.
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  // expected-error@+1 {{is a window and has a program}}
  core.group @a.window window of @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 program @p words 1 at 0 {
  }
}

// -----

core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  // expected-error@+1 {{is a window and drives a modulator}}
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 drives 0 {
  }
}

// -----

core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  // expected-error@+1 {{has blocks of the tile, but is not kept}}
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 3 axons 0 stride 16 at 0 {
  }
}

// -----

core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  // expected-error@+1 {{keeps the events of 33 blocks, but target 'pair' has room for 32 event records}}
  core.group @a.window window of @a kept size 264 from [0, 0] layout [264, 264] blocks 33 at 0 axons 0 stride 264 at 0 {
  }
}

// -----

core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  // expected-note@+1 {{the first}}
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  // expected-error@+1 {{is a second window on @a}}
  core.group @w window of @a size 16 from [16, 2] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
}

// -----

// A home has a run of its window's places.
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  // expected-note@+1 {{the window}}
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  // expected-error@+1 {{lies in a window on it only in part}}
  core.group @a size 16 from [8, 1] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
}

// -----

core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  // expected-note@+1 {{the window}}
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 1 stride 16 at 0 {
  }
  // expected-error@+1 {{lies in a window on it, but its axon entries are not a run of the window's}}
  core.group @a size 8 from [8, 1] layout [8, 8] blocks 1 at 0 axons 1 stride 16 at 16 {
  }
}

// -----

core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  // expected-note@+1 {{the window}}
  core.group @a.window window of @a kept size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  // expected-error@+1 {{lies in a window on it, but its blocks are not a run of the window's}}
  core.group @a size 8 from [8, 1] layout [8, 8] blocks 1 at 0 axons 0 stride 16 at 0 {
  }
}

// -----

// Other groups have places of their own.
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  // expected-note@+1 {{placed here}}
  core.group @a.window window of @a kept size 16 from [0, 0] layout [16, 16] blocks 2 at 1 axons 0 stride 16 at 0 {
  }
  core.group @a size 8 from [0, 0] layout [8, 8] blocks 1 at 1 axons 0 stride 16 at 0 {
  }
  // expected-error@+1 {{'b' overlaps 'a.window' in the tile's blocks}}
  core.group @b size 8 layout [8, 8] blocks 1 at 2 axons 0 stride 16 at 0 {
  }
}

// -----

core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  core.group @x size 8 layout [8, 8] blocks 1 at 0 axons 0 stride 16 at 0 {
  }
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  // expected-error@+1 {{leads to @a.window, a window, which has no neurons}}
  core.rows @r from @x to @a.window port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 8 units 1 rows 1 at 0 subs 1 at 0
}

// -----

// Routes.
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  // expected-error@+1 {{leaves the mesh}}
  core.route 0 east
}

// -----

core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  // expected-error@+1 {{leaves the mesh}}
  core.route 0 north
}

// -----

core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  // expected-error@+1 {{leads to @a, which is no window of the tile}}
  core.route 0 to @a
}

// -----

core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  // expected-note@+1 {{placed here}}
  core.route 0 west
  // expected-error@+1 {{'0' overlaps '0' in the tile's sources}}
  core.route 0 south
}

// -----

// expected-error@+1 {{tile [1, 0] needs 5 sources, but target 'pair' has 4; use fewer tiles or populations, or choose a larger target (over by 1)}}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  // expected-note@+1 {{'4' uses 1 of them}}
  core.route 4 west
}

// -----

// Trees.
core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 1, 3] tiles [@t, @u, @v] routed {
  core.part @a first 0 size 16 layout [16, 16] on 0 to [1, 2]
}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 east
}
core.tile @u of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 south to @a.window
}
core.tile @v of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 1] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 to @a.window
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 1, 3] tiles [@t, @u, @v] routed {
  // expected-error@+1 {{is not delivered on a tile that it names, at [1, 1]}}
  core.part @a first 0 size 16 layout [16, 16] on 0 to [1, 2]
}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 east
}
core.tile @u of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 south to @a.window
}
core.tile @v of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 1] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 1, 3] tiles [@t, @u, @v] routed {
  core.part @a first 0 size 16 layout [16, 16] on 0 to [1]
}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 east
}
core.tile @u of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 to @a.window
}
core.tile @v of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 1] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  // expected-error@+1 {{is not reached from the part's home}}
  core.route 0 to @a.window
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 1, 3] tiles [@t, @u, @v] routed {
  // expected-error@+1 {{is delivered on a tile that it does not name, at [1, 1]}}
  core.part @a first 0 size 16 layout [16, 16] on 0 to [1]
}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 east
}
core.tile @u of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 south to @a.window
}
core.tile @v of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 1] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 to @a.window
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 1, 3] tiles [@t, @u, @v] routed {
  // expected-error@+1 {{is sent through place 2, where no tile is}}
  core.part @a first 0 size 16 layout [16, 16] on 0 to [1, 2]
}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 east south
}
core.tile @u of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 south to @a.window
}
core.tile @v of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 1] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 to @a.window
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 1, 3] tiles [@t, @u, @v] routed {
  // expected-error@+1 {{reaches place 1 twice; routes are no tree}}
  core.part @a first 0 size 16 layout [16, 16] on 0 to [1, 2]
}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 east
}
core.tile @u of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 south to @a.window
}
core.tile @v of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 1] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 north to @a.window
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 1, 3] tiles [@t, @u, @v] routed {
  core.part @a first 0 size 16 layout [16, 16] on 0 to [1, 2]
}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 east
}
core.tile @u of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 south to @a.window
}
core.tile @v of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 1] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  // expected-error@+1 {{goes along x after y}}
  core.route 0 west to @a.window
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0, 1, 3] tiles [@t, @u, @v] routed {
  core.part @a first 0 size 16 layout [16, 16] on 0 to [1, 2]
}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 east
}
core.tile @u of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  core.group @a.window window of @a size 16 from [0, 0] layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  core.route 0 south to @a.window
}
core.tile @v of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 1] modulators 0 {
  core.group @b.window window of @b size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  // expected-error@+1 {{leads to a window on another population than @a}}
  core.route 0 to @b.window
}

// -----

// Homes.
core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0] tiles [@t] {
  // expected-error@+1 {{is no group of its tile}}
  core.part @a first 0 size 16 layout [16, 16] on 0
}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  core.group @b size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
}

// -----

// expected-error@+1 {{names @t, which is no tile at place 0}}
core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0] tiles [@t] {
  core.part @a first 0 size 16 layout [16, 16] on 0
}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [1, 0] modulators 0 {
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
}

// -----

core.spread of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> places [0] tiles [@t] routed {
  core.part @a first 0 size 16 layout [16, 16] on 0
}
core.tile @t of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
}
// expected-error@+1 {{is the second one at [0, 0]}}
core.tile @u of @n target #core.target<name = "pair", version = 1, lanes = 8, groups = 8, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 64, axons = 128, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8, meshColumns = 2, meshRows = 2, sources = 4> at [0, 0] modulators 0 {
}
