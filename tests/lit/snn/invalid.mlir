// RUN: snnc-opt %s -split-input-file -verify-diagnostics

// Networks.

// expected-error @+1 {{'snn.network' op has a time step of 0.0 ms; it must be above 0.0}}
snn.network @net dt 0.0 {}

// -----

// expected-note @+1 {{declared here}}
snn.network @net dt 1.0 {
  // expected-error @+1 {{'arith.constant' op cannot stand in a network; inputs, populations, projections, outputs, probes, modulators and a trial can}}
  %0 = arith.constant 1.0 : f64
}

// -----

snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.input' op analog [1.0, -1.0] is empty: low must be below high, both finite}}
  snn.input @in size 4 analog [1.0, -1.0]
}

// -----

snn.network @net dt 1.0 {
  // expected-error @+1 {{attribute 'size' failed to satisfy constraint: 64-bit signless integer attribute whose value is positive}}
  snn.input @in size 0
}

// -----

snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.modulator' op initial value is 3.0, outside its range [-1.0, 1.0]}}
  snn.modulator @m = 3.0 range [-1.0, 1.0]
}

// -----

snn.network @net dt 1.0 {
  snn.population @p of @lif size 4
  // expected-note @+1 {{declared here}}
  snn.output @p
  // expected-error @+1 {{'snn.output' op names @p a second time}}
  snn.output @p
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.input @in size 4
  // expected-error @+1 {{'snn.output' op @in is not a population}}
  snn.output @in
}

// -----

snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.output' op no population @p in the network}}
  snn.output @p
}

// -----

// expected-note @+1 {{declared here}}
snn.neuron @n {
  snn.state @v : f64 = 0.0
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.probe' op no state @u in neuron @n of population @p}}
  snn.probe @x of @p state @u
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.input @in size 4
  // expected-error @+1 {{'snn.probe' op @in is an input and has no state}}
  snn.probe @x of @in state @v
}

// -----

// Populations.

// expected-note @+1 {{declared here}}
snn.network @other dt 1.0 {}
snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.population' op @other is not a neuron}}
  snn.population @p of @other size 4
}

// -----

// expected-note @+1 {{declared here}}
snn.neuron @n {
  snn.param @tau : f64 = 1.0
  snn.param @v_th : f64 = 1.0
  snn.update {}
}
snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.population' op sets parameter "tau_m", which neuron @n does not have (it has @tau, @v_th)}}
  snn.population @p of @n size 4 params {tau_m = 10.0}
}

// -----

snn.neuron @n {
  // expected-note @+1 {{declared here}}
  snn.param @tau : f64 = 1.0
  snn.update {}
}
snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.population' op parameter tau has 3 values for 4 neurons}}
  snn.population @p of @n size 4 params {tau = dense<[1.0, 2.0, 3.0]> : tensor<3xf64>}
}

// -----

snn.neuron @n {
  // expected-note @+1 {{declared here}}
  snn.param @tau : f64 = 1.0
  snn.update {}
}
snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.population' op parameter tau must be a float like 1.0, elements of f32 or f64, #snn.blob, #snn.uniform or #snn.normal}}
  snn.population @p of @n size 4 params {tau = 3}
}

// -----

snn.neuron @n {
  // expected-note @+1 {{declared here}}
  snn.state @v : f64 = 0.0 range [-1.0, 1.0]
  snn.update {}
}
snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.population' op state v is 2.0, outside its range [-1.0, 1.0]}}
  snn.population @p of @n size 4 init {v = 2.0}
}

// -----

snn.neuron @n {
  // expected-note @+1 {{declared here}}
  snn.param @tau : f64 = dense<[1.0, 2.0]> : tensor<2xf64>
  snn.update {}
}
snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.population' op has 4 neurons, but its neuron @n has values for 2}}
  snn.population @p of @n size 4
}

// -----

