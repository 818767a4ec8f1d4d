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
