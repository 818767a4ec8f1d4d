// RUN: snnc-opt %s --split-input-file --verify-diagnostics --snnc-codegen --core-partition=target=small

// What core.tile says.
snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  // expected-error@+1 {{attribute core.tile is 3 : i64; it may be [x, y] or a list of [first neuron, x, y]}}
  snn.population @a of @relay size 16 {core.tile = 3 : i64}
}

// -----

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  // expected-error@+1 {{attribute core.tile is [[0, 1]]; it may be [x, y] or a list of [first neuron, x, y]}}
  snn.population @a of @relay size 16 {core.tile = [[0, 1]]}
}

// -----

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  // expected-error@+1 {{is to be at [2, 0], but target 'small' has 2 x 2 tiles}}
  snn.input @a size 16 {core.tile = [2, 0]}
  snn.population @b of @relay size 16
}

// -----

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  // expected-error@+1 {{has runs in core.tile that do not begin with neuron 0 and ascend}}
  snn.population @a of @relay size 16 {core.tile = [[8, 0, 0]]}
}

// -----

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  // expected-error@+1 {{has a run in core.tile that begins with neuron 12, within a block or a position}}
  snn.population @a of @relay size 16 {core.tile = [[0, 0, 0], [12, 1, 0]]}
}

// -----

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  snn.input @x size 48
  // expected-error@+1 {{has a run in core.tile that begins with neuron 8, within a block or a position}}
  snn.population @a of @relay size 48 {core.tile = [[0, 0, 0], [8, 1, 0]]}
  snn.projection @conv from @x to @a port @in
    #snn.conv<input = [4, 4, 3], kernel = [3, 3, 3, 3], stride = [1, 1], padding = [1, 1]> weights 1.0 bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
}

// -----

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  // expected-error@+1 {{has two runs on the tile at [0, 1]; a tile takes one}}
  snn.population @a of @relay size 24 {core.tile = [[0, 0, 1], [8, 1, 0], [16, 0, 1]]}
}

// -----

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  snn.population @a of @relay size 2048 {core.tile = [1, 0]}
  snn.population @b of @relay size 2048 {core.tile = [1, 0]}
  // expected-error@+1 {{what core.tile puts at [1, 0] needs 513 blocks, but a tile of target 'small' has 512; make populations smaller, or choose a larger target (over by 1)}}
  snn.population @c of @relay size 8 {core.tile = [1, 0]}
}

// -----

// One block that is too much.
snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  snn.population @x of @relay size 8192
  // expected-error@+1 {{block 0 of @a alone needs 24576 axon entries, but a tile of target 'small' has 16384; use fewer projections from the large populations, or choose a larger target (over by 8192)}}
  snn.population @a of @relay size 16
  snn.projection @p from @x to @a port @in #snn.dense weights 1.0 bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
  snn.projection @q from @x to @a port @in #snn.dense weights 1.0 bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
  snn.projection @r from @x to @a port @in #snn.dense weights 1.0 bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
}

// -----

// Too few tiles.
snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

// expected-error@+1 {{network needs 2100 blocks, but the 4 tiles of target 'small' have 2048; make populations smaller, or choose a larger target (over by 52)}}
snn.network @net dt 1.0 {
  snn.population @a of @relay size 8000
  snn.population @b of @relay size 8000
  snn.population @c of @relay size 800
}

// -----

snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

// expected-error@+1 {{network needs 8 tiles of target 'small', most of them for synapse rows, but it has 4; use fewer bits a weight (`bits`), or choose a larger target (over by 4)}}
snn.network @net dt 1.0 {
  snn.input @x size 1000
  // expected-note@+1 {{'a' needs 125000 of them}}
  snn.population @a of @relay size 4000
  snn.projection @p from @x to @a port @in #snn.dense weights #snn.uniform<-1.0, 1.0, seed = 1> bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
}
