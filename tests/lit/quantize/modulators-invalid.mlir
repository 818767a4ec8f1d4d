// RUN: snnc-opt %s --snn-discretize --snn-quantize --split-input-file --verify-diagnostics

snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.modulator' op can be 12.0, outside its range [0.0, 10.0]: it is the sum of up to 12 payloads in [1.0, 1.0] of @in; widen the range, or drive it by fewer neurons or smaller payloads}}
  snn.modulator @m = 0.0 range [0.0, 10.0] driven by @in holds
  // expected-note @+1 {{the driver is here}}
  snn.input @in size 12
}

// -----

snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.modulator' op can be -4.0, outside its range [-3.5, 10.0]: it is the sum of up to 8 payloads in [-0.5, 1.0] of @in}}
  snn.modulator @m = 0.0 range [-3.5, 10.0] driven by @in holds
  // expected-note @+1 {{the driver is here}}
  snn.input @in size 8 analog [-0.5, 1.0]
}

// -----

// It falls to 0, which must be in the range too; one that holds need not be able to.
snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.modulator' op can be 0.0, outside its range [1.0, 10.0]: it is the sum of up to 8 payloads in [1.0, 1.0] of @in, or 0}}
  snn.modulator @m = 1.0 range [1.0, 10.0] driven by @in falls
  // expected-note @+1 {{the driver is here}}
  snn.input @in size 8
  snn.modulator @n = 1.0 range [1.0, 10.0] driven by @other holds
  snn.input @other size 8
}

// -----

snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.modulator' op can be 2293760000 units of 2^-15, beyond the 2147483647 of 32 bits: it is the sum of up to 70000 payloads of 16 bits of @in; drive it by fewer neurons, or give the payloads fewer bits (payload_bits)}}
  snn.modulator @m = 0.0 driven by @in holds
  // expected-note @+1 {{the driver is here}}
  snn.input @in size 70000 analog [-1.0, 0.5] {payload_bits = 16 : i64}
}

// -----

snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.modulator' op begins with 0.25, which rounds to 0 in the format of its driver's payloads, units of 2^-0; begin with 0.0 or a multiple of that unit}}
  snn.modulator @m = 0.25 range [0.0, 10.0] driven by @in holds
  // expected-note @+1 {{the driver is here}}
  snn.input @in size 8
}

// -----

// Sums of tenths are not exact in binary.
snn.network @net dt 1.0 {
  snn.modulator @m = 0.0 range [0.0, 0.3] driven by @in holds
  snn.input @in size 3 analog [0.0, 0.1]
}
