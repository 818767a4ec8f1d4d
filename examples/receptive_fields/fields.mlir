// 64 neurons compete for 8 x 8 pictures and come to stand for what is frequent in
// them. fields.py shows a picture for 60 steps, after a spike of @frame, and 20
// steps of nothing.
snn.network @fields dt 1.0 {
  snn.input @pixels size 64
  snn.input @frame size 1
  snn.population @neurons of @competing_neuron size 64

  snn.projection @fields from @pixels to @neurons port @in #snn.dense
      weights #snn.uniform<0.0, 1.0, seed = 1> delay 1 bits 8
      learn @instar_stdp
  snn.projection @starts from @frame to @neurons port @begin #snn.dense
      weights 1.0 delay 1 bits 1
  // The first to fire closes all others, and itself.
  snn.projection @lateral from @neurons to @neurons port @inhibit #snn.dense
      weights 1.0 delay 1 bits 1

  snn.output @neurons
}
