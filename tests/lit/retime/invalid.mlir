// RUN: snnc-opt %s --snn-retime --split-input-file --verify-diagnostics

snn.network @cycle dt 1.0 {
  snn.input @in size 2
  snn.population @a of @cell size 2
  // expected-error @+1 {{is in a cycle of 2 projections that together take 1 step, and each takes a step of the machine at least}}
  snn.population @b of @cell size 2
  snn.projection @w from @in to @a port @in #snn.dense weights 1.0 {lead = 1 : i64}
  // expected-note @+1 {{@a to @b: 0 steps}}
  snn.projection @forth from @a to @b port @in #snn.dense weights 1.0 delay 1 {lead = 1 : i64}
  // expected-note @+1 {{@b to @a: 1 step}}
  snn.projection @back from @b to @a port @in #snn.dense weights 1.0 delay 1
}

// -----

snn.network @milliseconds dt 1.0 {
  snn.input @in size 2
  snn.population @a of @cell size 2
  // expected-error @+1 {{its delays must be written as steps}}
  snn.projection @w from @in to @a port @in #snn.dense weights 1.0 delay 2.0 {lead = 1 : i64}
}

// -----

snn.network @modulated dt 1.0 {
  snn.input @in size 2
  snn.population @a of @cell size 2
  // expected-error @+1 {{networks that learn are not retimed}}
  snn.modulator @reward = 0.0 range [0.0, 1.0]
  snn.projection @w from @in to @a port @in #snn.dense weights 1.0 {lead = 1 : i64}
}