snn.neuron @n {
  snn.update {
    // expected-note @+1 {{read here}}
    %m = snn.modulation @reward : f64
  }
}
snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.population' op needs a modulator @reward, which the network does not have}}
  snn.population @p of @n size 4
}

// -----

snn.neuron @n {
  snn.state @v : !fx.q<16, 4> = 0
  snn.update {
    %v = snn.read @v : !fx.q<16, 4>
    %yes = arith.constant true
    // expected-note @+1 {{emitted here}}
    snn.emit %yes payload %v : !fx.q<16, 4>
  }
}
snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.population' op has payload_frac 5, but its neuron emits '!fx.q<16, 4>'}}
  snn.population @p of @n size 4 {payload_bits = 16, payload_frac = 5}
}

// -----

snn.network @net dt 1.0 {
  // expected-error @+1 {{'snn.population' op has payload_bits 17; a payload has 1 to 16 bits}}
  snn.population @p of @n size 4 {payload_bits = 17, payload_frac = 5}
}

// -----

// Projections.

snn.network @net dt 1.0 {
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.projection' op no source @in in the network}}
  snn.projection @w from @in to @p port @in #snn.dense weights 1.0
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.modulator @m = 1.0
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.projection' op source @m is neither an input nor a population}}
  snn.projection @w from @m to @p port @in #snn.dense weights 1.0
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.input @in size 4
  // expected-error @+1 {{'snn.projection' op target @in is not a population}}
  snn.projection @w from @in to @in port @in #snn.dense weights 1.0
}

// -----

// expected-note @+1 {{declared here}}
snn.neuron @n {
  // expected-note @+1 {{a port is @in}}
  snn.port @in : f64
  snn.update {}
}
snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.projection' op no port @input in neuron @n of target @p}}
  snn.projection @w from @s to @p port @input #snn.dense weights 1.0
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.projection' op has weights of 3 bits; 1, 2, 4, 8 and 16 are possible}}
  snn.projection @w from @s to @p port @in #snn.dense weights 1.0 bits 3
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.projection' op has the connectivity "all"; #snn.dense, #snn.one_to_one, #snn.sparse, #snn.conv, #snn.random, #snn.fixed_indegree and #snn.fixed_total are possible}}
  snn.projection @w from @s to @p port @in "all" weights 1.0
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 5
  // expected-error @+1 {{'snn.projection' op has weights of type 'tensor<5x4xf64>'; from @s to @p the shape is [4, 5]}}
  snn.projection @w from @s to @p port @in #snn.dense weights dense<1.0> : tensor<5x4xf64>
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 5
  // expected-error @+1 {{'snn.projection' op has weights of type 'tensor<5x4xf32>'; from @s to @p the shape is [4, 5]}}
  snn.projection @w from @s to @p port @in #snn.dense weights #snn.blob<"w", 0, tensor<5x4xf32>, "">
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 5
  // expected-error @+1 {{'snn.projection' op has weights "a"; a float, elements, #snn.blob, #snn.uniform and #snn.normal are possible}}
  snn.projection @w from @s to @p port @in #snn.dense weights "a"
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.input @s size 4
  // expected-note @+1 {{declared here}}
  snn.population @p of @n size 5
  // expected-error @+1 {{'snn.projection' op connects one to one, but @s has 4 neurons and @p has 5}}
  snn.projection @w from @s to @p port @in #snn.one_to_one weights 1.0
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  // expected-note @+1 {{declared here}}
  snn.population @p of @n size 5
  // expected-error @+1 {{'snn.projection' op pair 1 has the target 5; @p has neurons 0 to 4}}
  snn.projection @w from @s to @p port @in #snn.sparse<dense<[[0, 0], [3, 5]]> : tensor<2x2xi32>> weights 1.0
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.input @s size 4
  snn.population @p of @n size 5
  // expected-error @+1 {{'snn.projection' op pair 0 has the source -1; @s has neurons 0 to 3}}
  snn.projection @w from @s to @p port @in #snn.sparse<dense<[[-1, 0], [3, 5]]> : tensor<2x2xi32>> weights 1.0
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 5
  // expected-error @+1 {{'snn.projection' op has no synapse; remove it}}
  snn.projection @w from @s to @p port @in #snn.sparse<dense<> : tensor<0x2xi32>> weights 1.0
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 5
  // expected-error @+1 {{'snn.projection' op has pairs 'tensor<2x3xi32>'; integer elements or a #snn.blob of shape [synapses, 2] are possible}}
  snn.projection @w from @s to @p port @in #snn.sparse<dense<0> : tensor<2x3xi32>> weights 1.0
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.input @s size 60
  snn.population @p of @n size 5
  // expected-error @+1 {{'snn.projection' op convolves 8 x 8 x 1 = 64 neurons, but @s has 60}}
  snn.projection @w from @s to @p port @in #snn.conv<input = [8, 8, 1], kernel = [2, 1, 2, 2], stride = [1, 1], padding = [0, 0]> weights 1.0
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 64
  // expected-note @+1 {{declared here}}
  snn.population @p of @n size 5
  // expected-error @+1 {{'snn.projection' op makes 4 x 4 x 2 = 32 neurons, but @p has 5}}
  snn.projection @w from @s to @p port @in #snn.conv<input = [8, 8, 1], kernel = [2, 1, 3, 3], stride = [2, 2], padding = [1, 1]> weights 1.0
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.projection' op says self = false, which only a projection within one population can}}
  snn.projection @w from @s to @p port @in #snn.random<probability = 0.5, seed = 1, self = false> weights 1.0
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.input @s size 4
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.projection' op takes 5 sources for each target, but @s has 4 to choose from}}
  snn.projection @w from @s to @p port @in #snn.fixed_indegree<5, seed = 1, multiple = false> weights 1.0
}

