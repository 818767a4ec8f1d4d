//===----------------------------------------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_SNNTRIAL_TD
#define SNNC_DIALECTS_SNN_SNNTRIAL_TD

include "dialects/snn/SnnOpBase.td"

//===----------------------------------------------------------------------===//
// Trials: how a labelled sample is shown to a network
//===----------------------------------------------------------------------===//

def Snn_TrialOp : Snn_Op<"trial", [HasParent<"NetworkOp">, NoTerminator, SingleBlock, NoRegionArguments]> {
  let summary = "How a labelled sample is shown, learned and answered";
  let description = [{
    Steps count from 0 in each sample. At most one in a network.

    ```mlir
    snn.trial steps 7 {
      snn.reset @pixels at 0
      snn.present @pixels from 0 for 4 code rate full 255.0
      snn.label @labels at 4
      snn.signal @update = 1.0 at 6 training
      snn.answer @output state @v at 5
    }
    ```
  }];
  let arguments = (ins I64Attr:$steps);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "`steps` $steps attr-dict-with-keyword $body";
  let hasVerifier = 1;
}

class Snn_TrialItem<string mnemonic>
    : Snn_Op<mnemonic, [HasParent<"TrialOp">, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let hasVerifier = 1;
}

def Snn_PresentOp : Snn_TrialItem<"present"> {
  let summary = "The sample's data goes into an input for some steps";
  let description = [{
    `rate`: a sigma-delta code; an accumulator that begins at full / 2 takes the value in each step and gives a spike (and `full` back) when it
    reaches `full`. `value`: value / full is the payload in each step (no event for 0). `raster`: the data has a payload for
    each step and neuron.
  }];
  let arguments = (ins FlatSymbolRefAttr:$population, I64Attr:$from, I64Attr:$count, StrAttr:$code,
                       OptionalAttr<F64Attr>:$full);
  let assemblyFormat = [{
    $population `from` $from `for` $count `code` custom<Keyword>($code) (`full` custom<Real>($full)^)? attr-dict
  }];
}

def Snn_LabelOp : Snn_TrialItem<"label"> {
  let summary = "The neuron of the sample's class emits, while training only";
  let arguments = (ins FlatSymbolRefAttr:$population, I64Attr:$at);
  let assemblyFormat = "$population `at` $at attr-dict";
}

def Snn_ResetOp : Snn_TrialItem<"reset"> {
  let summary = "The host resets a population before a step";
  let arguments = (ins FlatSymbolRefAttr:$population, I64Attr:$at);
  let assemblyFormat = "$population `at` $at attr-dict";
}

def Snn_SignalOp : Snn_TrialItem<"signal"> {
  let summary = "The host sets a modulator before a step; with `training`, only then";
  let arguments = (ins FlatSymbolRefAttr:$modulator, F64Attr:$value, I64Attr:$at, UnitAttr:$training);
  let assemblyFormat = "$modulator `=` custom<Real>($value) `at` $at (`training` $training^)? attr-dict";
}

def Snn_AnswerOp : Snn_TrialItem<"answer"> {
  let summary = "The class that the network answers";
  let description = [{
    With `state`, the neuron whose state is largest after the step `at`; with `events`, the one with most events (payloads summed) in `for` steps
    `from` on. The first of equals.
  }];
  let arguments = (ins FlatSymbolRefAttr:$population, OptionalAttr<FlatSymbolRefAttr>:$state, I64Attr:$from,
                       I64Attr:$count);
  let assemblyFormat = "$population custom<Answer>($state, $from, $count) attr-dict";
  let extraClassDeclaration = [{
    /// The last step that counts.
    int64_t getAt() { return getFrom() + getCount() - 1; }
  }];
}

#endif // SNNC_DIALECTS_SNN_SNNTRIAL_TD
