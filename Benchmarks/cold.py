"""Time and memory of whole processes that encode one sentence: cold.py --senc FILE
--model DIRECTORY [--peers]

Each is started several times in turns, the files it reads in the system's cache.
"""

import argparse
import os
import pathlib
import statistics
import sys
import time

from markdown import rounded, table

PEER = pathlib.Path(__file__).parent / "peers" / "peer.py"
SENTENCE = "La lluvia golpea la ventana."
RUNS = 7
SLOW = 2.0


def run(command):
    """Seconds and peak memory in MiB of one run, its output thrown away."""
    start = time.perf_counter()
    process = os.fork()
    if process == 0:
        try:
            nothing = os.open(os.devnull, os.O_RDWR)
            for descriptor in range(3):
                os.dup2(nothing, descriptor)
            os.execvp(command[0], command)
        finally:
            os._exit(127)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"cold.py: {' '.join(command)} failed")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return seconds, usage.ru_maxrss / unit


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--senc", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--peers", action="store_true")
    arguments = parser.parse_args()

    commands = {}
    for precision in ["float32", "bfloat16", "int8"]:
        commands[f"**senc**, {precision}"] = [
            arguments.senc, "encode", "--model", arguments.model, "--precision", precision,
            SENTENCE]
    if arguments.peers:
        commands["`python -c 'import numpy'`, nothing else"] = [
            sys.executable, "-c", "import numpy"]
        for name, key in [
            ("ONNX Runtime, float32", "ort"), ("OpenVINO, float32", "ov"),
            ("CTranslate2, float32", "ct2"), ("sentence-transformers, float32", "st"),
        ]:
            commands[f"{name}, from Python"] = [
                sys.executable, str(PEER), key, arguments.model, "--text", SENTENCE]
    results = {name: [] for name in commands}
    for name, command in commands.items():
        run(command)
    for round_number in range(RUNS):
        for name, command in commands.items():
            # What takes seconds needs no more than a few runs.
            if round_number < 2 or results[name][0][0] < SLOW:
                results[name].append(run(command))
    print("### From the command to one vector\n")
    table(
        ["process", "seconds", "peak memory, MiB"],
        [
            [name, rounded(statistics.median(run[0] for run in runs)),
             rounded(statistics.median(run[1] for run in runs))]
            for name, runs in results.items()
        ])
    print(f"\nMedian of up to {RUNS} runs in turns, files in the system's cache.")


if __name__ == "__main__":
    main()
