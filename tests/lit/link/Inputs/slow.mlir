snn.learning_rule @slow {
  snn.weight @w range [0.0, 1.0]
  snn.on_pre {}
}
