# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Five-fold evaluation: all 1,797 images, each by the network that was not
trained on it, before and after quantization to 8-bit weights."""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import digits
import engines
import snnc


def evaluate(coding: str, names: list[str], folder: Path) -> dict[str, Any]:
    """Counts over all folds; `worse` and `better` are pairs with the first
    engine: images that only the other one, or only the first one, got wrong."""
    result: dict[str, Any] = {"coding": coding, "images": 0, "engines": {}}
    for fold in range(digits.FOLDS):
        prepared = engines.prepare(coding, fold, folder)
        result["images"] += len(prepared.labels)
        outcomes = [engines.classify(prepared, name) for name in names]
        for outcome in outcomes:
            counts = result["engines"].setdefault(
                outcome.engine, {"wrong": 0, "worse": 0, "better": 0, "saturations": 0}
            )
            counts["wrong"] += int(outcome.wrong.sum())
            counts["worse"] += int((outcome.wrong & ~outcomes[0].wrong).sum())
            counts["better"] += int((~outcome.wrong & outcomes[0].wrong).sum())
            counts["saturations"] += outcome.report["counters"]["saturations"]
    for counts in result["engines"].values():
        counts["accuracy"] = 1 - counts["wrong"] / result["images"]
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description="Five-fold evaluation over all images.")
    parser.add_argument("--coding", choices=digits.CODINGS, help="only this coding")
    parser.add_argument("--engines", default="float,ref", help="default: %(default)s")
    parser.add_argument("--json", type=Path, help="write the counts to this file")
    args = parser.parse_args()
    results = []
    try:
        for coding in [args.coding] if args.coding else digits.CODINGS:
            with tempfile.TemporaryDirectory() as folder:
                result = evaluate(coding, args.engines.split(","), Path(folder))
            results.append(result)
            images = result["images"]
            for engine, counts in result["engines"].items():
                print(
                    f"{coding:8s} {engine:6s} {counts['accuracy']:.2%} of {images} right, "
                    f"{counts['wrong']} wrong (+{counts['worse']} -{counts['better']} "
                    f"against {args.engines.split(',')[0]})",
                    flush=True,
                )
    except snnc.SnncError as error:
        print(error, file=sys.stderr)
        return 1
    if args.json:
        args.json.write_text(json.dumps(results, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
