// RUN: snnc-opt %s -split-input-file -verify-diagnostics

// expected-error @+1 {{must close with 'ucode.end'}}
ucode.program @no_end {
  %0 = ucode.lid
  "ucode.st"(%0) <{memory = @v}> : (!ucode.reg) -> ()
}

// -----

ucode.program @b_twice {
  %0 = ucode.lid
  // expected-error @+1 {{needs operand B either as a register or as an immediate}}
  %1 = "ucode.add"(%0, %0) <{imm = 1 : i32}> : (!ucode.reg, !ucode.reg) -> !ucode.reg
  ucode.end
}

// -----

ucode.program @b_never {
  %0 = ucode.lid
  // expected-error @+1 {{needs operand B either as a register or as an immediate}}
  %1 = "ucode.add"(%0) : (!ucode.reg) -> !ucode.reg
  ucode.end
}

// -----

ucode.program @immediate16 {
  %0 = ucode.lid
  // expected-error @+1 {{has immediate 32768, legal are -32768 to 32767}}
  %1 = ucode.mul %0, 32768
  ucode.end
}

// -----

ucode.program @immediate5 {
  %0 = ucode.lid
  // expected-error @+1 {{has immediate -1, legal are 0 to 31}}
  %1 = ucode.shl %0, -1
  ucode.end
}

// -----

ucode.program @immediate32 {
  // expected-error @+1 {{immediate 2147483648 does not fit 32 signed bits}}
  %0 = ucode.mov 2147483648
  ucode.end
}

// -----

ucode.program @shift {
  %0 = ucode.lid
  // expected-error @+1 {{shifts by 31, legal are 0 to 30}}
  %1 = ucode.mul %0, 1 sh=31
  ucode.end
}

// -----

ucode.program @load_shift {
  // expected-error @+1 {{shifts by 15, legal are 0 to 14}}
  %0 = ucode.ld @v sh=15
  ucode.end
}

// -----

ucode.program @no_draw {
  %0 = ucode.lid
  // expected-error @+1 {{rounds stochastically and must name the draw that it uses: rnd=stochastic by %draw}}
  %1 = ucode.shr %0, 1 rnd=stochastic
  ucode.end
}

// -----

ucode.program @draw_unused {
  %0 = ucode.lid
  %r = ucode.rand %0, stream=0x1
  // expected-error @+1 {{names a draw but does not round stochastically}}
  %1 = ucode.shr %0, 1 rnd=even by %r
  ucode.end
}

// -----

ucode.program @no_rand {
  // expected-note @+1 {{the value is defined here}}
  %0 = ucode.lid
  // expected-error @+1 {{rounds by a value that is no draw}}
  %1 = ucode.shr %0, 1 rnd=stochastic by %0
  ucode.end
}

// -----

ucode.program @stream {
  %0 = ucode.lid
  // expected-error @+1 {{has a stream beyond 32 bits}}
  %1 = ucode.rand %0, stream=0x100000000
  ucode.end
}

// -----

ucode.program @register {
  // expected-error @+1 {{has register r16, the last is r15}}
  %0 = ucode.lid -> r16
  ucode.end
}

// -----

ucode.program @register_name {
  // expected-error @+1 {{expected a register: r0 to r15}}
  %0 = ucode.lid -> x3
  ucode.end
}

// -----

ucode.program @half_allocated {
  %0 = ucode.lid -> r1
  // expected-error @+1 {{has no register although others of this program have one}}
  %1 = ucode.add %0, 1
  ucode.end
}

// -----

ucode.program @overwritten {
  // expected-note @+1 {{the operand}}
  %0 = ucode.lid -> r1
  // expected-note @+1 {{overwritten here}}
  %1 = ucode.add %0, 1 -> r1
  // expected-error @+1 {{reads r1, which no longer holds its operand}}
  %2 = ucode.add %0, %1 -> r2
  ucode.end
}

// -----

ucode.program @redrawn {
  %0 = ucode.lid -> r0
  // expected-note @+1 {{the draw it names}}
  %1 = ucode.rand %0, stream=0x1 -> r1
  // expected-note @+1 {{the last draw}}
  %2 = ucode.rand %0, stream=0x2 -> r2
  // expected-error @+1 {{rounds by a draw that is not the last one before it}}
  %3 = ucode.shr %0, 1 rnd=stochastic by %1 -> r3
  ucode.end
}

// -----

ucode.program @foreign {
  // expected-error @+1 {{is no instruction; a ucode.program holds nothing else}}
  %0 = builtin.unrealized_conversion_cast to !ucode.reg
  ucode.end
}

// -----

ucode.program @update {
  // expected-error @+1 {{may not stand in a program of kind 'update'}}
  %f = ucode.fired
  ucode.end
}

// -----

ucode.program rows @rows {
  // expected-error @+1 {{may not stand in a program of kind 'rows'}}
  %i = ucode.lid
  ucode.end
}

// -----

ucode.program blocks @blocks {
  // expected-error @+1 {{may not stand in a program of kind 'blocks'}}
  %w = ucode.lds @w
  ucode.end
}

// -----

ucode.program rows @no_draw {
  // expected-error @+1 {{rounds stochastically and must name the draw that it uses}}
  ucode.dlt @w, @x, @v sh=15 rnd=stochastic
  ucode.end
}

// -----

ucode.program rows @draw_lost {
  %d = ucode.ldd @draw -> r0
  // expected-note @+1 {{the draw it names}}
  %r = ucode.rand2 %d, %d, stream=255 -> r0
  ucode.dlt @w, @x, @v sh=15 rnd=stochastic by @draw
  // expected-error @+1 {{rounds by a draw that is not the last one before it}}
  ucode.sts %r, @w sh=2 rnd=stochastic by %r
  ucode.end
}

// -----

ucode.learn @rule {
  // expected-error @+1 {{has 12 bits; a temporary has 8, 16 or 32}}
  ucode.temporary sources @t bits 12
}

// -----

ucode.learn @rule {
  // expected-error @+1 {{belongs to sources or to targets}}
  ucode.temporary synapses @t bits 8
}

// -----

ucode.learn @rule {
  // expected-error @+1 {{is gated, but no gate stands before it}}
  ucode.step sources @p gated
}

// -----

ucode.learn @rule {
  // expected-error @+1 {{names planes exactly if it runs over synapses}}
  ucode.step synapses @p
}

// -----

ucode.learn @rule {
  // expected-error @+1 {{hands values to synapses, but does not run over them}}
  ucode.step sources @p commons [@x]
}

// -----

ucode.learn @rule {
  // expected-error @+1 {{cannot be a gate}}
  ucode.step synapses @p gate planes [@w]
}

// -----

ucode.learn @rule {
  // expected-error @+1 {{has two triggers}}
  ucode.step sources @p every 2 signal @m
}

// -----

ucode.learn @rule {
  // expected-error @+1 {{runs every 0 steps}}
  ucode.step sources @p every 0
}

// -----

ucode.learn @rule {
  // expected-error @+1 {{has 9 variables of the synapse, the weight included; legal are 1 to 8}}
  ucode.step synapses @p planes [@a, @b, @c, @d, @e, @f, @g, @h, @i]
}

// -----

ucode.learn @rule {
  // expected-error @+1 {{takes 9 values from each source; an instruction reaches 8}}
  ucode.step synapses @p planes [@w] commons [@a, @b, @c, @d, @e, @f, @g, @h, @i]
}

// -----

ucode.learn @rule {
  // expected-error @+1 {{is neither a temporary nor a step of a rule}}
  ucode.program @p {
    ucode.end
  }
}
