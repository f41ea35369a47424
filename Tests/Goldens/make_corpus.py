"""Writes corpus/: vectors and what sentence-transformers and scikit-learn find in them.

    pip install numpy==2.4.6 sentence-transformers==6.2.0 scikit-learn==1.9.1
    python make_corpus.py

vectors.npy   float32 [400, 24], around 12 centroids, some of them close to each other
iris.npy, wine.npy   the data sets that come with scikit-learn, float32
tasks.json    communities (threshold 0.8, at least 8 members) and the 60 closest pairs of vectors.npy,
              and of all three, for several numbers of clusters, the inertia of the best of ten
              starts of k-means
"""

import json
import pathlib

import numpy as np
import torch
from sentence_transformers.util import community_detection, paraphrase_mining_embeddings
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris, load_wine

HERE = pathlib.Path(__file__).resolve().parent / "corpus"


def main():
    HERE.mkdir(exist_ok=True)
    generator = np.random.default_rng(12)
    centroids = generator.normal(size=(12, 24))
    centroids[6:] = centroids[:6] + 0.5 * generator.normal(size=(6, 24))
    vectors = centroids[generator.integers(0, 12, 400)] + 0.45 * generator.normal(size=(400, 24))
    vectors = vectors.astype(np.float32)
    tensor = torch.from_numpy(vectors)
    communities = community_detection(tensor, threshold=0.8, min_community_size=8)
    pairs = paraphrase_mining_embeddings(tensor, max_pairs=60, top_k=399)
    sets = {
        "vectors": vectors,
        "iris": load_iris().data.astype(np.float32),
        "wine": load_wine().data.astype(np.float32),
    }
    inertias = {}
    for name, rows in sets.items():
        np.save(HERE / f"{name}.npy", rows)
        inertias[name] = {
            k: KMeans(k, n_init=10, random_state=0).fit(rows.astype(np.float64)).inertia_
            for k in (1, 2, 3, 6, 12, 30)
        }
    tasks = {
        "communities": [[int(i) for i in community] for community in communities],
        "pairs": [[float(score), i, j] for score, i, j in pairs],
        "inertias": inertias,
    }
    (HERE / "tasks.json").write_text(json.dumps(tasks) + "\n")


main()