// -----

snn.network @net dt 1.0 {
  // expected-note @+1 {{declared here}}
  snn.population @p of @n size 1
  // expected-error @+1 {{'snn.projection' op takes 5 sources for each target, but @p has 0 to choose from}}
  snn.projection @w from @p to @p port @in #snn.fixed_indegree<5, seed = 1, self = false> weights 1.0
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.projection' op says self = false, which only a projection within one population can}}
  snn.projection @w from @s to @p port @in #snn.fixed_indegree<5, seed = 1, self = false> weights 1.0
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.projection' op says self = false, which only a projection within one population can}}
  snn.projection @w from @s to @p port @in #snn.fixed_total<5, seed = 1, self = false> weights 1.0
}

// -----

snn.network @net dt 1.0 {
  snn.population @p of @n size 1
  // expected-error @+1 {{'snn.projection' op says self = false, but there is one neuron}}
  snn.projection @w from @p to @p port @in #snn.fixed_total<5, seed = 1, self = false> weights 1.0
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 4000000000
  // expected-error @+1 {{'snn.projection' op makes more than 4611686018427387904 synapses}}
  snn.projection @w from @s to @p port @in #snn.fixed_indegree<4000000000, seed = 1> weights 1.0
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.projection' op has weights of type 'tensor<4x4xf64>'; from @s to @p the shape is [4, 5]}}
  snn.projection @w from @s to @p port @in #snn.fixed_indegree<5, seed = 1> weights dense<1.0> : tensor<4x4xf64>
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.projection' op has a delay of 1.0e+05 ms, which is 1.0e+05 steps of 1.0 ms; the least is 1 step, the longest 65535}}
  snn.projection @w from @s to @p port @in #snn.dense weights 1.0 delay #snn.uniform<0.0, 1.0e5, seed = 1>
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.projection' op has a delay of 0 steps; the least is 1 step, the longest 65535}}
  snn.projection @w from @s to @p port @in #snn.dense weights 1.0 delay 0
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 4
  snn.population @p of @n size 4
  // expected-error @+1 {{'snn.projection' op has a delay of 0.25 ms, which is 0.0 steps of 1.0 ms; the least is 1 step, the longest 65535}}
  snn.projection @w from @s to @p port @in #snn.dense weights 1.0 delay 0.25
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 2
  snn.population @p of @n size 2
  // expected-error @+1 {{'snn.projection' op has a delay of -3 steps}}
  snn.projection @w from @s to @p port @in #snn.one_to_one weights 1.0 delay dense<[1, -3]> : tensor<2xi64>
}

