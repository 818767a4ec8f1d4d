// RUN: snnc-opt %s --snnc-codegen --core-partition="target=small tiles=4 seed=1" | FileCheck %s
// RUN: snnc-opt %s --snnc-codegen --core-partition="target=small tiles=2 seed=1" | FileCheck %s --check-prefix=TWO
// RUN: snnc-opt %s --snnc-codegen --core-partition=target=small | FileCheck %s --check-prefix=FEWEST
// RUN: sed 's/ {core.tile = .*}//' %s | snnc-opt --snnc-codegen --core-partition=target=tile | FileCheck %s --check-prefix=TILE

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
  // All of it where the text says, in a tile's place; parts of the others beside it as there is room.
  // CHECK: core.spread of @net target #core.target<name = "small"{{.*}}> places [3, -1, -1, -1] {
  // CHECK: core.part @x first 0 size 48 layout[48, 48] on 0 to
  snn.input @x size 48 {core.tile = [1, 1]}
  // Positions of three channels are not cut.
  // CHECK: core.part @a first 0 size [[A:[0-9]+]] layout[3, 8] on
  // CHECK: core.part @a first [[A]] size {{[0-9]+}} layout[3, 8] on
  snn.population @a of @relay size 48
  // CHECK: core.part @b first 0 size {{[0-9]+}} layout[100, 104] on
  // CHECK: core.part @b
  // CHECK-SAME: layout[100, 104]
  snn.population @b of @relay size 100
  snn.projection @conv from @x to @a port @in
    #snn.conv<input = [4, 4, 3], kernel = [3, 3, 3, 3], stride = [1, 1], padding = [1, 1]>
    weights 1.0 bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
  snn.projection @ab from @a to @b port @in #snn.dense weights 0.5 bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
}

// TWO: places [3, -1] {
// TWO-NOT: on 2
// TWO: core.part @b

// FEWEST: places [3] {
// FEWEST-NEXT: core.part @x first 0 size 48 layout[48, 48] on 0{{$}}
// FEWEST-NEXT: core.part @a first 0 size 48 layout[3, 8] on 0{{$}}
// FEWEST-NEXT: core.part @b first 0 size 100 layout[100, 104] on 0{{$}}
// FEWEST-NEXT: }

// TILE-NOT: core.spread
