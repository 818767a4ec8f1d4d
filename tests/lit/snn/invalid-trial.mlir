// RUN: snnc-opt %s -split-input-file -verify-diagnostics

snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.trial' op has 0 steps; 1 to 1048576 are possible}}
  snn.trial steps 0 {}
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.trial steps 1 {}
  // expected-error @+1 {{'snn.trial' op is the second one of network @net}}
  snn.trial steps 1 {}
}

// -----

snn.network @net dt 1.0 {
  snn.input @a size 4
  // expected-note @+1 {{declared here}}
  snn.trial steps 4 {
    // expected-error @+1 {{'snn.present' op takes place in 4 steps from 1 on; the trial has the steps 0 to 3}}
    snn.present @a from 1 for 4 code rate
  }
}

// -----

snn.network @net dt 1.0 {
  snn.input @a size 4
  snn.trial steps 4 {
    // expected-error @+1 {{'snn.present' op has the code poisson; rate, value and raster are possible}}
    snn.present @a from 0 for 4 code poisson
  }
}

// -----

snn.network @net dt 1.0 {
  snn.input @a size 4
  snn.trial steps 4 {
    // expected-error @+1 {{'snn.present' op has full 0.0; it must be a number above 0.0}}
    snn.present @a from 0 for 4 code rate full 0.0
  }
}

// -----

snn.network @net dt 1.0 {
  snn.input @a size 4
  snn.trial steps 4 {
    // expected-note @+1 {{declared here}}
    snn.present @a from 0 for 1 code rate
    // expected-error @+1 {{'snn.present' op is the second one for @a}}
    snn.present @a from 1 for 1 code rate
  }
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.input @a size 4 analog [0.0, 1.0]
  snn.trial steps 4 {
    // expected-error @+1 {{'snn.present' op code rate needs an input of plain spikes; @a is analog}}
    snn.present @a from 0 for 4 code rate
  }
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.input @a size 4
  snn.trial steps 4 {
    // expected-error @+1 {{'snn.present' op code value needs an input that is analog; @a is not}}
    snn.present @a from 0 for 4 code value
  }
}

// -----

snn.network @net dt 1.0 {
  snn.trial steps 4 {
    // expected-error @+1 {{'snn.label' op no @a in the network, where an input is expected}}
    snn.label @a at 0
  }
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.modulator @m = 0.0 range [0.0, 1.0]
  snn.trial steps 4 {
    // expected-error @+1 {{'snn.signal' op sets @m to 2.0, outside its range [0.0, 1.0]}}
    snn.signal @m = 2.0 at 0
  }
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.input @a size 4
  snn.trial steps 4 {
    // expected-error @+1 {{'snn.answer' op @a is not a population}}
    snn.answer @a events from 0 for 4
  }
}

// -----

// expected-note @+1 {{declared here}}
snn.neuron @n {
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.population @b of @n size 4
  snn.trial steps 4 {
    // expected-error @+1 {{'snn.answer' op no state @v in neuron @n of population @b}}
    snn.answer @b state @v at 0
  }
}