// -----

snn.network @net dt 1.0 {
  snn.input @s size 2
  snn.population @p of @n size 2
  // expected-error @+1 {{'snn.projection' op has delays of type 'tensor<3xi64>'; from @s to @p the shape is [2]}}
  snn.projection @w from @s to @p port @in #snn.one_to_one weights 1.0 delay dense<1> : tensor<3xi64>
}

// -----

// Attributes.

// expected-error @+1 {{#snn.random connects with a probability of 1.5; it must be above 0.0 and at most 1.0}}
#r = #snn.random<probability = 1.5, seed = 1>

// -----

// expected-error @+1 {{seed 4294967296 does not fit 32 bits}}
#r = #snn.random<probability = 0.5, seed = 4294967296>

// -----

// expected-error @+1 {{#snn.uniform draws from [1.0, 0.0), which is no range}}
#u = #snn.uniform<1.0, 0.0, seed = 1>

// -----

// expected-error @+1 {{#snn.normal has mean 1.0 and deviation -2.0; both must be finite, the deviation not negative}}
#n = #snn.normal<1.0, -2.0, seed = 1>

// -----

// expected-error @+1 {{#snn.normal has the range [2.0, 1.0], which is none}}
#n = #snn.normal<1.0, 2.0, seed = 1, range = [2.0, 1.0]>

// -----

// expected-error @+1 {{#snn.fixed_indegree makes 0 synapses; 1 to 4294967295 are possible}}
#f = #snn.fixed_indegree<0, seed = 1>

// -----

// expected-error @+1 {{seed 4294967296 does not fit 32 bits}}
#f = #snn.fixed_indegree<1, seed = 4294967296>

// -----

// expected-error @+1 {{expected self or multiple}}
#f = #snn.fixed_indegree<1, seed = 1, several = false>

// -----

// expected-error @+1 {{#snn.fixed_total makes 0 synapses; 1 to 4611686018427387904 are possible}}
#f = #snn.fixed_total<0, seed = 1>

// -----

// expected-error @+1 {{seed 4294967296 does not fit 32 bits}}
#f = #snn.fixed_total<1, seed = 4294967296>

// -----

// expected-error @+1 {{kernel of #snn.conv has 3 numbers, not 4: outputs, inputs, height, width}}
#c = #snn.conv<input = [8, 8, 1], kernel = [1, 2, 2], stride = [1, 1], padding = [0, 0]>

// -----

// expected-error @+1 {{stride of #snn.conv holds 0, less than 1}}
#c = #snn.conv<input = [8, 8, 1], kernel = [1, 1, 2, 2], stride = [0, 1], padding = [0, 0]>

// -----

// expected-error @+1 {{#snn.conv has an input of 3 channels and a kernel for 1}}
#c = #snn.conv<input = [8, 8, 3], kernel = [1, 1, 2, 2], stride = [1, 1], padding = [0, 0]>

// -----

// expected-error @+1 {{#snn.conv has a kernel of 9 over 8 + 2 * 0 positions (axis x)}}
#c = #snn.conv<input = [8, 8, 1], kernel = [1, 1, 2, 9], stride = [1, 1], padding = [0, 0]>

// -----

// expected-error @+1 {{#snn.blob has elements of 'i1'; f32, f64, i8, i16, i32 and i64 are possible}}
#b = #snn.blob<"w", 0, tensor<2xi1>, "">
