"""Compares TokenizerBenchmark with the reference on random strings.

Run: python tokenizer_fuzz.py BENCHMARK_BINARY [COUNT [SEED]]
Needs tokenizers 0.23.3. For each of several set-ups it writes a directory with a tokenizer.json,
makes random strings and pairs, and compares ids, types, offsets, special-token masks and counts. Prints differences.
"""

import json
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

from tokenizers import Tokenizer

ROOT = pathlib.Path(__file__).resolve().parents[3]
SPECIALS = ["[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]", "[cls]", "[mask]", "[MASK", "CLS]"]
SAMPLES = (
    "El pingüino Wenceslao hizo kilómetros bajo exhaustiva lluvia y frío; añoraba a su querido "
    "cachorro. ¿Dónde está? ¡Ñandú! The quick brown fox jumps over the lazy dog. Съешь ещё этих "
    "мягких французских булок. Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. 我能吞下玻璃而不伤身体。"
    "いろはにほへと ちりぬるを 다람쥐 헌 쳇바퀴에 타고파 نص حكيم له سر قاطع עטלף אבק נס דרך "
    "ऋषियों को सताने वाले দুষ্ট রাক্ষস เป็นมนุษย์สุดประเสริฐ ဇော်ဂျီ ខ្ញុំអាច מזגן ქართული Հայերեն "
    "ᏣᎳᎩ ᐃᓄᒃᑎᑐᑦ བོད་སྐད ᠮᠣᠩᠭᠣᠯ አማርኛ தமிழ் తెలుగు Tiếng Việt İstanbul ıIiİ ß ẞ Straße "
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇪🇸 ①② ﬁ ２０ Å Å Å don't can't U.S.A. 3.14 e-mail@x.org"
).split()


def scalar(r):
    kind = r.random()
    if kind < 0.25:
        return r.randrange(0x20, 0x7F)
    if kind < 0.32:
        return r.choice([0, 9, 10, 11, 12, 13, 0x1C, 0x1F, 0x7F, 0x85, 0xA0, 0xAD, 0x1680, 0x180E,
                         0x200B, 0x200C, 0x200D, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF,
                         0xFFFD, 0xFFFE, 0xE000, 0x10FFFF, 0x378, 0x130, 0x131, 0xDF, 0x1E9E])
    if kind < 0.45:
        return r.choice([r.randrange(0x300, 0x370), r.randrange(0x1D165, 0x1D173), 0x302E, 0x302F,
                         0x344, 0xF73, 0x5B0, 0x64B, 0x3099, 0x1DFA, 0x16FF0, 0x11938, 0x1E94A])
    if kind < 0.6:
        return r.randrange(0xA0, 0x600)
    if kind < 0.8:
        return r.randrange(0x600, 0xD800)
    if kind < 0.9:
        return r.randrange(0xE000, 0x10000)
    return r.randrange(0x10000, 0x110000)


def string(r, vocabulary, added):
    parts = []
    for _ in range(r.choice([0, 1, 2, 3, 5, 8, 13, 30])):
        kind = r.random()
        if kind < 0.3:
            parts.append(r.choice(SAMPLES))
        elif kind < 0.45:
            word = r.choice(vocabulary).replace("##", "")
            parts.append(word.title() if r.random() < 0.2 else word)
        elif kind < 0.8:
            parts.append("".join(map(chr, (scalar(r) for _ in range(r.randrange(1, 6))))))
        elif kind < 0.9:
            parts.append(r.choice(added))
        elif kind < 0.91:
            parts.append(r.choice(["a", "é", "e\u0301", "语", "x"]) * r.choice([99, 100, 101, 150]))
        else:
            parts.append(r.choice(SAMPLES) + chr(scalar(r)))
        parts.append(r.choice(["", " ", " ", " ", "\t ", "\u3000"]))
    return "".join(parts)


def added_token(id, content, **flags):
    keys = ("special", "single_word", "lstrip", "rstrip", "normalized")
    return {"id": id, "content": content} | {key: flags.get(key, False) for key in keys}


