"""Writes tokenizer-main.json, tokenizer-options.json and tokenizer-json.json: what the reference makes of texts.

Run: python make_tokenizers.py        (tokenizers 0.23.3, transformers 5.23.0, Python 3.11)

A golden file is an array of set-ups. Each has the tokenizer.json to write (`json`, or null), else
the tokenizer_config.json to write (`config`) and the vocab.txt to write (`vocabulary`, null for Tokenizers/bert-base-uncased/vocab.txt), whether to use
Tokenizers/bert-base-uncased as it stands (`asIs`), `cases` and `decodes`. A case is
[text, pair or null, maximum or null, ids, types or 0 for all 0, offsets, untruncated count],
offsets being starts and ends in UTF-8 bytes in turn. A decode is [ids, all, without special].
"""

import json
import pathlib
import random
import tempfile

from tokenizers import Tokenizer
from transformers import AutoTokenizer, BertTokenizer

HERE = pathlib.Path(__file__).resolve().parent
MODEL = HERE.parents[1] / "Tokenizers" / "bert-base-uncased"

SENTENCES = """
La lluvia golpea la ventana. El pingüino Wenceslao hizo kilómetros bajo exhaustiva lluvia y frío.
¿Dónde está la biblioteca? ¡Qué alegría! El niño comió jalapeños en Logroño; averigüémoslo.
The quick brown fox jumps over the lazy dog. Don't you think it's unbelievable, isn't it?
L'élève naïf a mangé une crêpe près du château à Noël. Œuvre, œuf, cœur.
Größe, Straße, STRASSE, ẞ, Äpfel und Öl über Übermut. Dziękuję, żółć. Příliš žluťoučký kůň.
Съешь ещё этих мягких французских булок, да выпей же чаю. Їжак, ґанок, ёлка, Йога.
Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. ΟΔΥΣΣΕΥΣ ΐΰ ᾳ ᾼ ἄνθρωπος.
我能吞下玻璃而不伤身体。中文字符，標點符號！龍馬𠀀𪜀豈更
いろはにほへと ちりぬるを。カタカナ ガギグゲゴ ﾊﾝｶｸ ﾊﾞ ヴ 東京都
다람쥐 헌 쳇바퀴에 타고파. 한국어 각 값 ㄱㄴㄷ
نص حكيم له سر قاطع وذو شأن عظيم. الْعَرَبِيَّةُ ٱلرَّحْمَٰنِ ﷺ آأإ ١٢٣
עטלף אבק נס דרך מזגן. שָׁלוֹם בְּרֵאשִׁית יִשְׂרָאֵל
ऋषियों को सताने वाले दुष्ट राक्षसों के राजा। क़लम हिन्दी १२३
অসমীয়া বাংলা ভাষা, রাষ্ট্র। ড় ঢ় য়
เป็นมนุษย์สุดประเสริฐเลิศคุณค่า ภาษาไทย ๑๒๓
ဇော်ဂျီ မြန်မာဘာသာ ၁၂၃။ ខ្ញុំអាចញុំកញ្ចក់បាន។ ຂ້ອຍກິນແກ້ວໄດ້
ქართული ენა, ᲥᲐᲠᲗᲣᲚᲘ. Հայերեն լեզու։ ԵՐԵՎԱՆ
ᏣᎳᎩ ꮳꮃꭹ ᐃᓄᒃᑎᑐᑦ ᚠᚢᚦᚨᚱᚲ ᚛ᚑᚌᚐᚋ᚜ ⰀⰁⰂ ⴰⵎⴰⵣⵉⵖ
བོད་སྐད་ཡིག ཀྵ གྷ ཱི ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ አማርኛ፡ቋንቋ።
தமிழ் மொழி ொோௌ తెలుగు భాష ಕನ್ನಡ ೀ മലയാളം ഭാഷ සිංහල ෝ ଓଡ଼ିଆ ગુજરાતી ਪੰਜਾਬੀ
Tiếng Việt có dấu: ấ ầ ẩ ẫ ậ ế ề ể ễ ệ ư ữ ợ. Türkçe İstanbul ıI iİ ğüşöç. Română ăâîșț.
𐐀𐐁𐐨 𝐀𝐁𝐂 𝓗𝓮𝓵𝓵𝓸 𞤀𞤣𞤤𞤢𞤥 𐲀𐳀 𖹀𖹠 Ꞌꞌ Ᲊ Ɤ ꟑ
""".strip().split("\n")

