// RUN: snnc-opt %s -split-input-file -verify-diagnostics

snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.modulator' op no population or input @p in the network, which drives it}}
  snn.modulator @m = 0.0 driven by @p holds
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.modulator @other = 0.0
  // expected-error @+1 {{'snn.modulator' op driver @other is neither a population nor an input}}
  snn.modulator @m = 0.0 driven by @other falls
}

// -----

snn.network @net dt 1.0 {
  snn.input @in size 4
  // expected-note @+1 {{declared here}}
  snn.modulator @a = 0.0 driven by @in holds
  // expected-error @+1 {{'snn.modulator' op is driven by @in, which drives @a already; a population drives one modulator at most}}
  snn.modulator @b = 0.0 driven by @in falls
}

// -----

// Two drivers cannot even be written.
snn.network @net dt 1.0 {
  snn.input @a size 4
  snn.input @b size 4
  // expected-error @+1 {{expected 'holds'}}
  snn.modulator @m = 0.0 driven by @a, @b holds
}

// -----

snn.network @net dt 1.0 {
  snn.input @a size 4
  // expected-error @+2 {{expected 'holds'}}
  snn.modulator @m = 0.0 driven by @a
}

// -----

snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.modulator' op falls, but no population drives it}}
  snn.modulator @m = 0.0 {falls}
}

// -----

snn.network @net dt 1.0 {
  snn.input @in size 4
  // expected-note @+1 {{declared here}}
  snn.modulator @m = 0.0 range [-1.0, 1.0] driven by @in holds
  snn.trial steps 4 {
    // expected-error @+1 {{'snn.signal' op sets @m, which @in drives}}
    snn.signal @m = 1.0 at 2
  }
}
