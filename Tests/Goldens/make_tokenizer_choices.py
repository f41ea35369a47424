"""Writes tokenizer-choices.json: tokenizers whose every score and blank counts.

    pip install tokenizers==0.23.3
    python make_tokenizer_choices.py

The file has the form that make_tokenizer_pipelines.py tells of. Unigram: unknown characters stand against
ways round them that cost from 1 to 10 more, and tokens begin with characters that are none. Byte-level
models: one character becomes several words, all of which are at the start of the text.
"""

import itertools
import json
import pathlib
import random

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

HERE = pathlib.Path(__file__).resolve().parent
UNIGRAMS = {
    # "x" is no token; the worst score is -5, so that an unknown character has -15.
    "unigram, unknown against two tokens": [
        ("<unk>", 0.0), ("xa", -4.0), ("b", -5.0), ("ab", -1.0), ("a", -4.5)],
    # Neither "b" nor "c" nor "x" is a token.
    "unigram, unknown beside longer tokens": [
        ("<unk>", 0.0), ("xa", -1.0), ("abc", -1.0), ("bcx", -2.0), ("a", -3.0)],
    "unigram, scores above 0": [
        ("<unk>", 0.0), ("xy", -2.0), ("y", 4.0), ("ñx", 3.0), ("a", 1.0)],
}
BLANKS = ["ﷺ", "ﷺ a", " ﷺ", "a ﷺ", "¨a", "¨ a", " ¨", "㏂ ﷻ", "ﷺ\n", "  a", " a  b ", "", " ", "ﷻﷺ", "´´ x"]


def masked(tokenizer, text, pair=None):
    arguments = [text] if pair is None else [text, pair]
    encoding = tokenizer.encode(*arguments)
    offsets = []
    for (start, end), sequence in zip(encoding.offsets, encoding.sequence_ids):
        source = "" if sequence is None else arguments[sequence]
        offsets += [len(source[:start].encode()), len(source[:end].encode())]
    types = encoding.type_ids if any(encoding.type_ids) else 0
    return [text, pair, None, encoding.ids, types, offsets, len(encoding.ids),
            encoding.special_tokens_mask]


def unigrams(r):
    for name, pieces in UNIGRAMS.items():
        letters = sorted(set("".join(piece for piece, _ in pieces[1:])))
        texts = {"xab", "xabc", "bcx"} | {
            "".join(r.choices(letters, k=r.randrange(1, 9))) for _ in range(40)}
        yield name, Tokenizer(models.Unigram(pieces, unk_id=0)), [(text,) for text in sorted(texts)]


def byte_levels():
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {symbol: index for index, symbol in enumerate(alphabet + ["Ġa", "ĠØ"])}
    for adds in (True, False):
        tokenizer = Tokenizer(models.BPE(vocabulary, [("Ġ", "a"), ("Ġ", "Ø")]))
        tokenizer.normalizer = normalizers.NFKC()
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=adds)
        tokenizer.post_processor = processors.ByteLevel(trim_offsets=True, add_prefix_space=adds)
        pairs = itertools.islice(itertools.permutations(BLANKS, 2), 0, None, 17)
        yield (f"byte-level, {'' if adds else 'no '}space before the text", tokenizer,
               [(text,) for text in BLANKS] + list(pairs))


def main():
    setups = []
    for name, tokenizer, texts in [*unigrams(random.Random(20261126)), *byte_levels()]:
        setups.append({"name": name, "json": tokenizer.to_str(),
                       "cases": [masked(tokenizer, *arguments) for arguments in texts]})
    text = json.dumps(setups, ensure_ascii=True, separators=(",", ":")).replace('],["', '],\n["')
    (HERE / "tokenizer-choices.json").write_text(text + "\n", "ascii")
    print(len(text), sum(len(setup["cases"]) for setup in setups), "cases")


if __name__ == "__main__":
    main()
