"""Compares TokenizerBenchmark with the reference on every Unicode scalar in several contexts.

Run: python tokenizer_scalars.py BENCHMARK_BINARY
Needs tokenizers 0.23.3. The vocabulary has every scalar as a token, alone and continuing, so
that ids show the normalized text exactly.
"""

import itertools
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

from tokenizers import Tokenizer

SCALARS = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
CONTEXTS = ["{0}", "a{0}b", "E\u0301{0}\u0323\u302e\u05b0c", "\u302e\u0323{0}\u0345{0}\u1100\u1161"]


def main():
    vocabulary = {"[UNK]": 0}
    for prefix in ("", "##"):
        for scalar in SCALARS:
            vocabulary[prefix + scalar] = len(vocabulary)
    flags = (True, False)
    for lower, strip, chinese, clean in itertools.product(flags, (None, True, False), flags, flags):
        model = {
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": [],
            "normalizer": {"type": "BertNormalizer", "clean_text": clean, "lowercase": lower,
                           "handle_chinese_chars": chinese, "strip_accents": strip},
            "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": None, "decoder": None,
            "model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": vocabulary,
                      "continuing_subword_prefix": "##", "max_input_chars_per_word": 100},
        }
        # Chinese characters and cleaning do not depend on the other options.
        contexts = CONTEXTS if chinese and clean else CONTEXTS[1:2]
        text = json.dumps(model, ensure_ascii=False)
        tokenizer = Tokenizer.from_str(text)
        cases = [context.format(scalar) for scalar in SCALARS for context in contexts]
        with tempfile.TemporaryDirectory() as directory:
            pathlib.Path(directory, "tokenizer.json").write_text(text, "utf-8")
            data = []
            for case in cases:
                encoded = case.encode()
                data.append(struct.pack("<ii", -1, len(encoded)) + encoded + struct.pack("<i", -1))
            output = subprocess.run(
                [sys.argv[1], "encode", directory], input=b"".join(data), stdout=subprocess.PIPE,
                check=True).stdout
        numbers = memoryview(output).cast("i")
        position = different = 0
        for start in range(0, len(cases), 10_000):
            batch = cases[start : start + 10_000]
            for case, encoding in zip(batch, tokenizer.encode_batch(batch)):
                places = [0]
                for character in case:
                    places.append(places[-1] + len(character.encode()))
                want = []
                for id, (first, last) in zip(encoding.ids, encoding.offsets):
                    want += [id, 0, places[first], places[last], 0]
                size = max(0, numbers[position])
                got = numbers[position + 2 : position + 2 + 5 * size].tolist()
                position += 2 + 5 * size
                if got != want:
                    different += 1
                    if different < 5:
                        print(ascii(case), want, got)
        print(f"lower={lower} strip={strip} chinese={chinese} clean={clean}: "
              f"{len(cases)} cases, {different} different", flush=True)


main()
