// RUN: snnc-opt %s --fx-verify-ranges --split-input-file --verify-diagnostics

snn.neuron @p.m {
  snn.state @v : !fx.q<16, 8> = 0 : i32 range [-128.0, 128.0] bits 16
  snn.update {
    %v = snn.read @v : !fx.q<16, 8>
    // expected-error @+1 {{reaches [-65536, 65534], beyond the [-32768, 32767] of '!fx.q<16, 8>'}}
    %s = fx.add %v, %v : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<16, 8>
    snn.write @v, %s : !fx.q<16, 8>
  }
}

// -----

snn.neuron @p.m {
  snn.state @v : !fx.q<32, 20> = 0 : i32 range [-8.0, 8.0] bits 32 // expected-note {{declared here}}
  snn.update {
    %v = snn.read @v : !fx.q<25, 20>
    %s = fx.add %v, %v : !fx.q<25, 20>, !fx.q<25, 20> -> !fx.q<26, 20>
    // expected-error @+1 {{beyond the [-8388608, 8388608] of state @v}}
    snn.write @v, %s : !fx.q<26, 20>
  }
}

// -----

// What a rule holds within the width of a variable must be clamped before the write.
snn.learning_rule @p.r {
  snn.weight @w : !fx.q<8, 7> range [0.0, 1.0] // expected-note {{declared here}}
  snn.on_pre {
    %w = snn.read @w : !fx.q<8, 7>
    %one = fx.constant 1 : !fx.q<2, 7>
    %n = fx.sub %w, %one : !fx.q<8, 7>, !fx.q<2, 7> -> !fx.q<9, 7>
    // expected-error @+1 {{writes [-1.000000e+00, 1.260000e+02], beyond the [0, 127] of variable @w}}
    snn.write @w, %n : !fx.q<9, 7>
  }
}
