// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Assertions. SNNC_ASSERT holds at every clock edge out of reset and needs
// clk_i and rst_ni; SNNC_ASSERT_INIT holds for parameters. Yosys proves them
// with -formal and drops them in synthesis.

`ifndef SNNC_ASSERT_SVH
`define SNNC_ASSERT_SVH

`ifdef FORMAL
`define SNNC_ASSERT(name_, prop_) \
  always @(posedge clk_i) if (rst_ni) assert (prop_);
`elsif SYNTHESIS
`define SNNC_ASSERT(name_, prop_)
`else
`define SNNC_ASSERT(name_, prop_) \
  name_: assert property (@(posedge clk_i) disable iff (!rst_ni) (prop_)) \
    else $error("%m: assertion failed");
`endif

`ifdef SYNTHESIS
`define SNNC_ASSERT_INIT(name_, prop_)
`elsif FORMAL
`define SNNC_ASSERT_INIT(name_, prop_)
`else
`define SNNC_ASSERT_INIT(name_, prop_) \
  initial begin \
    name_: assert (prop_) else $error("%m: parameter out of range"); \
  end
`endif

`endif
