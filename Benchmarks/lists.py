"""Inverted lists beside FAISS's IndexIVFScalarQuantizer of the same lists and codes, as a table:

    lists.py --benchmark FILE [--peers] [--vectors N] [--dimension D] [--queries Q] [--threads T]
             [--lists L] [--probes P …]

Needs numpy and, for the peers, faiss-cpu. The vectors are drawn around 2,000 centers, of length 1.
FAISS makes an index of its own, drawing as many vectors a list for its centroids as senc does and as
many as it does by itself, and searches the file that senc made.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import tempfile
import time

import numpy as np

from markdown import table
from search import best, make, recall


def seconds(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def built(matrix, lists, rounds, sampled):
    """Seconds that FAISS takes to make an index."""
    import faiss
    dimension = matrix.shape[1]
    quantizer = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(
        quantizer, dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    index.by_residual = False
    index.cp.niter = rounds
    if sampled:
        index.cp.max_points_per_centroid = sampled
    return seconds(lambda: (index.train(matrix), index.add(matrix)))


def searched(path, queries, probes):
    import faiss
    index = faiss.read_index(str(path))
    report = {}
    for count in probes:
        index.nprobe = count
        _, report[f"{count} indices"] = index.search(queries, 10)
        report[f"{count} one"] = statistics.median(
            seconds(lambda row=row: index.search(queries[row:row + 1], 10))
            for row in range(min(500, len(queries))))
        report[f"{count} all"] = best(3, lambda: index.search(queries, 10))
    return report


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--benchmark", required=True)
    parser.add_argument("--vectors", type=int, default=1_000_000)
    parser.add_argument("--dimension", type=int, default=384)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--lists", type=int, default=4096)
    parser.add_argument("--probes", type=int, nargs="+", default=[1, 2, 4, 8, 32])
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    other = None
    with tempfile.TemporaryDirectory() as directory:
        vectors, queries = make(
            pathlib.Path(directory), options.vectors, options.dimension, options.queries)
        index = pathlib.Path(directory) / "index.faiss"
        command = [options.benchmark, vectors, queries, index, options.threads, options.lists,
                   *options.probes]
        report = json.loads(subprocess.run(
            [str(part) for part in command], check=True, stdout=subprocess.PIPE).stdout)
        if options.peers:
            import faiss
            faiss.omp_set_num_threads(options.threads)
            other = searched(index, np.load(queries), options.probes)
            matrix = np.load(vectors)
            builds = [built(matrix, options.lists, report["rounds"], sampled)
                      for sampled in (report["sampled"], None)]
    print(f"### {options.vectors:,} × {options.dimension} in {options.lists:,} lists, int8, "
          f"{options.threads} threads\n")
    rows = []
    for count in options.probes:
        one, many = report[f"{count} one"], report[f"{count} all"]
        row = [count, f"{recall(report[f'{count} indices'], report['exact']):.3f}",
               f"{one * 1e3:.2f}", f"{many * 1e3:.0f}"]
        if other:
            row += [f"{other[f'{count} one'] * 1e3:.2f}", f"{other[f'{count} all'] * 1e3:.0f}",
                    f"{one / other[f'{count} one']:.2f}", f"{many / other[f'{count} all']:.2f}"]
        rows.append(row)
    heading = ["lists searched", "recall@10", "one query, ms", f"{options.queries} queries, ms"]
    if other:
        heading += ["FAISS, one", f"FAISS, {options.queries}", "of its time, one", "all"]
    table(heading, rows)
    print(f"\nBuilt in {report['build']:.0f} s", end="")
    if other:
        same = statistics.mean(
            np.mean(np.array(report[f"{count} indices"]) == other[f"{count} indices"])
            for count in options.probes)
        print(f", by FAISS {faiss.__version__} in {builds[0]:.0f} s with "
              f"{report['sampled']} vectors a list for the centroids, as here, and in {builds[1]:.0f} s with as many as it draws by "
              f"itself. Of its answers from the same file {100 * same:.2f} % are the same in the "
              "same place", end="")
    print(".")


main()