SPECIAL = [
    "", " ", "\t\n\r", "\u0000", "a\u0000b", "\ufffd", "a\ufffdb", "\u200b", "a\u200bb", "a\u200db",
    "\ufeffhola", "so\u00adft", "a\u00a0b", "a\u3000b", "a\u2028b\u2029c", "a\u0085b", "a\u000bb\u000cc",
    "\u180e", "a\u180eb", "\ue000", "a\ue000b", "\U000f0000", "\U0010fffd", "\U0010ffff", "a\ufffeb",
    "\u0378", "a\u0378b", "\U0001f9ff", "\u1fff", "\U000e0001tag\U000e0020", "\u2066x\u2069",
    "e\u0301", "E\u0301\u0323", "e\u0323\u0301", "\u0301", "a \u0301 b", "q\u0307\u0323", "q\u0323\u0307",
    "a\u302e\u0323b", "\u0344", "\u0340", "\u1e0b\u0323", "o\u0302\u0301", "\u1ed1", "\u212b", "\u2126",
    "\u0f73", "\u0f71\u0f72", "\U0001d15e", "\U0001d15f\u0323", "\u1100\u1161\u11a8", "\uac01", "\u11938",
    "\u09c7\u09be", "\u09cb", "\U00011938", "\U00011935\U00011930", "\u1dfa", "x\u1dfa\u0323y",
    "\u0130", "\u0130\u0307", "\u01c5", "\u1c89", "\ua7cb", "\U00010d50", "\U00016ea0", "\u1e9e",
    "\ufb01", "\uff21\uff22", "\u2460", "\u00bd", "\u00b2", "\u2122", "\u1734", "\u166d", "\U000111c9",
    "\U0001171e", "\u061d", "\u2e52", "\u2e5d", "\u00a7", "\u00b6", "\u00bf\u00a1", "\u2019\u201c\u201d",
    "$+<=>^`|~", "!\"#$%&'()*+,-./:;<=>?@[\\]^_{}", "a.b,c;d", "...", "--", "\u2014\u2026",
    "👩\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈", "👍🏽", "🇪🇸", "1\ufe0f\u20e3", "😀 hola 😀", "❤️",
    "[CLS]", "[SEP] a", "a [MASK] b", "a[MASK]b", "[cls]", "[MASK", "MASK]", "[[MASK]]", "[UNK]", "[PAD]",
    "[ MASK ]", "[CLS][SEP]", "##ing", "## ing", "[unused1]", "\u0301[MASK]\u0301", "中[MASK]国",
    "豈", "\U0002f800", "㐀", "\U0002b81f\U0002b820", "\U00030000", "中a国", "々〇", "㍿", "が", "か\u3099",
    "a" * 99, "a" * 100, "a" * 101, "é" * 100, "é" * 101, "e\u0301" * 100, "e\u0301" * 101, "語" * 101,
    "\U00010428" * 100, "x" * 5000, "a" * 100 + "." + "b" * 101, "的" + "a" * 100, "a\u200b" * 100,
    "http://www.example.org/a_b?c=d&e=%20", "user@example.com", "3.14159", "1,000,000.00€", "C++", "A.B.C.",
    "hello" + " " * 50 + "world", "supercalifragilisticexpialidocious", "Donaudampfschifffahrtsgesellschaft",
]


def random_text(r, words):
    parts = []
    for _ in range(r.randrange(1, 9)):
        kind = r.random()
        if kind < 0.5:
            parts.append(r.choice(words))
        elif kind < 0.6:
            parts.append(r.choice(SPECIAL)[:60])
        elif kind < 0.75:
            parts.append("".join(chr(r.randrange(0x20, 0x600)) for _ in range(3)))
        elif kind < 0.9:
            c = r.randrange(0x600, 0x110000)
            parts.append(r.choice(words) + ("" if 0xD800 <= c < 0xE000 else chr(c)) + "x")
        else:
            parts.append(r.choice("aeiouAEIOUn") + chr(r.randrange(0x300, 0x370)) * r.randrange(1, 3))
        parts.append(r.choice([" ", " ", ""]))
    return "".join(parts)


def case(backend, text, pair=None, maximum=None):
    arguments = [text] if pair is None else [text, pair]
    backend.no_padding()
    backend.no_truncation()
    whole = len(backend.encode(*arguments).ids)
    if maximum is not None:
        backend.enable_truncation(maximum)
    result = backend.encode(*arguments)
    offsets = []
    for (start, end), sequence in zip(result.offsets, result.sequence_ids):
        source = arguments[sequence or 0]
        offsets += [len(source[:start].encode()), len(source[:end].encode())]
    types = result.type_ids if any(result.type_ids) else 0
    return [text, pair, maximum, result.ids, types, offsets, whole]


