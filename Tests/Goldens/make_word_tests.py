"""Writes words/: word vectors with questions and pairs of words, and what gensim measures of them.

    pip install gensim==4.4.0 numpy==2.4.6
    python make_word_tests.py

vectors.vec      words, some of them in two cases, the most frequent first
analogies.txt    questions in sections, some with unknown words, some of another form
pairs.tsv        pairs with scores
expected.json    evaluate_word_analogies and evaluate_word_pairs with several options
"""

import json
import pathlib

import numpy as np
from gensim.models import KeyedVectors

HERE = pathlib.Path(__file__).resolve().parent / "words"
HERE.mkdir(exist_ok=True)
generator = np.random.default_rng(16)

STEMS = ["rey", "león", "gato", "perro", "niño", "tío", "actor", "duque", "lobo", "oso"]
FORMS = {"": 0, "_f": 1, "_s": 2, "_fs": 3}
dimension = 12
stems = {stem: generator.normal(size=dimension) for stem in STEMS}
forms = [np.zeros(dimension)] + [generator.normal(size=dimension) * 0.9 for _ in range(2)]
forms.append(forms[1] + forms[2])
words, rows = [], []
for stem in STEMS:
    for form, number in FORMS.items():
        words.append(stem + form)
        rows.append(stems[stem] + forms[number] + generator.normal(size=dimension) * 0.55)
# Other forms of words that are there, and some that nothing asks for.
for stem in STEMS[:4]:
    words.append(stem.capitalize())
    rows.append(stems[stem] + generator.normal(size=dimension) * 0.1)
for index in range(30):
    words.append(f"otra{index}")
    rows.append(generator.normal(size=dimension))
order = generator.permutation(len(words))
vectors = KeyedVectors(dimension)
vectors.add_vectors([words[i] for i in order], np.array(rows, dtype=np.float32)[order])
vectors.save_word2vec_format(HERE / "vectors.vec")
vectors = KeyedVectors.load_word2vec_format(HERE / "vectors.vec")

lines = []
for name, (one, other) in {
    "género": ("", "_f"), "plural": ("", "_s"), "plural femenino": ("_f", "_fs"),
    "desconocidas": ("", "_x"),
}.items():
    lines.append(f": {name}")
    for a in STEMS:
        for b in STEMS:
            if a != b:
                lines.append(f"{a}{one} {a}{other} {b.capitalize()}{one} {b}{other}")
    lines.append("tres palabras solas" if name == "plural" else "rey rey_f nadie nadie_f")
(HERE / "analogies.txt").write_text("\n".join(lines) + "\n")

lines = ["# primera\tsegunda\tpuntuación"]
for index in range(60):
    one, other = generator.choice(len(words), 2, replace=False)
    cosine = vectors.similarity(words[one], words[other])
    score = round(float(5 + 4 * cosine + generator.normal()), 1)
    first = words[one].upper() if index % 3 == 0 else words[one]
    lines.append(f"{first}\t{words[other]}\t{score}")
lines += ["rey\tnadie\t3", "rey\treina", "rey\tgato\tmucho"]
(HERE / "pairs.tsv").write_text("\n".join(lines) + "\n")

cases = []
for restrict in [300000, 50]:
    for insensitive in [True, False]:
        options = {"restrict_vocab": restrict, "case_insensitive": insensitive}
        score, sections = vectors.evaluate_word_analogies(HERE / "analogies.txt", **options)
        pearson, spearman, unknown = vectors.evaluate_word_pairs(HERE / "pairs.tsv", **options)
        cases.append(
            options
            | {
                "accuracy": score,
                "sections": [
                    [s["section"], len(s["correct"]), len(s["incorrect"])] for s in sections
                ],
                "pearson": float(pearson[0]),
                "spearman": float(spearman[0]),
                "unknown_percent": unknown,
            }
        )
(HERE / "expected.json").write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n")
