// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A place of the barrier's tree: joins the status of its tile with those of
// the neighbours further from the root, and hands on what all are told. One
// register a hop in either direction.

module snnc_barrier_node (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  input  snnc_chip_pkg::status_t  tile_i,
  input  snnc_chip_pkg::status_t  east_i,
  input  snnc_chip_pkg::status_t  south_i,
  output snnc_chip_pkg::status_t  status_o,
  input  snnc_chip_pkg::control_t control_i,
  output snnc_chip_pkg::control_t control_o
);

  snnc_chip_pkg::status_t  status_d;
  snnc_chip_pkg::status_t  status_q;
  snnc_chip_pkg::control_t control_q;

  always_comb begin
    status_d.idle = tile_i.idle && east_i.idle && south_i.idle;
    status_d.delivered = tile_i.delivered && east_i.delivered && south_i.delivered;
    status_d.learned = tile_i.learned && east_i.learned && south_i.learned;
    status_d.halt = tile_i.halt || east_i.halt || south_i.halt;
    status_d.learns = tile_i.learns || east_i.learns || south_i.learns;
    status_d.driven = tile_i.driven | east_i.driven | south_i.driven;
    status_d.balance = tile_i.balance + east_i.balance + south_i.balance;
    status_d.sum = tile_i.sum + east_i.sum + south_i.sum;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      status_q <= '0;
      control_q <= '0;
    end else begin
      status_q <= status_d;
      control_q <= control_i;
    end
  end

  assign status_o = status_q;
  assign control_o = control_q;

endmodule