def added(content, **flags):
    keys = ("lstrip", "rstrip", "single_word", "normalized")
    token = {"__type": "AddedToken", "content": content, "special": True}
    return token | {key: flags.get(key, False) for key in keys}


def setup(name, config, vocabulary, texts, r, as_is=False, pairs=0, decodes=0):
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory)
        if vocabulary is None:
            (path / "vocab.txt").write_bytes((MODEL / "vocab.txt").read_bytes())
        else:
            (path / "vocab.txt").write_text(vocabulary, "utf-8", newline="")
        (path / "tokenizer_config.json").write_text(json.dumps(config), "utf-8")
        tokenizer = BertTokenizer.from_pretrained(MODEL if as_is else path)
    backend = tokenizer.backend_tokenizer
    return goldens(name, backend, texts, r, pairs, decodes) | {
        "config": json.dumps(config), "vocabulary": vocabulary, "asIs": as_is}


def json_setup(name, model, texts, r, config=None):
    """A set-up of a tokenizer.json; with a tokenizer_config.json as transformers takes both."""
    text = json.dumps(model)
    if config is None:
        backend = Tokenizer.from_str(text)
    else:
        with tempfile.TemporaryDirectory() as directory:
            pathlib.Path(directory, "tokenizer.json").write_text(text, "utf-8")
            pathlib.Path(directory, "tokenizer_config.json").write_text(json.dumps(config), "utf-8")
            backend = AutoTokenizer.from_pretrained(directory).backend_tokenizer
    return goldens(name, backend, texts, r, pairs=20, decodes=20) | {
        "json": text, "config": config and json.dumps(config)}


def goldens(name, backend, texts, r, pairs, decodes):
    cases = [case(backend, text) for text in texts]
    for _ in range(pairs):
        first, second = r.choice(texts)[:200], r.choice(texts)[:200]
        maximum = r.choice([None, 3, 4, 5, 8, 9, 16, 17, 40])
        cases.append(case(backend, first, second, maximum))
        cases.append(case(backend, first, None, r.choice([2, 3, 4, 5, 7, 16])))
    decoded = []
    for _ in range(decodes):
        ids = backend.encode(r.choice(texts)[:200]).ids
        if r.random() < 0.3:
            ids = [r.randrange(0, backend.get_vocab_size() + 5) for _ in range(12)]
        decoded.append([ids, backend.decode(ids, skip_special_tokens=False), backend.decode(ids)])
    return {"name": name, "cases": cases, "decodes": decoded}


def write(name, setups):
    text = json.dumps(setups, ensure_ascii=True, separators=(",", ":"))
    text = text.replace('],["', '],\n["')
    (HERE / name).write_text(text + "\n", "ascii")
    print(name, len(text), sum(len(s["cases"]) for s in setups), "cases")