def setups(base):
    for lower, strip, chinese, clean in [
        (True, None, True, True), (False, None, True, True), (True, False, True, True),
        (False, True, True, True), (True, None, False, True), (True, None, True, False),
        (False, False, False, False),
    ]:
        model = json.loads(json.dumps(base))
        model["normalizer"] |= {"lowercase": lower, "strip_accents": strip, "clean_text": clean,
                                "handle_chinese_chars": chinese}
        yield f"lower={lower} strip={strip} chinese={chinese} clean={clean}", model, SPECIALS
    model = json.loads(json.dumps(base))
    tokens = [
        added_token(30522, "Foo", normalized=True), added_token(30523, "foobar", normalized=True),
        added_token(30524, "<l>", lstrip=True), added_token(30525, "<r>", rstrip=True, special=True),
        added_token(30526, "<lr>", lstrip=True, rstrip=True, normalized=True),
        added_token(30527, "uñq", single_word=True), added_token(30528, "dos tres"),
        added_token(30529, "<w>", single_word=True, lstrip=True, rstrip=True),
        added_token(30530, "Été", normalized=True, single_word=True),
        added_token(30531, " sp"), added_token(30532, "<l><l>x"), added_token(30533, "国国"), added_token(1045, "i", single_word=True),
        added_token(30534, "\u0301x", normalized=True),
    ]
    model["added_tokens"] += tokens
    words = SPECIALS + [t["content"] for t in tokens] + ["FOO", "fooBAR", "ete", "ÉTÉ", "\u0301x"]
    yield "added tokens", model, words
    model = json.loads(json.dumps(base))
    model["post_processor"] = {"type": "BertProcessing", "sep": ["[SEP]", 102], "cls": ["[CLS]", 101]}
    model["model"]["max_input_chars_per_word"] = 7
    yield "BertProcessing, 7 characters", model, SPECIALS


def expected(tokenizer, first, second, maximum):
    whole = tokenizer.encode(first, second) if second is not None else tokenizer.encode(first)
    result = whole
    if maximum >= 0:
        tokenizer.enable_truncation(maximum)
        result = tokenizer.encode(first, second) if second is not None else tokenizer.encode(first)
        tokenizer.no_truncation()
    places = []
    for text in (first, second or ""):
        place = [0]
        for character in text:
            place.append(place[-1] + len(character.encode()))
        places.append(place)
    tokens = []
    for id, type_id, (start, end), sequence, special in zip(
        result.ids, result.type_ids, result.offsets, result.sequence_ids,
        result.special_tokens_mask
    ):
        place = places[sequence or 0]
        tokens.append((id, type_id, place[start], place[end], special))
    return len(whole.ids), tokens


def compared(binary, directory, tokenizer, cases):
    """How many cases the program, with the tokenizer of the directory, makes something else of."""
    data = []
    for first, second, maximum in cases:
        data.append(struct.pack("<i", maximum))
        for text in (first, second):
            encoded = b"" if text is None else text.encode()
            data.append(struct.pack("<i", -1 if text is None else len(encoded)) + encoded)
    output = subprocess.run(
        [binary, "encode", directory], input=b"".join(data), stdout=subprocess.PIPE,
        check=True).stdout
    numbers = struct.unpack(f"<{len(output) // 4}i", output)
    position = wrong = 0
    for first, second, maximum in cases:
        size = numbers[position]
        if size < 0:
            position += 1
            got = ("encode and appendIDs differ",)
        else:
            flat = numbers[position + 2 : position + 2 + 5 * size]
            got = (numbers[position + 1],
                   [tuple(flat[i : i + 5]) for i in range(0, len(flat), 5)])
            position += 2 + 5 * size
        want = expected(tokenizer, first, second, maximum)
        if got != want:
            wrong += 1
            if wrong <= 3:
                print(repr(first), repr(second), maximum)
                for a, b in zip(want[1], got[-1]):
                    if a != b:
                        print("  want", a, tokenizer.id_to_token(a[0]), "got", b)
                        break
                else:
                    print("  counts", want[0], got[0], len(want[1]), len(got[-1]))
    return wrong


def main():
    binary = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    r = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    base = json.loads((ROOT / "Tokenizers/bert-base-uncased/tokenizer.json").read_text("utf-8"))
    base["truncation"] = base["padding"] = None
    vocabulary = list(base["model"]["vocab"])
    total = different = 0
    for name, model, added in setups(base):
        with tempfile.TemporaryDirectory() as directory:
            text = json.dumps(model, ensure_ascii=False)
            pathlib.Path(directory, "tokenizer.json").write_text(text, "utf-8")
            cases = []
            for _ in range(count):
                first = string(r, vocabulary, added)
                second = string(r, vocabulary, added) if r.random() < 0.15 else None
                maximum = r.randrange(3, 40) if r.random() < 0.2 else -1
                cases.append((first, second, maximum))
            wrong = compared(binary, directory, Tokenizer.from_str(json.dumps(model)), cases)
            print(f"{name}: {len(cases)} cases, {wrong} different")
            total += len(cases)
            different += wrong
    print(f"{total} cases, {different} different")


if __name__ == "__main__":
    main()
