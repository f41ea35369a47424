"""Tokens a second on one core: tokenizer.py --benchmark FILE --tokenizer DIRECTORY
--texts DIRECTORY [--peers]

FILE is the TokenizerBenchmark that the package builds; the peer is Hugging Face's tokenizers. In
turns, median of several.
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import time

from markdown import rounded, table

ROUNDS = 3


def senc(arguments, file):
    """Millions of tokens a second: ids alone, and with offsets."""
    output = subprocess.run(
        [arguments.benchmark, "speed", arguments.tokenizer, file], check=True,
        stdout=subprocess.PIPE, text=True).stdout
    rates = [float(rate) for rate in re.findall(r"([\d.e+-]+) M tokens/s", output)]
    return statistics.median(rates[:-1]), rates[-1]


def peer(tokenizer, texts):
    def rate(encode):
        start = time.perf_counter()
        encodings = encode(texts)
        seconds = time.perf_counter() - start
        return sum(len(encoding) for encoding in encodings) / seconds / 1e6

    return rate(tokenizer.encode_batch_fast), rate(tokenizer.encode_batch)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--benchmark", required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--texts", type=pathlib.Path, required=True)
    parser.add_argument("--peers", action="store_true")
    arguments = parser.parse_args()

    tokenizer = None
    if arguments.peers:
        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        from tokenizers import Tokenizer

        path = pathlib.Path(arguments.tokenizer, "tokenizer.json")
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_padding()
        tokenizer.no_truncation()

    rows = []
    for name in ["short", "long"]:
        file = arguments.texts / f"{name}.txt"
        texts = file.read_text("utf-8").splitlines()
        results = {"senc": [], "tokenizers": []}
        for _ in range(ROUNDS):
            results["senc"].append(senc(arguments, file))
            if tokenizer:
                results["tokenizers"].append(peer(tokenizer, texts))
        for index, what in enumerate(["ids", "ids and offsets"]):
            ours, theirs = (
                statistics.median(run[index] for run in runs) if runs else None
                for runs in results.values())
            row = [f"{name} texts, {what}", rounded(ours)]
            rows.append(row + ([rounded(theirs), f"{ours / theirs:.2f} ×"] if theirs else []))
    heading = ["one core, million tokens a second", "senc"]
    print("### Tokenizer\n")
    table(heading + (["Hugging Face tokenizers", "senc is"] if tokenizer else []), rows)


main()
