//===- Connectivity.cpp - Synapses by rule --------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Connectivity.h"
#include "image/Draws.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

namespace snnc::image {

Connectivity Connectivity::owned() const {
  Connectivity copy = *this;
  for (Numbers *numbers : {&copy.pairs, &copy.weights, &copy.delays})
    *numbers = numbers->owned();
  return copy;
}

ConvGeometry::ConvGeometry(const Connectivity &conv)
    : height(conv.input[0]), width(conv.input[1]), channels(conv.input[2]),
      outputs(conv.kernel[0]), kernelHeight(conv.kernel[2]),
      kernelWidth(conv.kernel[3]), strideY(conv.stride[0]),
      strideX(conv.stride[1]), padY(conv.padding[0]), padX(conv.padding[1]),
      outHeight((height + 2 * padY - kernelHeight) / strideY + 1),
      outWidth((width + 2 * padX - kernelWidth) / strideX + 1) {}

namespace {

/// Target positions along one axis that a source position reaches: those o
/// with position = o * stride + k - pad for a k of the kernel.
struct Reach {
  int64_t first, last;
  Reach(int64_t position, int64_t kernel, int64_t stride, int64_t pad,
        int64_t out) {
    int64_t low = position + pad - kernel + 1;
    first = low <= 0 ? 0 : (low + stride - 1) / stride;
    last = std::min((position + pad) / stride, out - 1);
  }
};

/// Which sources of a target were drawn already.
class Taken {
public:
  explicit Taken(uint32_t sources) : words(sources / 64 + 1) {}
  /// False if it was there already.
  bool insert(uint32_t source) {
    uint64_t bit = uint64_t(1) << source % 64;
    bool isNew = !(words[source / 64] & bit);
    words[source / 64] |= bit;
    return isNew;
  }
  void clear() { std::fill(words.begin(), words.end(), 0); }

private:
  std::vector<uint64_t> words;
};

class Walk {
public:
  Walk(const Connectivity &connectivity, IndexRange sources, IndexRange targets,
       SiteVisitor visit, void *context)
      : c(connectivity), sources(sources), targets(targets), visit(visit),
        context(context) {}

  void run() {
    switch (c.kind) {
    case ConnectivityKind::Dense:
      dense();
      break;
    case ConnectivityKind::OneToOne:
      oneToOne();
      break;
    case ConnectivityKind::Sparse:
      sparse();
      break;
    case ConnectivityKind::Conv:
      conv();
      break;
    case ConnectivityKind::Random:
      random();
      break;
    case ConnectivityKind::FixedInDegree:
      fixedInDegree();
      break;
    case ConnectivityKind::FixedTotal:
      fixedTotal();
      break;
    }
    flush();
  }

private:
  /// Offers `count` sites, at most kDrawsAtOnce: `siteOf(k, site)` says whether
  /// the k-th counts. Without a branch, since what is drawn cannot be
  /// predicted.
  template <typename SiteOf> void offer(size_t count, SiteOf siteOf) {
    if (held + count > kHeld)
      flush();
    SynapseSite *next = sites + held;
    for (size_t k = 0; k < count; ++k)
      next += siteOf(k, *next);
    held = static_cast<size_t>(next - sites);
  }
  void add(uint32_t source, uint32_t target, uint64_t index) {
    sites[held++] = {source, target, index};
    if (held == kHeld)
      flush();
  }
  void flush() {
    if (held)
      visit(context, sites, held);
    held = 0;
  }

  void dense();
  void oneToOne();
  void sparse();
  void conv();
  void random();
  void fixedInDegree();
  void chooseSources(const uint32_t *words, uint32_t target, uint64_t first,
                     size_t count, Taken &taken);
  void fixedTotal();