def json_setups(r, tokens, texts):
    vocabulary = {}
    for token in tokens:
        vocabulary.setdefault(token, len(vocabulary))

    def token(id, content, **flags):
        keys = ("special", "lstrip", "rstrip", "single_word", "normalized")
        return {"id": id, "content": content} | {key: flags.get(key, False) for key in keys}

    size = len(vocabulary)
    base = {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [token(vocabulary[t], t, special=True)
                         for t in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "lowercase": True,
                       "handle_chinese_chars": True, "strip_accents": None},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", vocabulary["[SEP]"]],
                           "cls": ["[CLS]", vocabulary["[CLS]"]]},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": False},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": vocabulary,
                  "continuing_subword_prefix": "##", "max_input_chars_per_word": 100},
    }
    flagged = base | {"added_tokens": base["added_tokens"] + [
        token(size, "Foo", normalized=True), token(size + 1, "foobar", normalized=True),
        token(size + 2, "<l>", lstrip=True), token(size + 3, "<r>", rstrip=True, special=True),
        token(size + 4, "<lr>", lstrip=True, rstrip=True, normalized=True),
        token(size + 5, "<w>", single_word=True), token(size + 6, "dos tres"),
        token(size + 7, "Été", normalized=True, single_word=True), token(size + 8, " sp"),
        token(size + 9, "国国"), token(size + 10, "<l><l>x"),
    ]}
    words = ["Foo", "FOO", "foobar", "FooBarx", "<l>", "<r>", "<lr>", "<w>", "a<w>", "<w>b", "dos tres",
             "été", "ÉTÉ", "Étés", " sp", "国国国", "<l><l>x", " ", "  ", "\u3000", "the", "\u200c", "Ⓐ", "_"]
    mixed = ["".join(r.choice(words) for _ in range(r.randrange(1, 8))) for _ in range(300)]
    small = texts[:40]
    silent = base | {"normalizer": None, "pre_tokenizer": None, "post_processor": None, "decoder": None}
    prefixed = base | {"model": base["model"] | {"continuing_subword_prefix": "",
                                                 "max_input_chars_per_word": 7}}
    cased = base | {"normalizer": base["normalizer"] | {"lowercase": False, "strip_accents": True}}
    # transformers makes the decoder anew for this class, and it cleans up.
    cleaning = {"decoder": base["decoder"] | {"cleanup": True}}
    bert = {"tokenizer_class": "BertTokenizer"}
    return [
        json_setup("added tokens", flagged, mixed, r),
        json_setup("only a model", silent, small + ["the", "中国", "The", "", " "], r),
        json_setup("no continuing prefix, 7 characters", prefixed, small, r),
        json_setup("cased by tokenizer.json", cased, small, r),
        json_setup("cased, but not by a BERT configuration", cased | cleaning, small, r, bert),
        json_setup("cased by a BERT configuration", base | cleaning, small, r,
                   bert | {"do_lower_case": False, "tokenize_chinese_chars": False}),
        json_setup("cased by tokenizer.json, no class", cased, small, r,
                   {"do_lower_case": True, "tokenizer_class": "PreTrainedTokenizerFast"}),
    ]


def main():
    r = random.Random(20240501)
    words = " ".join(SENTENCES).split()
    fixed = SENTENCES + SPECIAL + words
    main_texts = fixed + [random_text(r, words) for _ in range(1500)]
    config = json.loads((MODEL / "tokenizer_config.json").read_text())
    write("tokenizer-main.json", [
        setup("as it stands", config, None, main_texts, r, as_is=True, pairs=250, decodes=150)])

    pieces = "[PAD] [UNK] [CLS] [SEP] [MASK] El el Ñ ñ niño Ni ni ##ño ##no No Á A a E É e I i İ ı".split()
    letters = [c for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,!?¿¡'-"]
    tiny = pieces + [c for c in letters if c not in pieces]
    tiny += ["##" + c for c in letters + ["é", "É", "\u0301", "\u0307", "ß", "中", "国"]]
    tiny += ["é", "中", "国", "中国", "ß", "ẞ", "Straße", "Don", "don", "##'t", "of", "the", "The", "THE"]
    tiny_text = "\n".join(tiny) + "\n"
    odd = "[PAD]\r\n[UNK]\r\n[CLS]\n[SEP]\n\nhe\n##l \n##lo\u3000\nhe\n##l\na\n[unused]\nb"
    some = fixed[: len(SENTENCES) + len(SPECIAL)]
    setups = []
    for lower, strip, chinese, vocabulary in [
        (True, None, True, None), (True, False, True, None), (True, True, False, None),
        (False, None, True, tiny_text), (False, True, True, tiny_text), (False, False, False, tiny_text),
        (True, False, False, tiny_text), (True, None, True, odd),
    ]:
        config = {"do_lower_case": lower, "strip_accents": strip, "tokenize_chinese_chars": chinese,
                  "tokenizer_class": "BertTokenizer"}
        texts = some + [random_text(r, words) for _ in range(120)]
        texts += ["hello [MASK] he ab", "helo", "El niño Niño NIÑO ÉÁ", "The THE the"]
        name = f"lower={lower} strip={strip} chinese={chinese} " + (
            "vocab.txt" if vocabulary is None else f"{len(vocabulary)} characters")
        setups.append(setup(name, config, vocabulary, texts, r, pairs=15, decodes=20))
    config = {"do_lower_case": False, "cls_token": "[UNK]", "sep_token": added("[new]", rstrip=True),
              "mask_token": added("[MASK]", lstrip=True)}
    setups.append(setup("other special tokens", config, tiny_text,
                        SENTENCES + ["a [MASK] b", "a  [MASK]", "[new]", "[CLS]"], r, pairs=5))
    write("tokenizer-options.json", setups)
    write("tokenizer-json.json", json_setups(r, tiny, some))


if __name__ == "__main__":
    main()
