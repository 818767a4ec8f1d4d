# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes data/digits.npz from the copy of the digits that scikit-learn carries.

Run once; the file is committed. Needs PIP_DATA_PACKAGES of
scripts/dependencies.env.
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits


def main() -> None:
    digits = load_digits()
    path = Path(__file__).parent / "data" / "digits.npz"
    np.savez_compressed(
        path,
        pixels=digits.data.astype(np.uint8),
        labels=digits.target.astype(np.uint8),
    )
    print(f"{path}: {len(digits.target)} images, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
