"""Writes recommend/: what EASE learns, by LAPACK.

    pip install numpy==2.4.6
    python make_recommend.py

interactions.npy   uint8 [60, 130]: which user chose which item
weights.npy        float32 [130, 130]: EASE's weights for λ = 20, computed in double precision
"""

import pathlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent / "recommend"
REGULARIZATION = 20.0


def main():
    random = np.random.default_rng(1)
    popularity = random.random(130) ** 3
    taste = random.normal(size=(60, 4)) @ random.normal(size=(4, 130))
    chosen = (taste + 4 * popularity + random.normal(size=(60, 130)) > 2.5).astype(np.uint8)
    x = chosen.astype(np.float64)
    inverse = np.linalg.inv(x.T @ x + REGULARIZATION * np.eye(130))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    HERE.mkdir(exist_ok=True)
    np.save(HERE / "interactions.npy", chosen)
    np.save(HERE / "weights.npy", weights.astype(np.float32))


if __name__ == "__main__":
    main()
