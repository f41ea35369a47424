"""Writes projections/: vectors, and what scikit-learn makes of them in the plane.

    pip install numpy==2.4.6 scikit-learn==1.9.1
    python make_projections.py

digits.npy        uint8 [1000, 64]: handwritten digits of 8 × 8 pixels, from scikit-learn's copy of the
                  UCI data set "Optical Recognition of Handwritten Digits" (Alpaydin and Kaynak, CC BY 4.0)
projections.json  for the digits, corpus/vectors.npy and the first 20 and 9 rows of that: the first
                  principal components, and the trustworthiness of PCA's and t-SNE's points
"""

import json
import pathlib

import numpy as np
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness

HERE = pathlib.Path(__file__).resolve().parent


def project(vectors, perplexity):
    pca = PCA(n_components=5, svd_solver="full").fit(vectors)
    k = 12 if len(vectors) > 100 else 3
    points = TSNE(perplexity=perplexity, init="pca", learning_rate="auto", random_state=0)
    return {
        "directions": pca.components_.tolist(),
        "variances": pca.explained_variance_.tolist(),
        "ratios": pca.explained_variance_ratio_.tolist(),
        "neighbors": k,
        "perplexity": perplexity,
        "pca": trustworthiness(vectors, pca.transform(vectors)[:, :2], n_neighbors=k),
        "tsne": trustworthiness(vectors, points.fit_transform(vectors), n_neighbors=k),
    }


def main():
    (HERE / "projections").mkdir(exist_ok=True)
    digits = load_digits().data[:1000].astype(np.uint8)
    np.save(HERE / "projections" / "digits.npy", digits)
    corpus = np.load(HERE / "corpus" / "vectors.npy").astype(np.float64)
    sets = {
        "digits": project(digits.astype(np.float64), 30),
        "400": project(corpus, 30),
        "20": project(corpus[:20], 19 / 3),
        "9": project(corpus[:9], 8 / 3),
    }
    (HERE / "projections" / "projections.json").write_text(json.dumps(sets) + "\n")


main()
