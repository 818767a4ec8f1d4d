// RUN: snnc-opt %s --snnc-codegen --core-place | FileCheck %s
// RUN: snnc-opt %s --snnc-codegen --core-place=rows=indexed | FileCheck %s --check-prefix=INDEXED

// Addresses in the order of the text, wide planes and ports first; one format
// of rows for each kind of connectivity.
snn.neuron @relay {
  snn.state @v : !fx.q<16, 8> = 0 : i32 bits 16
  snn.state @w : !fx.q<8, 4> = 0 : i32 bits 8
  snn.port @in : !fx.q<32, 8> {acc_bits = 32 : i64, bound = 1000 : i64}
  snn.port @slow : !fx.q<16, 8> {acc_bits = 16 : i64, bound = 1000 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 8>
    %c = fx.constant 256 : !fx.q<16, 8>
    %s = fx.cmp ge %i, %c : !fx.q<16, 8>, !fx.q<16, 8>
    snn.write @v, %i : !fx.q<16, 8>
    snn.emit %s
  }
}

// CHECK-LABEL: core.tile @net.tile of @net target #core.target<name = "tile"
// CHECK-SAME: modulators 1
snn.network @net dt 1.0 {
  snn.modulator @reward = 0.0 driven by @a falls {frac = 0 : i64, bits = 7 : i64}
  // CHECK: core.group @x size 48 layout[48, 48] blocks 6 at 0 axons 4 stride 48 at 0
  snn.input @x size 48
  // CHECK: core.group @a size 48 layout[3, 8] blocks 16 at 6 axons 5 stride 128 at 192 program @relay.update words 6 at 0 drives 0 {
  // CHECK: core.plane state @v bits 16 at 0
  // CHECK: core.plane state @w bits 8 at 40
  // CHECK: core.port @in bits 32 slots 2 at 0 delay 1
  // CHECK: core.port @slow bits 16 slots 2 at 80 delay 1
  snn.population @a of @relay size 48
  // CHECK: core.group @b size 30 layout[30, 32] blocks 4 at 22 axons 0 stride 32 at 0 program @relay.update words 6 at 6
  // CHECK: core.plane state @v bits 16 at 16
  // CHECK: core.plane state @w bits 8 at 56
  // CHECK: core.port @in bits 32 slots 2 at 32 delay 1
  // CHECK: core.port @slow bits 16 slots 8 at 112 delay 5
  snn.population @b of @relay size 30
  // A position's three channels fill a block; three kernel rows a source.
  // CHECK: core.rows @conv from @x to @a port @in dense weight 8 entry 8 index 0 delays[1, 0] shift 4 synapses 900 units 27 rows 7 at 0 subs 3 at 0
  // INDEXED: core.group @a size 48 layout[48, 48]
  // INDEXED: core.rows @conv from @x to @a port @in indexed
  snn.projection @conv from @x to @a port @in
    #snn.conv<input = [4, 4, 3], kernel = [3, 3, 3, 3], stride = [1, 1], padding = [1, 1]>
    weights 1.0 bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
  // One weight for all: one row for all.
  // CHECK: core.rows @same from @a to @b port @in dense weight 8 entry 8 index 0 delays[1, 0] shift 4 synapses 1440 units 4 rows 1 at 7 subs 1 at 0
  snn.projection @same from @a to @b port @in #snn.dense weights 0.5 bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
  // CHECK: core.rows @dense from @a to @b port @in dense weight 1 entry 1 index 0 {{.*}} synapses 1440 units 192 rows 6 at 8 subs 1 at 1
  snn.projection @dense from @a to @b port @in #snn.dense
    weights #snn.uniform<-1.0, 1.0, seed = 1> bits 1 {weight_frac = 4 : i64, shift = 4 : i64}
  // Delays of 2 and 5: two bits beyond the least.
  // CHECK: core.rows @sparse from @a to @b port @slow indexed weight 2 entry 8 index 2 delays[2, 2] shift 4 synapses 3 units 2 rows 1 at 14 subs 1 at 2
  snn.projection @sparse from @a to @b port @slow
    #snn.sparse<dense<[[0, 0], [0, 9], [1, 29]]> : tensor<3x2xi64>>
    weights 0.25 delay dense<[2, 5, 2]> : tensor<3xi64> bits 2 {weight_frac = 4 : i64, shift = 4 : i64}
  // CHECK: core.rows @one from @x to @a port @in indexed weight 4 entry 8 index 1 delays[1, 0] shift 4 synapses 48 units 48 rows 12 at 15 subs 1 at 3
  snn.projection @one from @x to @a port @in #snn.one_to_one weights 0.5 bits 4 {weight_frac = 4 : i64, shift = 4 : i64}
  // Most pairs are connected: zeros take less memory than indices.
  // CHECK: core.rows @most from @a to @b port @in dense weight 8
  // INDEXED: core.rows @most from @a to @b port @in indexed weight 8
  snn.projection @most from @a to @b port @in #snn.random<probability = 0.9, seed = 2>
    weights 0.5 bits 8 {weight_frac = 4 : i64, shift = 4 : i64}
  // CHECK: core.rows @forced from @a to @b port @in indexed weight 8
  snn.projection @forced from @a to @b port @in #snn.dense weights 0.5 bits 8 {weight_frac = 4 : i64, shift = 4 : i64, core.rows = "indexed"}
}
