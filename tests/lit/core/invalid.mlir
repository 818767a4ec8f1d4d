// RUN: snnc-opt %s --split-input-file --verify-diagnostics

// Each limit of the target.
// expected-error@+1 {{network needs 4 groups, but target 'small' has 3; merge populations of one model, or choose a larger target}}
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  // expected-note@+1 {{'a' uses 1 of them}}
  core.group @a size 1 layout [1, 8] blocks 1 at 0 axons 0 stride 8 at 0 {
  }
  // expected-note@+1 {{'b' uses 1 of them}}
  core.group @b size 1 layout [1, 8] blocks 1 at 1 axons 0 stride 8 at 0 {
  }
  // expected-note@+1 {{'c' uses 1 of them}}
  core.group @c size 1 layout [1, 8] blocks 1 at 2 axons 0 stride 8 at 0 {
  }
  core.group @d size 1 layout [1, 8] blocks 1 at 3 axons 0 stride 8 at 0 {
  }
}

// -----

// expected-error@+1 {{network needs 18 blocks, but target 'small' has 16; make populations smaller, or choose a larger target}}
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  // expected-note@+1 {{'a' uses 18 of them}}
  core.group @a size 140 layout [140, 144] blocks 18 at 0 axons 0 stride 144 at 0 program @p words 1 at 0 {
  }
}

// -----

// expected-error@+1 {{network needs 33 program words, but target 'small' has 32; use fewer models or simpler ones, or choose a larger target}}
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  // expected-note@+1 {{'a' uses 33 of them}}
  core.group @a size 1 layout [1, 8] blocks 1 at 0 axons 0 stride 8 at 0 program @p words 33 at 0 {
  }
}

// -----

// expected-error@+1 {{network needs 9 state rows, but target 'small' has 8; store variables in fewer bits (`bits`), or choose a larger target}}
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 72 layout [72, 72] blocks 9 at 0 axons 0 stride 72 at 0 program @p words 1 at 0 {
    // expected-note@+1 {{'v' uses 9 of them}}
    core.plane state @v bits 32 at 0
  }
}

// -----

// expected-error@+1 {{network needs 18 accumulator rows, but target 'small' has 16; shorten delays or narrow the ports' sums, or choose a larger target}}
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 72 layout [72, 72] blocks 9 at 0 axons 0 stride 72 at 0 program @p words 1 at 0 {
    // expected-note@+1 {{'in' uses 18 of them}}
    core.port @in bits 32 slots 2 at 0 delay 1
  }
}

// -----

// expected-error@+1 {{network needs 17 table words, but target 'small' has 16; use fewer functions or coarser tables, or choose a larger target}}
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 1 layout [1, 8] blocks 1 at 0 axons 0 stride 8 at 0 program @p words 1 at 0 {
    // expected-note@+1 {{'exp' uses 17 of them}}
    core.table @exp words 17 at 0
  }
}

// -----

// expected-error@+1 {{network needs 72 axon entries, but target 'small' has 64; use fewer projections from the large populations, or choose a larger target}}
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  // expected-note@+1 {{'a' uses 72 of them}}
  core.group @a size 24 layout [24, 24] blocks 3 at 0 axons 3 stride 24 at 0 {
  }
}

// -----

// expected-error@+1 {{network needs 33 event records, but target 'small' has 32; make the inputs smaller, or choose a larger target}}
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  // expected-note@+1 {{'x' uses 33 of them}}
  core.group @x size 33 layout [33, 40] blocks 5 at 0 axons 0 stride 40 at 0 {
  }
}

// -----

// expected-error@+1 {{network needs 3 modulators, but target 'small' has 2; use fewer}}
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 3 {
}

// -----

// expected-error@+1 {{network needs 17 synapse rows, but target 'small' has 16; use fewer bits a weight (`bits`), or choose a larger target}}
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @x size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
  }
  core.group @a size 8 layout [8, 8] blocks 1 at 1 axons 0 stride 8 at 0 program @p words 1 at 0 {
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  // expected-note@+1 {{'w' uses 17 of them}}
  core.rows @w from @x to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 8 units 68 rows 17 at 0 subs 1 at 0
}

// -----

// expected-error@+1 {{network needs 4 row descriptors, but target 'small' has 3; merge projections into one, or choose a larger target}}
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @x size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
  }
  core.group @a size 8 layout [8, 8] blocks 1 at 1 axons 0 stride 8 at 0 program @p words 1 at 0 {
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  // expected-note@+1 {{'d' uses 1 of them}}
  core.rows @d from @x to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 8 units 1 rows 1 at 0 subs 1 at 0
  // expected-note@+1 {{'e' uses 1 of them}}
  core.rows @e from @x to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 8 units 1 rows 1 at 1 subs 1 at 0
  // expected-note@+1 {{'f' uses 1 of them}}
  core.rows @f from @x to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 8 units 1 rows 1 at 2 subs 1 at 0
  core.rows @g from @x to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 8 units 1 rows 1 at 3 subs 1 at 0
}

// -----

