"""Writes tokenizer-{unigram,byte-level,bpe,words,added,directories}.json and the map
Weights/multilingual-e5-small/nmt_nfkc.charsmap.

Run: python make_tokenizer_pipelines.py        (see sample_directories.py for what it needs)

The files have the form that make_tokenizers.py tells of; a case has the special-token mask besides. In
`json`, "@nmt_nfkc" stands for that map, in Base64. The set-ups of
tokenizer-directories.json have `files` in Base64 in its place; a SentencePiece model lacks the map
if `lacksMap` says so.
"""

import base64
import json
import pathlib
import random
import tempfile

from tokenizers import Tokenizer

import sample_directories
import sample_tokenizers as pipelines
from make_tokenizers import HERE, SPECIAL, case

MODEL = HERE.parent.parent / "Weights" / "multilingual-e5-small"
CHARSMAP = MODEL / "nmt_nfkc.charsmap"

TEXTS = SPECIAL[:3] + [
    " ", "  ", "\n\n x\n", "\t\ta \r\n", "a  b   c ", " leading", "trailing ", "\u3000ideographic\u3000space",
    "<s>", "<mask>", "hola <mask> niño", "x<mask>", "  <mask>  ", "</s><unk>", "<0x41>", "\u2581", "a\u2581b",
    "'s 'S 'ſ 'll 'LL don't I'VE we're", "1 12 123 1234 12345 ١٢٣٤ Ⅷ ½ ²", "...!!!\n\n??? -- 'quoted'",
    "e\u0301 E\u0301\u0323 q\u0323\u0307 \u0301", "ａｂｃ １２３ ﬁ ㍿ ｶﾞ ½ ㎏ ℌ ﷺ", "\u00a9\u200d\u00a9 \u0600a \ufeff\u0301 \r\n",
    "👩\u200d👩\u200d👧\u200d👦 🏳\ufe0f\u200d🌈 👍🏽 🇪🇸🇫🇷 1\ufe0f\u20e3", "\u0000\u0001a\u007f\u0085\u00a0b\ufffd\ufffe",
    "a" * 100, "語" * 40, " " * 50, "ab" * 40, "é\u0301" * 20, "Ǆ İ ẞ ß ſ ŉ", "\U00010428\U000e0001\U0010ffff",
    "lala e.e, elle aeiou", "Foo FOO foobar été Été ÉTÉ dos tres 国国国 <l><l>x  <lr>  uñq xuñq  sp",
]


def cases(name, tokenizer, r):
    texts = TEXTS + r.sample(pipelines.TEXT, 4)
    if name.startswith("words") or "added" in name:
        texts = TEXTS[:3] + TEXTS[-3:] + r.sample(TEXTS + pipelines.TEXT, 12)
    result = [masked(tokenizer, text) for text in texts]
    for _ in range(6):
        first, second = r.choice(texts)[:40], r.choice(texts)[:40]
        result.append(masked(tokenizer, first, second, r.choice([None, 6, 7, 9, 16])))
        result.append(masked(tokenizer, first, None, r.choice([4, 5, 7])))
    decodes = []
    size = tokenizer.get_vocab_size()
    for text in texts[::4]:
        ids = tokenizer.encode(text).ids[:40]
        decodes.append([ids, tokenizer.decode(ids, skip_special_tokens=False), tokenizer.decode(ids)])
    for _ in range(5):
        ids = [r.randrange(size) for _ in range(10)]
        decodes.append([ids, tokenizer.decode(ids, skip_special_tokens=False), tokenizer.decode(ids)])
    return result, decodes


def masked(tokenizer, text, pair=None, maximum=None):
    result = case(tokenizer, text, pair, maximum)
    arguments = [text] if pair is None else [text, pair]
    return result + [tokenizer.encode(*arguments).special_tokens_mask]


def directories(charsmap, r):
    for name, files in sample_directories.directories().items():
        if name in ("xlm-roberta, lifted mask", "albert, cased", "plain unigram", "plain bpe",
                    "vocab.json, roberta", "vocab.json, roberta, untrimmed"):
            continue
        with tempfile.TemporaryDirectory() as directory:
            for file, data in files.items():
                pathlib.Path(directory, file).write_bytes(data)
            setup_cases, decodes = cases("words", sample_directories.reference(directory), r)
        lacks_map = False
        for file, data in files.items():
            if file.endswith(".model"):
                model = pipelines.parsed(data)
                lacks_map = model.normalizer_spec.precompiled_charsmap == charsmap
                if lacks_map:
                    model.normalizer_spec.ClearField("precompiled_charsmap")
                    model.trainer_spec.ClearField("input")
                    files = files | {file: model.SerializeToString()}
        files = {file: base64.b64encode(data).decode() for file, data in files.items()}
        yield {"name": name, "files": files, "lacksMap": lacks_map, "cases": setup_cases,
               "decodes": decodes}


def main():
    r = random.Random(20260601)
    charsmap = pipelines.parsed(
        pipelines.sentencepiece_models()["unigram"]).normalizer_spec.precompiled_charsmap
    CHARSMAP.write_bytes(charsmap)
    encoded = base64.b64encode(charsmap).decode()
    files = {"unigram": [], "byte-level": [], "bpe": [], "words": [], "added": []}
    for name, model in pipelines.tokenizers().items():
        if name == "unigram bytes":
            # The map of its own is as large as the other.
            model = json.loads(json.dumps(model))
            model["normalizer"]["normalizers"][0]["precompiled_charsmap"] = encoded
        setup_cases, decodes = cases(name, Tokenizer.from_str(json.dumps(model)), r)
        text = json.dumps(model, ensure_ascii=False).replace(encoded, "@nmt_nfkc")
        kind = ("added" if "added" in name else "words" if name.startswith("words")
                else "unigram" if name.startswith("unigram")
                else "byte-level" if '"ByteLevel"' in text else "bpe")
        files[kind].append({"name": name, "json": text, "cases": setup_cases, "decodes": decodes})
    files["directories"] = list(directories(charsmap, r))
    for kind, setups in files.items():
        text = json.dumps(setups, ensure_ascii=True, separators=(",", ":")).replace('],["', '],\n["')
        (HERE / f"tokenizer-{kind}.json").write_text(text + "\n", "ascii")
        print(kind, len(text), sum(len(setup["cases"]) for setup in setups), "cases")


if __name__ == "__main__":
    main()
