//===- Schedule.cpp - Orders instructions for few registers -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/Passes.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

using namespace mlir;
using snnc::ucode::InstructionOpInterface;

namespace snnc::compiler {

#define GEN_PASS_DEF_UCODESCHEDULE
#include "compiler/codegen/Passes.h.inc"

namespace {

/// An instruction with what must come before it.
struct Node {
  InstructionOpInterface op;
  SmallVector<unsigned> before;
  /// Instructions that must come after it and are not placed yet.
  unsigned waiting = 0;
};

SmallVector<Value, 3> registerOperands(InstructionOpInterface op) {
  SmallVector<Value, 3> values;
  for (Value value : {op.operandA(), op.operandB(), op.operandC()})
    if (value && !llvm::is_contained(values, value))
      values.push_back(value);
  return values;
}

/// Values alive at once, seen from the end backwards.
class LiveSet {
public:
  int change(InstructionOpInterface op) const {
    int delta = 0;
    if (Value value = op.definition())
      delta -= live.contains(value);
    for (Value value : registerOperands(op))
      delta += !live.contains(value);
    return delta;
  }
  void place(InstructionOpInterface op) {
    Value value = op.definition();
    bool isUnused = value && !live.contains(value);
    peak = std::max<unsigned>(peak, live.size() + isUnused);
    if (value)
      live.erase(value);
    for (Value operand : registerOperands(op))
      live.insert({operand, true});
  }
  unsigned highest() const { return peak; }

private:
  llvm::DenseMap<Value, bool> live;
  unsigned peak = 0;
};

class Graph {
public:
  explicit Graph(Block &block) {
    for (Operation &op : block.without_terminator()) {
      indices[&op] = nodes.size();
      nodes.push_back({cast<InstructionOpInterface>(op), {}, 0});
    }
    for (unsigned i = 0; i < nodes.size(); ++i)
      addDependences(i);
  }

  SmallVector<unsigned> original() const {
    return llvm::to_vector(llvm::seq<unsigned>(0, nodes.size()));
  }

  /// Backwards, of what may stand last, what leaves the fewest alive above it;
  /// in doubt the order found.
  SmallVector<unsigned> greedy() {
    SmallVector<unsigned> order;
    LiveSet live;
    SmallVector<bool> placed(nodes.size(), false);
    for (size_t count = 0; count < nodes.size(); ++count) {
      int best = -1, bestChange = 0;
      for (int i = int(nodes.size()) - 1; i >= 0; --i) {
        if (placed[i] || nodes[i].waiting)
          continue;
        int change = live.change(nodes[i].op);
        if (best < 0 || change < bestChange)
          best = i, bestChange = change;
      }
      placed[best] = true;
      live.place(nodes[best].op);
      for (unsigned earlier : nodes[best].before)
        --nodes[earlier].waiting;
      order.push_back(best);
    }
    std::reverse(order.begin(), order.end());
    return order;
  }

  unsigned pressure(ArrayRef<unsigned> order) const {
    LiveSet live;
    for (unsigned i : llvm::reverse(order))
      live.place(nodes[i].op);
    return live.highest();
  }

  void apply(ArrayRef<unsigned> order, Block &block) {
    for (unsigned i : order)
      nodes[i].op->moveBefore(block.getTerminator());
  }

private:
  void add(unsigned before, unsigned after) {
    nodes[after].before.push_back(before);
    ++nodes[before].waiting;
  }

  void addDependences(unsigned i) {
    InstructionOpInterface op = nodes[i].op;
    for (Value operand : op->getOperands())
      add(indices.lookup(operand.getDefiningOp()), i);
    if (FlatSymbolRefAttr memory = op.memory())
      if (!isa<ucode::LutOp, ucode::LdmOp, ucode::SigOp>(*op))
        addMemory(i, memory.getAttr(), isa<ucode::LdOp, ucode::DltOp>(*op));
    if (FlatSymbolRefAttr plane = op.plane())
      addMemory(i, plane.getAttr(), isa<ucode::LdsOp>(*op));
    // What a mask holds for stays behind it.
    StringAttr lanes = StringAttr::get(op->getContext(), "");
    if (isa<ucode::MaskOp>(*op))
      addMemory(i, lanes, /*isRead=*/false);
    else if (isa<ucode::StsOp, ucode::DltOp, ucode::AddpOp>(*op))
      addMemory(i, lanes, /*isRead=*/true);
    if (op.draws()) {
      for (unsigned user : drawUsers)
        add(user, i);
      drawUsers.assign({i});
    } else if (op.randomSource()) {
      drawUsers.push_back(i);
    }
  }

  /// Reads of a memory may change places, nothing else.
  void addMemory(unsigned i, StringAttr name, bool isRead) {
    Accesses &accesses = memories[name];
    if (accesses.write)
      add(*accesses.write, i);
    if (isRead) {
      accesses.reads.push_back(i);
      return;
    }
    for (unsigned read : accesses.reads)
      add(read, i);
    accesses.reads.clear();
    accesses.write = i;
  }

  struct Accesses {
    SmallVector<unsigned> reads;
    std::optional<unsigned> write;
  };
  std::vector<Node> nodes;
  llvm::DenseMap<Operation *, unsigned> indices;
  llvm::DenseMap<StringAttr, Accesses> memories;
  /// The last draw and what rounds by it.
  SmallVector<unsigned> drawUsers;
};

class UcodeSchedule : public impl::UcodeScheduleBase<UcodeSchedule> {
public:
  using UcodeScheduleBase::UcodeScheduleBase;

  void runOnOperation() override {
    if (getOperation().isAllocated()) {
      getOperation().emitOpError(
          "has its registers; schedule before ucode-allocate");
      return signalPassFailure();
    }
    Block &block = getOperation().getBody().front();
    Graph graph(block);
    SmallVector<unsigned> found = graph.original(), greedy = graph.greedy();
    unsigned before = graph.pressure(found), after = graph.pressure(greedy);
    if (after >= before)
      return markAllAnalysesPreserved();
    graph.apply(greedy, block);
    ++numMoved;
    numSaved += before - after;
  }
};

} // namespace

} // namespace snnc::compiler
