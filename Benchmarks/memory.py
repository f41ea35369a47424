"""Peak memory of senc for files of more and more lines: memory.py --senc FILE --model DIRECTORY
--texts DIRECTORY [--million] [--precision P]
"""

import argparse
import pathlib
import sys

from cold import run
from markdown import rounded, table

COUNTS = [1_000, 4_000, 16_000]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--senc", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--texts", type=pathlib.Path, required=True)
    parser.add_argument("--precision", default="float32")
    parser.add_argument("--million", action="store_true")
    arguments = parser.parse_args()

    lines = (arguments.texts / "short.txt").read_text("utf-8").splitlines()
    source = arguments.texts / "lines.txt"
    vectors = arguments.texts / "lines.npy"
    rows = []
    for count in COUNTS + [1_000_000] * arguments.million:
        with source.open("w", encoding="utf-8") as file:
            # The number keeps lines apart: equal ones would be encoded once.
            for index in range(count):
                file.write(f"{index} {lines[index % len(lines)]}\n")
        seconds, memory = run([
            arguments.senc, "encode", "--model", arguments.model, "--precision",
            arguments.precision, "--input", str(source), "--output", str(vectors)])
        rows.append([f"{count:,}", rounded(memory), rounded(seconds)])
        print(f"  {count} lines: {memory:.0f} MiB", file=sys.stderr)
    source.unlink()
    vectors.unlink()
    print(f"### Memory, {arguments.precision}\n")
    table(["lines", "peak memory, MiB", "seconds"], rows)


main()
