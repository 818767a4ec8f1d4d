// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// sigma_delta: a rectified linear neuron that sends the changes of its value.
//
// Source: P. O'Connor, M. Welling, "Sigma Delta Quantized Networks", ICLR 2017:
// sigma sums incoming changes, delta sends the change since the last event where
// it matters. Payloads are graded.
//
//   x1 = x + in
//   d = max(x1 + bias, 0) - sent
//   event where |d| >= threshold, with payload p = d rounded to a multiple of the
//   quantum (at most 8 either way), then sent = sent + p
//
// Discretization: none, the model is in discrete time. The quantum is a power of
// two, so that what is sent and what is booked are one number in fixed point.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | bias | 0 | | added before rectification |
// | threshold | 0.125 | | least change that is sent; at least half a quantum |

snn.neuron @sigma_delta {
  snn.param @bias : f64 = 0.0
  snn.param @threshold : f64 = 0.125
  snn.state @x : f64 = 0.0 range [-32.0, 32.0] bits 32
  snn.state @sent : f64 = 0.0 range [0.0, 32.0] bits 32
  snn.port @in : f64
  snn.update {
    %bias = snn.get @bias : f64
    %threshold = snn.get @threshold : f64
    %zero = arith.constant 0.0 : f64
    %most = arith.constant 8.0 : f64
    %least = arith.constant -8.0 : f64
    %quantum = arith.constant 0.015625 : f64
    %quanta = arith.constant 64.0 : f64
    %minus_threshold = arith.negf %threshold : f64

    %x = snn.read @x : f64
    %in = snn.receive @in : f64
    %x1 = arith.addf %x, %in : f64
    snn.write @x, %x1 : f64

    %sent = snn.read @sent : f64
    %shifted = arith.addf %x1, %bias : f64
    %value = arith.maximumf %shifted, %zero : f64
    %d = arith.subf %value, %sent : f64
    %up = arith.cmpf oge, %d, %threshold : f64
    %down = arith.cmpf ole, %d, %minus_threshold : f64
    %event = arith.ori %up, %down : i1

    %d0 = arith.maximumf %d, %least : f64
    %d1 = arith.minimumf %d0, %most : f64
    %d2 = arith.mulf %d1, %quanta : f64
    %d3 = math.roundeven %d2 : f64
    %payload = arith.mulf %d3, %quantum : f64
    %booked = arith.addf %sent, %payload : f64
    %sent1 = arith.select %event, %booked, %sent : f64
    snn.write @sent, %sent1 : f64
    snn.emit %event payload %payload : f64 range [-8.0, 8.0]
  }
}