// Overlaps.
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  // expected-note@+1 {{placed here}}
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 {
  }
  // expected-error@+1 {{'b' overlaps 'a' in the tile's blocks}}
  core.group @b size 8 layout [8, 8] blocks 1 at 1 axons 0 stride 8 at 0 {
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 0 stride 16 at 0 program @p words 1 at 0 {
    // expected-note@+1 {{placed here}}
    core.plane state @v bits 16 at 0
    // expected-error@+1 {{'w' overlaps 'v' in the tile's state rows}}
    core.plane state @w bits 8 at 3
  }
}

// -----

// Rows and groups that do not match.
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @x size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
  }
  core.group @a size 8 layout [8, 8] blocks 1 at 1 axons 0 stride 8 at 0 program @p words 1 at 0 {
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  // expected-error@+1 {{refers to port @out, which group @a does not have}}
  core.rows @w from @x to @a port @out dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 8 units 1 rows 1 at 0 subs 1 at 0
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @x size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
  }
  core.group @a size 8 layout [8, 8] blocks 1 at 1 axons 0 stride 8 at 0 program @p words 1 at 0 {
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  // expected-error@+1 {{refers to @y, which is no group of the tile}}
  core.rows @w from @y to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 8 units 1 rows 1 at 0 subs 1 at 0
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @x size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
  }
  core.group @a size 8 layout [8, 8] blocks 1 at 1 axons 0 stride 8 at 0 program @p words 1 at 0 {
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  // expected-error@+1 {{uses axon entries 0 to 1 of each source, but group @x has 1}}
  core.rows @w from @x to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 8 units 1 rows 1 at 0 subs 2 at 0
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @x size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
  }
  core.group @a size 8 layout [8, 8] blocks 1 at 1 axons 0 stride 8 at 0 program @p words 1 at 0 {
    // expected-note@+1 {{port declared here}}
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  // expected-error@+1 {{has a delay of 2 steps, beyond the 1 of its port}}
  core.rows @w from @x to @a port @in dense weight 8 entry 8 index 0 delays [2, 0] shift 0 synapses 8 units 1 rows 1 at 0 subs 1 at 0
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @x size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
  }
  core.group @a size 8 layout [8, 8] blocks 1 at 1 axons 0 stride 8 at 0 program @p words 1 at 0 {
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  // expected-error@+1 {{has 5 units of 8 bits, which fill 2 rows, not 1}}
  core.rows @w from @x to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 8 units 5 rows 1 at 0 subs 1 at 0
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @x size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
  }
  core.group @a size 8 layout [8, 8] blocks 1 at 1 axons 0 stride 8 at 0 program @p words 1 at 0 {
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  // expected-error@+1 {{has weights of 3 bits; they have 1, 2, 4, 8 or 16}}
  core.rows @w from @x to @a port @in dense weight 3 entry 8 index 0 delays [1, 0] shift 0 synapses 8 units 1 rows 1 at 0 subs 1 at 0
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @x size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
  }
  core.group @a size 8 layout [8, 8] blocks 1 at 1 axons 0 stride 8 at 0 program @p words 1 at 0 {
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  // expected-error@+1 {{is dense: an entry is a weight and nothing else}}
  core.rows @w from @x to @a port @in dense weight 4 entry 8 index 0 delays [1, 0] shift 0 synapses 8 units 1 rows 1 at 0 subs 1 at 0
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @x size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
  }
  core.group @a size 8 layout [8, 8] blocks 1 at 1 axons 0 stride 8 at 0 program @p words 1 at 0 {
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  // expected-error@+1 {{needs 10 bits for weight, index and delay, but its entries have 8}}
  core.rows @w from @x to @a port @in indexed weight 8 entry 8 index 2 delays [1, 0] shift 0 synapses 8 units 1 rows 1 at 0 subs 1 at 0
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  // expected-error@+1 {{has 2 blocks; its layout on 8 lanes takes 1}}
  core.group @a size 8 layout [8, 8] blocks 2 at 0 axons 0 stride 8 at 0 {
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  // expected-error@+1 {{has 9 neurons, not a multiple of the inner size 2}}
  core.group @a size 9 layout [2, 8] blocks 4 at 0 axons 0 stride 32 at 0 {
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  // expected-error@+1 {{pads its inner size to 4, not a multiple of the 8 lanes}}
  core.group @a size 8 layout [4, 4] blocks 1 at 0 axons 0 stride 8 at 0 {
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  // expected-error@+1 {{has an axon stride of 8 for 16 physical indices}}
  core.group @a size 16 layout [16, 16] blocks 2 at 0 axons 1 stride 8 at 0 {
  }
}

// -----

// Planes and ports.
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 0 stride 8 at 0 {
    // expected-error@+1 {{has 12 bits; a plane has 8, 16 or 32}}
    core.plane state @v bits 12 at 0
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 0 stride 8 at 0 {
    // expected-error@+1 {{has 8 bits; a port has 16 or 32}}
    core.port @in bits 8 slots 2 at 0 delay 1
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 0 stride 8 at 0 {
    // expected-error@+1 {{has 3 slots, not a power of two}}
    core.port @in bits 16 slots 3 at 0 delay 1
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 0 stride 8 at 0 {
    // expected-error@+1 {{receives delays of up to 2 steps and needs 3 slots, but has 2}}
    core.port @in bits 16 slots 2 at 0 delay 2
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 0 stride 8 at 0 {
    // expected-error@+1 {{receives delays of up to 5 steps and needs 8 slots, but target 'small' has at most 4 a port; shorten the delays to at most 3 steps}}
    core.port @in bits 16 slots 8 at 0 delay 5
  }
}

// -----

// What rows learn by.
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
    core.plane state @v bits 16 at 0
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  core.rows @r from @a to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 64 units 8 rows 2 at 0 subs 1 at 0
  core.learning of @r rule @x {
    // expected-error@+1 {{has 12 bits; a variable has 8, 16 or 32}}
    core.variable @s bits 12 rows 2 at 8
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
    core.plane state @v bits 16 at 0
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  core.rows @r from @a to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 64 units 8 rows 2 at 0 subs 1 at 0
  core.learning of @r rule @x {
    // expected-error@+1 {{does not begin with a row of the memory}}
    core.variable @s bits 8 rows 2 at 9
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
    core.plane state @v bits 16 at 0
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  core.rows @r from @a to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 64 units 8 rows 2 at 0 subs 1 at 0
  core.learning of @r rule @x {
    // expected-error@+1 {{fills 2 rows; the 8 units of @r need 4}}
    core.variable @s bits 16 rows 2 at 8
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
    core.plane state @v bits 16 at 0
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  // expected-note@+1 {{placed here}}
  core.rows @r from @a to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 64 units 8 rows 2 at 0 subs 1 at 0
  core.learning of @r rule @x {
    // expected-error@+1 {{'s' overlaps 'r' in the tile's synapse rows}}
    core.variable @s bits 16 rows 4 at 2
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
    // expected-note@+1 {{placed here}}
    core.plane state @v bits 16 at 0
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  core.rows @r from @a to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 64 units 8 rows 2 at 0 subs 1 at 0
  core.learning of @r rule @x {
    // expected-error@+1 {{'x' overlaps 'v' in the tile's state rows}}
    core.plane trace @x bits 8 at 1
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
    core.plane state @v bits 16 at 0
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  core.rows @r from @a to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 64 units 8 rows 2 at 0 subs 1 at 0
  core.learning of @r rule @x {
    // expected-error@+1 {{takes @x, which is no plane of the rule or of its source}}
    core.step synapses @p words 1 at 0 commons [@x]
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
    core.plane state @v bits 16 at 0
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  core.rows @r from @a to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 64 units 8 rows 2 at 0 subs 1 at 0
  core.learning of @r rule @x {
    // expected-error@+1 {{expects parent op 'core.group'}}
    core.port @in bits 32 slots 2 at 4 delay 1
  }
}

// -----

// expected-error@+1 {{network needs 9 entries of Learn, but target 'small' has 8; use fewer projections that learn, or rules with fewer programs, or choose a larger target}}
core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
    core.plane state @v bits 16 at 0
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  core.rows @r from @a to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 64 units 8 rows 2 at 0 subs 1 at 0
  core.learning of @r rule @x {
    // expected-note@+1 {{'p' uses 1 of them}}
    core.step sources @p words 1 at 0
    // expected-note@+1 {{'p' uses 1 of them}}
    core.step sources @p words 1 at 1
    // expected-note@+1 {{'p' uses 1 of them}}
    core.step sources @p words 1 at 2
    core.step sources @p words 1 at 3
    core.step sources @p words 1 at 4
    core.step sources @p words 1 at 5
    core.step sources @p words 1 at 6
    core.step sources @p words 1 at 7
    core.step sources @p words 1 at 8
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 0 {
  core.group @a size 8 layout [8, 8] blocks 1 at 0 axons 1 stride 8 at 0 {
    core.plane state @v bits 16 at 0
    core.port @in bits 32 slots 2 at 0 delay 1
  }
  core.rows @r from @a to @a port @in dense weight 8 entry 8 index 0 delays [1, 0] shift 0 synapses 64 units 8 rows 2 at 0 subs 1 at 0
  // expected-error@+1 {{is of @q, which is no rows of the tile}}
  core.learning of @q rule @x {
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 1 {
  // expected-error@+1 {{drives modulator 1 of 1}}
  core.group @a size 1 layout [1, 8] blocks 1 at 0 axons 0 stride 8 at 0 drives 1 {
  }
}

// -----

core.tile @t of @n target #core.target<name = "small", version = 1, lanes = 8, groups = 3, descriptors = 3, blocks = 16, programWords = 32, stateRows = 8, accumulatorRows = 16, synapseRows = 16, axons = 64, tableWords = 16, eventRecords = 32, modulators = 2, maxSlots = 4, learnEntries = 8> modulators 2 {
  // expected-note@+1 {{declared here}}
  core.group @a size 1 layout [1, 8] blocks 1 at 0 axons 0 stride 8 at 0 drives 1 {
  }
  // expected-error@+1 {{drives modulator 1, which group @a drives already}}
  core.group @b size 1 layout [1, 8] blocks 1 at 1 axons 0 stride 8 at 0 drives 1 {
  }
}
