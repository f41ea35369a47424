"""Makes vectors.npy and vectors-empty.npy: matrices as NumPy itself saves them.

Needs numpy 1.23 or later (which leaves room in the header for the array to grow).
"""

from pathlib import Path

import numpy as np

here = Path(__file__).parent
matrix = (np.arange(96, dtype=np.float32) / 7 - 3).astype(np.float32).reshape(3, 32)
np.save(here / "vectors.npy", matrix)
np.save(here / "vectors-empty.npy", matrix[:0])
