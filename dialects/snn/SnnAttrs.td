//===----------------------------------------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_SNNATTRS_TD
#define SNNC_DIALECTS_SNN_SNNATTRS_TD

include "dialects/snn/SnnDialect.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"

def Snn_StoreRounding : I32EnumAttr<"StoreRounding", "how a write meets the stored width", [
    I32EnumAttrCase<"Nearest", 0, "nearest">, I32EnumAttrCase<"Stochastic", 1, "stochastic">,
    I32EnumAttrCase<"StochasticRow", 2, "stochastic_row">]> {
  let cppNamespace = "::snnc::snn";
}

class Snn_Attr<string name, string attrMnemonic, list<Trait> traits = []>
    : AttrDef<Snn_Dialect, name, traits> {
  let mnemonic = attrMnemonic;
}

def Snn_DenseAttr : Snn_Attr<"Dense", "dense"> {
  let summary = "Every source to every target; weights are [sources, targets]";
}

def Snn_OneToOneAttr : Snn_Attr<"OneToOne", "one_to_one"> {
  let summary = "Source i to target i; weights are [size]";
}

def Snn_SparseAttr : Snn_Attr<"Sparse", "sparse"> {
  let summary = "Listed synapses; pairs is [synapses, 2]: source, target";
  let description = [{
    `pairs` is an integer elements attribute or a `#snn.blob` of shape
    [synapses, 2]; weights and delays are [synapses] in the same order.
  }];
  let parameters = (ins "::mlir::Attribute":$pairs);
  let assemblyFormat = "`<` $pairs `>`";
}

def Snn_ConvAttr : Snn_Attr<"Conv", "conv"> {
  let summary = "Two-dimensional convolution with shared weights";
  let description = [{
    Neurons are numbered channel-fastest: index = (y * W + x) * C + c. `input` is
    [H, W, C] of the source; `kernel` is [outputs, inputs, height, width] and
    the shape of the weights. The target has (H + 2 p - kh) / s + 1 rows, and columns
    likewise, of `outputs` channels. Cross-correlation, as in every framework.
  }];
  let parameters = (ins ArrayRefParameter<"int64_t">:$input,
                        ArrayRefParameter<"int64_t">:$kernel,
                        ArrayRefParameter<"int64_t">:$stride,
                        ArrayRefParameter<"int64_t">:$padding);
  let genVerifyDecl = 1;
  let assemblyFormat = [{
    `<` `input` `=` `[` $input `]` `,` `kernel` `=` `[` $kernel `]` `,`
        `stride` `=` `[` $stride `]` `,` `padding` `=` `[` $padding `]` `>`
  }];
}

def Snn_RandomAttr : Snn_Attr<"Random", "random"> {
  let summary = "Each pair connected with a probability, by a seeded rule";
  let description = [{
    Pair (i, j) is connected when the contract's draw with key (seed, 0) and
    counter (i, j) is below probability * 2^32. `self = false`, within one
    population, leaves out i = j. Weights and delays for each synapse have the shape
    [sources, targets]; those of pairs that are not connected are not used.
  }];
  let parameters = (ins "::snnc::snn::Real":$probability, "uint64_t":$seed,
                        DefaultValuedParameter<"bool", "true">:$self);
  let genVerifyDecl = 1;
  let assemblyFormat = [{
    `<` `probability` `=` custom<Real>($probability) `,` `seed` `=` $seed
        (`,` `self` `=` custom<Flag>($self)^)? `>`
  }];
}

