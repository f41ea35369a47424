"""Compares TokenizerBenchmark with transformers on random strings, for directories without a
tokenizer.json: SentencePiece models, and vocab.json with merges.txt.

Run: python directory_fuzz.py BENCHMARK_BINARY [COUNT [SEED]]
Needs what ../../Goldens/sample_directories.py needs.
"""

import pathlib
import random
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Goldens"))

import sample_directories
from tokenizer_fuzz import compared, string


def main():
    binary = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    total = different = 0
    for name, files in sample_directories.directories().items():
        r = random.Random(f"{seed} {name}")
        with tempfile.TemporaryDirectory() as directory:
            for file, data in files.items():
                pathlib.Path(directory, file).write_bytes(data)
            tokenizer = sample_directories.reference(directory)
            vocabulary = list(tokenizer.get_vocab())
            words = [token.replace("▁", " ").replace("Ġ", " ") for token in vocabulary]
            added = ["<mask>", " <mask>", "<s>", "</s>", "<unk>", "<pad>", "[CLS]", "<sep>", "ab", "``", "''"]
            cases = []
            for _ in range(count):
                first = string(r, words, added)
                second = string(r, words, added) if r.random() < 0.15 else None
                cases.append((first, second, r.randrange(6, 40) if r.random() < 0.2 else -1))
            wrong = compared(binary, directory, tokenizer, cases)
        print(f"{name}: {count} cases, {wrong} different", flush=True)
        total += count
        different += wrong
    print(f"{total} cases, {different} different")


if __name__ == "__main__":
    main()
