"""Writes the files here: indexes that faiss wrote, and what it finds in them.

    pip install numpy==2.4.6 faiss-cpu==1.15.1
    python make.py

vectors.npy    float32 [300, 12], clustered
queries.npy    float32 [9, 12]
*.faiss        indexes of the vectors: flat-* exact ones, the others of inverted lists, whose names say
               the codes, the metric and whether differences to centroids are stored
answers.json   of each index, with some numbers of lists searched: ids and scores of 7 matches
"""

import json
import pathlib

import faiss
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
DIMENSION = 12
LISTS = 8
METRICS = {"ip": faiss.METRIC_INNER_PRODUCT, "l2": faiss.METRIC_L2}


def flat(metric):
    return faiss.IndexFlatIP(DIMENSION) if metric == "ip" else faiss.IndexFlatL2(DIMENSION)


def indexes(vectors):
    for metric, number in METRICS.items():
        index = flat(metric)
        index.add(vectors[:20])
        yield f"flat-{metric}", index
        quantizer = flat(metric)
        yield f"float32-{metric}", faiss.IndexIVFFlat(quantizer, DIMENSION, LISTS, number)
        for residual in False, True:
            quantizer = flat(metric)
            index = faiss.IndexIVFScalarQuantizer(
                quantizer, DIMENSION, LISTS, faiss.ScalarQuantizer.QT_8bit, number, residual
            )
            yield f"bytes-{metric}" + ("-residual" if residual else ""), index
    # Most lists are empty, and ids are not rows.
    index = faiss.IndexIVFFlat(flat("l2"), DIMENSION, 40, faiss.METRIC_L2)
    index.train(vectors)
    index.add_with_ids(vectors[:9], 1000 * np.arange(9, dtype=np.int64))
    yield "sparse-l2", index


def main():
    random = np.random.default_rng(1)
    centers = random.normal(size=(20, DIMENSION))
    vectors = centers[random.integers(0, 20, 300)] + 0.4 * random.normal(size=(300, DIMENSION))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    queries = vectors[::37] + 0.1 * random.normal(size=(9, DIMENSION))
    vectors, queries = vectors.astype(np.float32), queries.astype(np.float32)
    np.save(HERE / "vectors.npy", vectors)
    np.save(HERE / "queries.npy", queries)
    answers = {}
    for name, index in indexes(vectors):
        if not index.is_trained:
            index.train(vectors)
        if index.ntotal == 0:
            index.add(vectors)
        if not name.startswith("flat"):
            index.nprobe = 3
        faiss.write_index(index, str(HERE / f"{name}.faiss"))
        answers[name] = []
        for probes in [0] if name.startswith("flat") else [1, 3, index.nlist]:
            if probes:
                index.nprobe = probes
            scores, ids = index.search(queries, 7)
            answers[name].append(
                {
                    "probes": probes,
                    "ids": ids.tolist(),
                    "scores": [[float(s) if abs(s) < 1e30 else 0 for s in row] for row in scores],
                }
            )
    (HERE / "answers.json").write_text(json.dumps(answers) + "\n")


if __name__ == "__main__":
    main()
