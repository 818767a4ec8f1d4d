// What the networks here learn on: a neuron whose state is as it was, so that all depends on the rule.
snn.neuron @still {
  snn.state @y : f64 = 0.5 range [0.0, 8.0] bits 16
  snn.state @delta : f64 = 0.0005 range [-0.0009765625, 0.0009765625] bits 16
  snn.state @v : f64 = 0.0 range [-64.0, 64.0] bits 16
  snn.port @in : f64
  snn.update {
    %in = snn.receive @in : f64
    snn.write @v, %in : f64
  }
}
