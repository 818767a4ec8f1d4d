// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// fifo_model and snnc_fifo, given the same, are ready and valid in the same
// cycles and offer the same words.

module fv_fifo_model #(
  parameter int unsigned Width = 4,
  parameter int unsigned Depth = 4
) (
  input logic             clk_i,
  input logic             rst_ni,
  input logic             in_valid_i,
  input logic [Width-1:0] in_data_i,
  input logic             out_ready_i
);

  localparam int unsigned PtrW = $clog2(Depth);
  localparam int unsigned PlaceW = Width + 1;

  logic             in_ready;
  logic             out_valid;
  logic [Width-1:0] out_data;
  logic             model_ready;
  logic             model_valid;
  logic [Width-1:0] model_data;

  snnc_fifo #(
    .Width(Width),
    .Depth(Depth)
  ) dut (
    .clk_i,
    .rst_ni,
    .in_valid_i,
    .in_ready_o (in_ready),
    .in_data_i,
    .out_valid_o(out_valid),
    .out_ready_i,
    .out_data_o (out_data)
  );

  fifo_model #(
    .Width(Width),
    .Depth(Depth)
  ) model (
    .clk_i,
    .rst_ni,
    .in_valid_i,
    .in_ready_o (model_ready),
    .in_data_i,
    .out_valid_o(model_valid),
    .out_ready_i,
    .out_data_o (model_data)
  );

  logic started_q = 1'b0;
  always_ff @(posedge clk_i) begin
    started_q <= 1'b1;
  end

  always_comb begin
    if (!started_q) begin
      assume (!rst_ni);
    end
    if (started_q && rst_ni) begin
      Ready: assert (in_ready == model_ready);
      Valid: assert (out_valid == model_valid);
      Data: assert (!out_valid || (out_data == model_data));
    end
  end

`ifdef FORMAL_INSIDE
  // What induction must know of the inside.
  (* hierconn *) wire [PtrW:0] \dut.wptr_q ;
  (* hierconn *) wire [PtrW:0] \dut.rptr_q ;
  (* hierconn *) wire [Width-1:0] \dut.mem_q[0] ;
  (* hierconn *) wire [Width-1:0] \dut.mem_q[1] ;
  (* hierconn *) wire [Width-1:0] \dut.mem_q[2] ;
  (* hierconn *) wire [Width-1:0] \dut.mem_q[3] ;
  (* hierconn *) wire [Depth*PlaceW-1:0] \model.places_q ;
  logic [Width-1:0] word [4];
  logic [PtrW:0]    held;

  assign word[0] = \dut.mem_q[0] ;
  assign word[1] = \dut.mem_q[1] ;
  assign word[2] = \dut.mem_q[2] ;
  assign word[3] = \dut.mem_q[3] ;
  assign held = \dut.wptr_q - \dut.rptr_q ;

  always_comb begin
    if (started_q && rst_ni) begin
      assert (held <= (PtrW+1)'(Depth));
      for (int unsigned i = 0; i < Depth; i++) begin
        if ((PtrW+1)'(i) < held) begin
          assert (\model.places_q [i*PlaceW +: PlaceW] ==
                  {1'b1, word[PtrW'(\dut.rptr_q + (PtrW+1)'(i))]});
        end else begin
          assert (\model.places_q [i*PlaceW +: PlaceW] == '0);
        end
      end
    end
  end
`endif

endmodule
