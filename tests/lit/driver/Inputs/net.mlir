snn.network @net dt 1.0 {
  snn.input @x size 20
  snn.population @hidden of @lif_delta size 24
  snn.population @out of @leaky_integrator size 3
  snn.projection @w1 from @x to @hidden port @in #snn.dense weights #snn.uniform<-0.2, 0.4, seed = 1> bits 8
  snn.projection @w2 from @hidden to @out port @in #snn.random<probability = 0.3, seed = 2> weights 0.05 delay 3 bits 4
  snn.output @hidden
  snn.probe @v_out of @out state @v
}
