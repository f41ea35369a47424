"""Exact search beside FAISS's IndexFlatIP on the same matrix and threads, as a table:

    search.py --benchmark FILE [--peers] [--vectors N] [--dimension D] [--queries Q] [--threads T]

Needs numpy and, for the peers, faiss-cpu. The vectors are drawn around 2,000
centers, of length 1. Programs are measured by turns; times are the best of each, shares of the
memory's bandwidth medians.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile
import time

import numpy as np

from markdown import table


def make(directory, vectors, dimension, queries):
    generator = np.random.default_rng(1)
    centers = generator.standard_normal((2000, dimension), dtype=np.float32)

    def draw(count, spread):
        rows = spread * generator.standard_normal((count, dimension), dtype=np.float32)
        rows += centers[generator.integers(0, len(centers), count)]
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    path = directory / "vectors.npy"
    matrix = np.lib.format.open_memmap(path, "w+", np.float32, shape=(vectors, dimension))
    for start in range(0, vectors, 50_000):
        part = matrix[start:start + 50_000]
        part[:] = draw(len(part), 1)
    matrix.flush()
    np.save(directory / "queries.npy", draw(queries, np.float32(0.7)))
    return path, directory / "queries.npy"


def best(repeats, function):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def peer(matrix, queries, threads):
    import faiss
    faiss.omp_set_num_threads(threads)
    index = faiss.IndexFlatIP(matrix.shape[1])
    index.add(matrix)
    scores, indices = index.search(queries, 10)
    return {
        "one": best(9, lambda: index.search(queries[:1], 10)),
        "all": best(3, lambda: index.search(queries, 10)),
        "scores": scores, "indices": indices, "version": faiss.__version__,
    }


def recall(found, expected):
    return np.mean([len(set(a) & set(b)) / len(b) for a, b in zip(found, expected, strict=True)])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--benchmark", required=True)
    parser.add_argument("--vectors", type=int, default=1_000_000)
    parser.add_argument("--dimension", type=int, default=384)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        vectors, queries = make(
            pathlib.Path(directory), options.vectors, options.dimension, options.queries)
        command = [options.benchmark, vectors, queries, str(options.threads)]
        runs = [json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)]
        other = None
        if options.peers:
            other = peer(np.load(vectors), np.load(queries), options.threads)
            runs.append(
                json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
    report = runs[0]
    for run in runs[1:]:
        for key, value in run.items():
            if key.endswith("share"):
                report[key] = (report[key] + value) / 2
            elif isinstance(value, float):
                better = max if key.endswith(("peak", "bandwidth")) else min
                report[key] = better(report[key], value)
    exact = report["float32 indices"]
    rows = []
    for name in ["float32", "float16", "int8", "int8 rescored", "int8, cosine",
                 "binary", "binary rescored"]:
        one, many = report[f"{name} one"], report[f"{name} all"]
        rows.append([
            f"senc, {name}", f"{one * 1e3:.1f}", f"{100 * report[f'{name} share']:.0f} %",
            f"{many * 1e3:.0f}", f"{recall(report[f'{name} indices'], exact):.3f}"])
    bandwidth = report["float32 bandwidth"]
    if other:
        share = 4 * options.vectors * options.dimension / bandwidth / other["one"]
        rows.append([
            f"FAISS {other['version']} IndexFlatIP", f"{other['one'] * 1e3:.1f}",
            f"{100 * share:.0f} %", f"{other['all'] * 1e3:.0f}",
            f"{recall(other['indices'], exact):.3f}"])
    print(f"### Top 10 of {options.vectors:,} × {options.dimension}, {options.threads} threads\n")
    table(
        ["", "one query, ms", "of the memory's bandwidth", f"{options.queries} queries, ms",
         "recall@10"], rows)
    print(f"\nThe float32 rows are read at {bandwidth / 1e9:.1f} GB/s if nothing is done but adding "
          "their words; the shares are of the rate at which that is done of the rows in their own "
          "type, read by turns with searches (median of 21).")
    share = report["operations"] / report["float32 all"] / report["peak"]
    print(f"\n{options.queries} queries at {100 * share:.0f} % of the float32 instruction peak.")
    if other:
        error = np.abs(np.array(report["float32 scores"]) - other["scores"]).max()
        same = np.mean(np.array(exact) == other["indices"])
        print(f"Of FAISS's answers {100 * same:.2f} % are the same in the same place; scores "
              f"differ by {error:.1e} at most.")


if __name__ == "__main__":
    main()