def Snn_FixedInDegreeAttr : Snn_Attr<"FixedInDegree", "fixed_indegree"> {
  let summary = "A number of synapses to each target, their sources drawn";
  let description = [{
    Synapse k < `count` of target j has number n = j * count + k for weights and
    delays, whose shape is [targets, count]. Its source is floor(w * S / 2^32), w
    the first word of the contract's draw with key (seed, 2) and counter (j, k), S
    the number of sources: each has a probability of 1 / S but for less than
    2^-32. A pair may have several synapses, unless `multiple = false`: then the
    source is i = floor(w * (m + 1) / 2^32) with m = S - count + k, or m if i is
    the source of an earlier synapse of j. `self = false`, within one population,
    leaves j out: S is one less, and a source >= j stands for the one after it.
  }];
  let parameters = (ins "uint64_t":$count, "uint64_t":$seed,
                        DefaultValuedParameter<"bool", "true">:$self,
                        DefaultValuedParameter<"bool", "true">:$multiple);
  let genVerifyDecl = 1;
  let assemblyFormat = [{
    `<` $count `,` `seed` `=` $seed (`,` custom<Choices>($self, $multiple)^)? `>`
  }];
}

def Snn_FixedTotalAttr : Snn_Attr<"FixedTotal", "fixed_total"> {
  let summary = "A number of synapses, sources and targets drawn";
  let description = [{
    Synapse k < `count`, whose weight and delay are element k of [count], has the
    source floor(a * S / 2^32) and the target floor(b * T / 2^32), a and b the words of the
    contract's draw with key (seed, 2) and counter (k mod 2^32, k / 2^32), S and
    T the numbers of sources and targets. A pair may have several synapses. `self =
    false`, within one population, leaves out equal ones: T is one less, and a
    target >= the source stands for the one after it.
  }];
  let parameters = (ins "uint64_t":$count, "uint64_t":$seed,
                        DefaultValuedParameter<"bool", "true">:$self);
  let genVerifyDecl = 1;
  let assemblyFormat = [{
    `<` $count `,` `seed` `=` $seed (`,` `self` `=` custom<Flag>($self)^)? `>`
  }];
}

def Snn_UniformAttr : Snn_Attr<"Uniform", "uniform"> {
  let summary = "Values drawn uniformly from [low, high) by a seeded rule";
  let description = [{
    Element k of the flattened shape is low + (high - low) * w / 2^32 with w the
    first word of the draw with key (seed, 1) and counter (k mod 2^32, k / 2^32).
  }];
  let parameters = (ins "::snnc::snn::Real":$low, "::snnc::snn::Real":$high, "uint64_t":$seed);
  let genVerifyDecl = 1;
  let assemblyFormat = "`<` custom<Real>($low) `,` custom<Real>($high) `,` `seed` `=` $seed `>`";
}

def Snn_NormalAttr : Snn_Attr<"Normal", "normal"> {
  let summary = "Values drawn from a normal distribution by a seeded rule";
  let description = [{
    Box and Muller's transform of the words a, b of the draw that
    `#snn.uniform` makes for the same element:
    mean + deviation * sqrt(-2 ln((a + 1) / 2^32)) * cos(2 pi b / 2^32). Values
    outside `range` are moved to its ends.
  }];
  let parameters = (ins "::snnc::snn::Real":$mean, "::snnc::snn::Real":$deviation, "uint64_t":$seed,
      DefaultValuedParameter<"::snnc::snn::Real", "-::snnc::image::kUnlimited">:$least,
      DefaultValuedParameter<"::snnc::snn::Real", "::snnc::image::kUnlimited">:$most);
  let genVerifyDecl = 1;
  let assemblyFormat = [{
    `<` custom<Real>($mean) `,` custom<Real>($deviation) `,` `seed` `=` $seed
        (`,` `range` `=` custom<Limits>($least, $most)^)? `>`
  }];
}

def Snn_BlobAttr : Snn_Attr<"Blob", "blob"> {
  let summary = "Numbers kept in a file, read where they lie";
  let description = [{
    Little-endian elements of `type` at `offset` bytes in `file` (relative to the
    network's file), with the SHA-256 of those bytes.
  }];
  let parameters = (ins StringRefParameter<>:$file, "uint64_t":$offset,
                        "::mlir::RankedTensorType":$type,
                        StringRefParameter<>:$sha256);
  let genVerifyDecl = 1;
  let assemblyFormat = "`<` $file `,` $offset `,` $type `,` $sha256 `>`";
}

#endif // SNNC_DIALECTS_SNN_SNNATTRS_TD
