"""An index of many files: the first build, and the next after none, one and all changed, as a table:

    index.py --senc FILE [--files N] [--model MODEL]

Each file has two paragraphs of eight words; a change adds one. "senc encode" of one text, for the
start alone, stands beside. Times are of whole processes, the best of three but for first builds.
"""

import argparse
import pathlib
import random
import subprocess
import tempfile
import time

from markdown import table

WORDS = """the a king queen rain sun sea mountain city water road house tree light music paper
stone river market winter summer bread wine old new small great cold warm dark""".split()


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--senc", required=True)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--model", default="all-MiniLM-L6-v2")
    arguments = parser.parse_args()
    generator = random.Random(1)

    def paragraph():
        return " ".join(generator.choice(WORDS) for _ in range(8)) + "\n\n"

    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory) / "files"
        files = [root / str(n // 100) / f"{n}.md" for n in range(arguments.files)]
        for file in files:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("".join(paragraph() for _ in range(2)))
        model = ["--model", arguments.model]
        build = [arguments.senc, "index", "build", str(root.parent / "index")]

        def again(change):
            times = []
            for _ in range(3):
                change()
                times.append(seconds(build + model))
            return min(times)

        def extend(file):
            with file.open("a") as stream:
                stream.write(paragraph())

        rows = [("one text, no index", min(
            seconds([arguments.senc, "encode", "one text"] + model) for _ in range(3)))]
        rows.append(("first build", seconds(build + ["--in", str(root)] + model)))
        rows.append(("again, nothing changed", again(lambda: None)))
        rows.append(("again, one file changed", again(lambda: extend(files[len(files) // 2]))))
        rows.append(("again, all files touched", again(lambda: [file.touch() for file in files])))
        search = [arguments.senc, "search", "a cold winter", "--in", build[-1]] + model
        rows.append(("a query", min(seconds(search) for _ in range(3))))
        table([f"{len(files):,} files", "seconds"], [(name, f"{least:.3f}") for name, least in rows])


if __name__ == "__main__":
    main()
