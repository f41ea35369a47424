"""Writes trained/tokenizers.json: what tokenizers trains on trained/texts.txt.

    pip install tokenizers==0.23.3
    python make_trained_tokenizers.py

The texts are pages of this repository's guides and a few lines more. Each case has
    name, kind and the settings by which it was trained
    tokens      by id
    merges      of bpe
    scores      of unigram, in place of tokens: pieces, sorted, with their scores; null for characters
                that were no pieces any more, whose scores hang on the order of a hash table
    texts       a few texts as tokens, without special ones
A case is trained five times; one that comes out in several ways is an error. Tokens of characters
that have a prefix or suffix get their ids in the order of a hash table, on which hangs which of two
pairs as frequent is merged first; so they are among the special tokens here.
"""

import json
import pathlib

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

HERE = pathlib.Path(__file__).resolve().parent / "trained"
LINES = (HERE / "texts.txt").read_text(encoding="utf8").split("\n")[:-1]
BERT = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
# Of the characters beyond it none is as frequent as the last within it.
ALPHABET = 60
ROBERTA = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
SAMPLES = [
    "The vectors of words are learned from texts.",
    "¿Cuántas palabras aprende el modelo en 2026? ¡Doce mil!",
    "Pingüinos y ñandúes: 🙂 東京は雨です。",
    "  two  spaces,\ttabs aaaa abab  ",
]


def stages(case):
    splitting, lower, strip = case["split"], case["case"] == "lower", case["accents"] == "strip"
    if case["kind"] == "wordpiece":
        normalizer = normalizers.BertNormalizer(lowercase=lower)
    else:
        steps = [normalizers.Nmt()] if case["kind"] == "unigram" else []
        exact = splitting == "byte-level"
        if strip:
            forms = ("NFD", "NFC") if exact else ("NFKD", "NFKC")
            steps += [getattr(normalizers, forms[0])(), normalizers.StripAccents()]
            steps += [getattr(normalizers, forms[1])()]
        elif not exact:
            steps += [normalizers.NFKC()]
        if lower:
            steps += [normalizers.Lowercase()]
        if splitting == "metaspace":
            steps += [normalizers.Replace(Regex(" {2,}"), " ")]
        normalizer = normalizers.Sequence(steps)
    splitter = {
        "bert": lambda: pre_tokenizers.BertPreTokenizer(),
        "whitespace": lambda: pre_tokenizers.Whitespace(),
        "byte-level": lambda: pre_tokenizers.ByteLevel(add_prefix_space=False),
        "metaspace": lambda: pre_tokenizers.Metaspace(),
    }[splitting]()
    return normalizer, splitter


def train(case):
    kind, special = case["kind"], case["special"]
    settings = dict(vocab_size=case["vocabulary"], special_tokens=special, show_progress=False)
    if case["splitAlphabet"]:
        settings["initial_alphabet"] = pre_tokenizers.ByteLevel.alphabet()
    if kind == "unigram":
        model = models.Unigram()
        if case["maxLength"]:
            settings["max_piece_length"] = case["maxLength"]
        trainer = trainers.UnigramTrainer(unk_token="<unk>", **settings)
    else:
        settings["min_frequency"] = case["minCount"]
        if case["alphabet"]:
            settings["limit_alphabet"] = case["alphabet"]
        if kind == "wordpiece":
            model = models.WordPiece(unk_token="[UNK]")
            trainer = trainers.WordPieceTrainer(continuing_subword_prefix="##", **settings)
        else:
            model = models.BPE(unk_token=None if case["split"] == "byte-level" else "<unk>")
            if case["prefix"]:
                settings["continuing_subword_prefix"] = case["prefix"]
            if case["suffix"]:
                settings["end_of_word_suffix"] = case["suffix"]
            if case["maxLength"]:
                settings["max_token_length"] = case["maxLength"]
            trainer = trainers.BpeTrainer(**settings)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer, tokenizer.pre_tokenizer = stages(case)
    tokenizer.train_from_iterator(LINES, trainer)
    return tokenizer


def result(case):
    tokenizer = train(case)
    model = json.loads(tokenizer.to_str())["model"]
    found = {}
    if case["kind"] == "unigram":
        pieces = sorted((piece, score) for piece, score in model["vocab"])
        lowest = min(score for _, score in pieces)
        found["scores"] = [
            [piece, None if len(piece) == 1 and score < lowest + 0.02 else float(f"{score:.9g}")]
            for piece, score in pieces
        ]
    else:
        found["tokens"] = sorted(model["vocab"], key=model["vocab"].get)
        if "merges" in model:
            found["merges"] = [list(merge) for merge in model["merges"]]
    found["texts"] = [tokenizer.encode(text, add_special_tokens=False).tokens for text in SAMPLES]
    return found


def case(name, kind, vocabulary, **changes):
    split = {"wordpiece": "bert", "unigram": "metaspace", "bpe": "byte-level"}[kind]
    lower = kind == "wordpiece"
    settings = dict(
        name=name, kind=kind, vocabulary=vocabulary, minCount=2, alphabet=None, split=split,
        case="lower" if lower else "keep", accents=None, prefix="", suffix="", maxLength=None,
        special=BERT if lower else ROBERTA,
    )
    settings.update(changes)
    settings["splitAlphabet"] = settings["split"] == "byte-level"
    return settings


FORMS = [normalizers.BertNormalizer(), normalizers.BertNormalizer(lowercase=False), normalizers.NFKC()]
characters = sorted({c for n in FORMS for t in LINES for c in n.normalize_str(t) if not c.isspace()})
CONTINUING = [f"##{c}" for c in characters]
ENDING = [f"{c}</w>" for c in characters]
CASES = [
    case("wordpiece", "wordpiece", 1300, special=BERT + CONTINUING),
    case("wordpiece with case", "wordpiece", 900, case="keep", alphabet=ALPHABET, minCount=3,
         special=BERT + CONTINUING),
    case("bpe", "bpe", 900),
    case("bpe of short tokens", "bpe", 700, minCount=0, maxLength=5),
    case("bpe in lower case", "bpe", 600, case="lower", accents="strip"),
    case("bpe with spaces", "bpe", 800, split="metaspace", alphabet=ALPHABET),
    case("bpe with ends", "bpe", 1200, split="whitespace", suffix="</w>", special=ROBERTA + ENDING),
    case("unigram", "unigram", 700),
    case("unigram of short pieces", "unigram", 1500, maxLength=4, case="lower", accents="strip"),
    case("unigram of words", "unigram", 500, split="bert", special=ROBERTA + ["<e>"]),
]

found = []
for each in CASES:
    results = [result(each) for _ in range(5)]
    for other in results[1:]:
        if "scores" in other:
            assert [p for p, _ in other["scores"]] == [p for p, _ in results[0]["scores"]], each["name"]
        else:
            assert other == results[0], each["name"]
    del each["splitAlphabet"]
    found.append({**each, **results[0]})
    print(each["name"], len(results[0].get("tokens", results[0].get("scores"))))
document = {"samples": SAMPLES, "cases": found}
text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace('},{"name"', '},\n{"name"')
(HERE / "tokenizers.json").write_text(text + "\n", encoding="utf8")
