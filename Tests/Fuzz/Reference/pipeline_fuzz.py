"""Compares TokenizerBenchmark with the reference on random strings, for tokenizers of every kind.

Run: python pipeline_fuzz.py BENCHMARK_BINARY [COUNT [SEED [NAME]]]
Needs what ../../Goldens/sample_tokenizers.py needs. COUNT is for each tokenizer.
"""

import json
import pathlib
import random
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Goldens"))

from tokenizers import Tokenizer

import sample_tokenizers as pipelines
from tokenizer_fuzz import compared, string


def main():
    binary = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    only = sys.argv[4] if len(sys.argv) > 4 else None
    total = different = 0
    for name, model in pipelines.tokenizers().items():
        if only and only not in name:
            continue
        r = random.Random(f"{seed} {name}")
        vocabulary = [token if isinstance(token, str) else token[0] for token in model["model"]["vocab"]]
        added = [token["content"] for token in model["added_tokens"]] + ["<mask>", "  <mask> ", "FOO"]
        words = [token.replace("▁", " ").replace("Ġ", " ") for token in vocabulary] + [
            "'s", "'LL", "'ſ", "don't", "12345", "\n\n", "  ", " \t", "\r\n ", "\n  x", "it's 3.14"]
        cases = []
        for _ in range(count):
            first = string(r, words, added)
            second = string(r, words, added) if r.random() < 0.15 else None
            cases.append((first, second, r.randrange(6, 40) if r.random() < 0.2 else -1))
        with tempfile.TemporaryDirectory() as directory:
            text = json.dumps(model, ensure_ascii=False)
            pathlib.Path(directory, "tokenizer.json").write_text(text, "utf-8")
            wrong = compared(binary, directory, Tokenizer.from_str(text), cases)
        print(f"{name}: {count} cases, {wrong} different", flush=True)
        total += count
        different += wrong
    print(f"{total} cases, {different} different")


if __name__ == "__main__":
    main()