  const Connectivity &c;
  IndexRange sources, targets;
  SiteVisitor visit;
  void *context;
  static constexpr size_t kHeld = 2 * kDrawsAtOnce;
  SynapseSite sites[kHeld];
  size_t held = 0;
};

void Walk::dense() {
  for (uint32_t i = sources.begin; i < sources.end; ++i)
    for (uint32_t j = targets.begin; j < targets.end; ++j)
      add(i, j, uint64_t(i) * c.targets + j);
}

void Walk::oneToOne() {
  for (uint32_t i = std::max(sources.begin, targets.begin);
       i < std::min(sources.end, targets.end); ++i)
    add(i, i, i);
}

void Walk::sparse() {
  std::vector<SynapseSite> found;
  for (uint64_t n = 0; n < c.weights.size(); ++n) {
    auto i = static_cast<uint32_t>(c.pairs.integer(2 * n));
    auto j = static_cast<uint32_t>(c.pairs.integer(2 * n + 1));
    if (sources.contains(i) && targets.contains(j))
      found.push_back({i, j, n});
  }
  auto before = [](const SynapseSite &a, const SynapseSite &b) {
    return std::tie(a.source, a.target) < std::tie(b.source, b.target);
  };
  if (!std::is_sorted(found.begin(), found.end(), before))
    std::stable_sort(found.begin(), found.end(), before);
  if (!found.empty())
    visit(context, found.data(), found.size());
}

void Walk::conv() {
  ConvGeometry g(c);
  for (uint32_t i = sources.begin; i < sources.end; ++i) {
    int64_t y = i / g.channels / g.width, x = i / g.channels % g.width;
    int64_t channel = i % g.channels;
    Reach rows(y, g.kernelHeight, g.strideY, g.padY, g.outHeight);
    Reach columns(x, g.kernelWidth, g.strideX, g.padX, g.outWidth);
    for (int64_t oy = rows.first; oy <= rows.last; ++oy)
      for (int64_t ox = columns.first; ox <= columns.last; ++ox)
        for (int64_t o = 0; o < g.outputs; ++o) {
          int64_t ky = y + g.padY - oy * g.strideY;
          int64_t kx = x + g.padX - ox * g.strideX;
          int64_t index = ((o * g.channels + channel) * g.kernelHeight + ky) *
                              g.kernelWidth +
                          kx;
          int64_t j = (oy * g.outWidth + ox) * g.outputs + o;
          if (targets.contains(static_cast<uint32_t>(j)))
            add(i, static_cast<uint32_t>(j), static_cast<uint64_t>(index));
        }
  }
}

void Walk::random() {
  uint32_t words[kDrawsAtOnce];
  // A draw below this is a synapse.
  const auto threshold =
      static_cast<uint64_t>(std::ceil(c.probability * 4294967296.0));
  for (uint32_t i = sources.begin; i < sources.end; ++i) {
    // No neuron has the last number.
    uint32_t left = c.self ? ~uint32_t(0) : i;
    for (uint32_t first = targets.begin; first < targets.end;
         first += kDrawsAtOnce) {
      size_t count = std::min<size_t>(kDrawsAtOnce, targets.end - first);
      drawRow(c.seed, DrawUse::Pairs, i, first, count, words);
      const uint64_t row = uint64_t(i) * c.targets;
      offer(count, [=, &words](size_t k, SynapseSite &site) {
        uint32_t j = first + static_cast<uint32_t>(k);
        site = {i, j, row + j};
        return (words[k] < threshold) & (j != left);
      });
    }
  }
}

/// Draws first .. first + count - 1 of a target.
void Walk::chooseSources(const uint32_t *words, uint32_t target, uint64_t first,
                         size_t count, Taken &taken) {
  const uint32_t choices = c.self ? c.sources : c.sources - 1;
  // What stands at its own place and after it moves up by one.
  const uint32_t left = c.self ? ~uint32_t(0) : target;
  const uint64_t index = target * c.count + first;
  const IndexRange range = sources;
  auto set = [=](SynapseSite &site, uint32_t i, size_t k) {
    i += i >= left;
    site = {i, target, index + k};
    return range.contains(i);
  };
  if (c.multiple) {
    offer(count, [=](size_t k, SynapseSite &site) {
      return set(site, indexBelow(words[k], choices), k);
    });
    return;
  }
  // Floyd's choice of distinct ones (Bentley, "A sample of brilliance", 1987):
  // of one more each time, and that one if it was drawn before.
  const auto before = static_cast<uint32_t>(choices - c.count + first);
  offer(count, [=, &taken](size_t k, SynapseSite &site) {
    uint32_t last = before + static_cast<uint32_t>(k);
    uint32_t i = indexBelow(words[k], last + 1);
    if (!taken.insert(i)) {
      i = last;
      taken.insert(i);
    }
    return set(site, i, k);
  });
}

void Walk::fixedInDegree() {
  uint32_t words[kDrawsAtOnce];
  Taken taken(c.multiple ? 0 : c.sources);
  for (uint32_t j = targets.begin; j < targets.end; ++j) {
    for (uint64_t first = 0; first < c.count; first += kDrawsAtOnce) {
      size_t count = std::min<uint64_t>(kDrawsAtOnce, c.count - first);
      drawRow(c.seed, DrawUse::Ends, j, static_cast<uint32_t>(first), count,
              words);
      chooseSources(words, j, first, count, taken);
    }
    taken.clear();
  }
}

void Walk::fixedTotal() {
  uint64_t indices[kDrawsAtOnce];
  uint32_t firsts[kDrawsAtOnce], seconds[kDrawsAtOnce];
  const bool self = c.self;
  const uint32_t choices = self ? c.targets : c.targets - 1;
  const uint32_t all = c.sources;
  const IndexRange from = sources, to = targets;
  for (uint64_t first = 0; first < c.count; first += kDrawsAtOnce) {
    size_t count = std::min<uint64_t>(kDrawsAtOnce, c.count - first);
    for (size_t k = 0; k < count; ++k)
      indices[k] = first + k;
    drawAt(c.seed, DrawUse::Ends, indices, count, firsts, seconds);
    // A loop of its own, several at a time.
    for (size_t k = 0; k < count; ++k) {
      firsts[k] = indexBelow(firsts[k], all);
      seconds[k] = indexBelow(seconds[k], choices);
      seconds[k] += seconds[k] >= (self ? ~uint32_t(0) : firsts[k]);
    }
    offer(count, [=, &firsts, &seconds](size_t k, SynapseSite &site) {
      site = {firsts[k], seconds[k], first + k};
      return from.contains(firsts[k]) & to.contains(seconds[k]);
    });
  }
}

} // namespace

void walkSites(const Connectivity &connectivity, IndexRange sources,
               IndexRange targets, SiteVisitor visit, void *context) {
  Walk(connectivity, sources, targets, visit, context).run();
}

/// 0 if `steps` is below 1 or beyond kMaxDelaySteps, else what is left of its
/// fraction.
static uint32_t wholeSteps(double steps) {
  bool possible = steps >= 1.0 && steps < kMaxDelaySteps + 1.0;
  return static_cast<uint32_t>(static_cast<int32_t>(possible ? steps : 0.0));
}

uint32_t stepsOf(const Connectivity &connectivity, double ms) {
  double steps = ms / connectivity.dtMs + 0.5;
  return wholeSteps(connectivity.delays.isDrawn() ? std::max(steps, 1.0)
                                                  : steps);
}

uint32_t delayOf(const Connectivity &connectivity, uint64_t index) {
  uint32_t delay = 0;
  readDelays(connectivity, &index, 1, &delay);
  return delay;
}

void readDelays(const Connectivity &connectivity, const uint64_t *indices,
                size_t count, uint32_t *delays) {
  const Numbers &numbers = connectivity.delays;
  double values[kDrawsAtOnce];
  for (size_t first = 0; first < count; first += kDrawsAtOnce) {
    size_t size = std::min(kDrawsAtOnce, count - first);
    numbers.read(indices + first, size, values);
    for (size_t i = 0; i < size; ++i)
      delays[first + i] = numbers.isInteger()
                              ? wholeSteps(values[i])
                              : stepsOf(connectivity, values[i]);
  }
}

} // namespace snnc::image
