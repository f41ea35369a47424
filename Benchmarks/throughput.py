"""Texts a second of senc and its peers, in turns: throughput.py --senc FILE --model DIRECTORY
--texts DIRECTORY [--peers] [--minutes M]

senc is measured as a whole process, start and loading included; peers without loading. The rivals
(the fastest peers of each precision) run in each round, the others in the first one alone and on
each 4th text, to save time. Rounds are repeated as time allows, and the median counts.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import time

import npy
from markdown import rounded, table
from peer_process import PeerProcess

MOST_ROUNDS = 5
SETS = ["short", "long"]
PRECISIONS = ["float32", "bfloat16", "int8"]
# Name, precision, key of peer.py, whether a rival.
PEERS = [
    ("sentence-transformers", "float32", "st", False),
    ("ONNX Runtime", "float32", "ort", False),
    ("OpenVINO", "float32", "ov", True),
    ("CTranslate2", "float32", "ct2", True),
    ("OpenVINO", "bfloat16", "ov_bf16", True),
    ("ONNX Runtime, dynamic", "int8", "ort_int8", False),
    ("CTranslate2", "int8", "ct2_int8", False),
    ("OpenVINO, NNCF", "int8", "ov_int8", True),
]
# Every text would take the slow ones minutes.
EVERY = 4


class System:
    def __init__(self, name, precision, every=1):
        self.name = name
        self.precision = precision
        self.every = every
        self.seconds = {name: [] for name in SETS}

    def rate(self, name, counts):
        """Texts a second, in the median."""
        seconds = self.seconds[name]
        return len(range(0, counts[name], self.every)) / statistics.median(seconds)


class Senc(System):
    def __init__(self, arguments, precision):
        super().__init__("**senc**", precision)
        self.key = f"senc-{precision}"
        self.command = [
            arguments.senc, "encode", "--model", arguments.model, "--precision", precision]

    def encode(self, file, vectors):
        start = time.perf_counter()
        result = subprocess.run(
            [*self.command, "--input", file, "--output", vectors], check=False,
            stderr=subprocess.PIPE, text=True)
        seconds = time.perf_counter() - start
        if result.returncode != 0:
            sys.exit(f"throughput.py: {' '.join(self.command)} failed: {result.stderr}")
        return seconds

    def close(self):
        pass


class Peer(System):
    def __init__(self, arguments, name, precision, key, is_rival):
        super().__init__(name, precision, 1 if is_rival else EVERY)
        self.key = key
        self.process = PeerProcess(key, arguments.model)

    def encode(self, file, vectors):
        return self.process.encode(file, self.every, vectors)

    def close(self):
        self.process.close()


def measure(arguments, systems):
    start = time.monotonic()
    running = list(systems)
    for round_number in range(1, MOST_ROUNDS + 1):
        round_start = time.monotonic()
        for name in SETS:
            for system in running:
                vectors = arguments.texts / f"{system.key}-{name}.npy"
                file = arguments.texts / f"{name}.txt"
                seconds = system.encode(file.resolve(), vectors.resolve())
                system.seconds[name].append(seconds)
                print(
                    f"  {round_number} {name} {system.precision} {system.name}: {seconds:.2f} s",
                    file=sys.stderr)
        for system in running:
            if system.every > 1:
                system.close()
        running = [system for system in running if system.every == 1]
        now = time.monotonic()
        if now - start + (now - round_start) > arguments.minutes * 60:
            break
    for system in running:
        system.close()


def fidelity(arguments, system, reference):
    """The cosines of a system's vectors to the reference's, texts that both have encoded."""
    cosines = []
    for name in SETS:
        def rows(of):
            vectors = npy.read(arguments.texts / f"{of.key}-{name}.npy")
            return vectors[::EVERY // of.every]
        cosines += npy.cosines(rows(system), rows(reference))
    return min(cosines), statistics.fmean(cosines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--senc", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--texts", type=pathlib.Path, required=True)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--minutes", type=float, default=8)
    arguments = parser.parse_args()

    counts = {}
    for name in SETS:
        counts[name] = len((arguments.texts / f"{name}.txt").read_text("utf-8").splitlines())
    systems = []
    for precision in PRECISIONS:
        systems.append(Senc(arguments, precision))
        if arguments.peers:
            systems += [Peer(arguments, *peer) for peer in PEERS if peer[1] == precision]
    measure(arguments, systems)

    reference = next((system for system in systems if system.key == "st"), systems[0])
    rows = []
    for system in systems:
        ours = next(other for other in systems if other.precision == system.precision)
        row = [system.precision, system.name]
        for name in SETS:
            rate = system.rate(name, counts)
            ratio = "" if system is ours else f"{ours.rate(name, counts) / rate:.2f} ×"
            row += [rounded(rate), ratio]
        least, mean = fidelity(arguments, system, reference)
        rows.append([*row, f"{least:.6f}", f"{mean:.6f}"])
    rounds = len(systems[0].seconds["short"])
    print("### Texts a second\n")
    table(
        ["precision", "system", f"{counts['short']:,} short texts", "senc is",
         f"{counts['long']:,} long texts", "senc is", "least cosine", "mean cosine"], rows)
    print(
        f"\nsenc as a whole process with its start and loading, peers without loading; median of "
        f"{rounds} round{'s' * (rounds > 1)} in turns; cosines to the vectors of {reference.name.strip('*')}, "
        f"float32, on each {EVERY}th text.", end="")
    partly = ", ".join(
        f"{system.name} ({system.precision})" for system in systems if system.every > 1)
    print(f" Once, on each {EVERY}th text: {partly}." if partly else "")


main()
