// RUN: not snnc-opt %s -pass-pipeline='builtin.module(ucode.program(ucode-allocate{registers=17}))' 2>&1 | FileCheck %s --check-prefix=MANY
// RUN: not snnc-opt %s -pass-pipeline='builtin.module(ucode.program(ucode-allocate{registers=0}))' 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not snnc-opt %s -pass-pipeline='builtin.module(ucode.program(ucode-allocate,ucode-schedule))' 2>&1 | FileCheck %s --check-prefix=LATE

// MANY: error: 'ucode.program' op cannot be given 17 registers; a lane has 1 to 16
// NONE: error: 'ucode.program' op cannot be given 0 registers; a lane has 1 to 16
// LATE: error: 'ucode.program' op has its registers; schedule before ucode-allocate
ucode.program @p {
  %0 = ucode.lid
  ucode.emit %0, 1
  ucode.end
}
