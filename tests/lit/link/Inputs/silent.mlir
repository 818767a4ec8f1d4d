snn.neuron @silent {
  snn.state @v : f64 = 0.0 range [-1.0, 1.0]
  snn.port @in : f64
  snn.update {
  }
}
