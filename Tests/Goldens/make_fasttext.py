"""Writes fasttext/: tiny fastText models and the vectors that gensim and fastText give with them.

    pip install gensim==4.4.0 fasttext-wheel==0.9.2 safetensors==0.8.0 numpy==2.4.6
    python make_fasttext.py

fasttext/words.json              {"known": {<model>: [word]}, "unknown": [word]}
fasttext/<model>.bin             models as gensim and fastText save them
fasttext/vectors.safetensors     <model>.known, <model>.unknown F32 [words, dimension]
    by gensim's load_facebook_vectors, of supervised models by fastText
"""

import json
import pathlib
import tempfile

import fasttext
import numpy as np
from gensim.models import FastText
from gensim.models.fasttext import load_facebook_vectors, save_facebook_model
from safetensors.numpy import save_file

OUT = pathlib.Path(__file__).resolve().parent / "fasttext"
TEXT = [
    "la lluvia golpea la ventana y el niño mira la lluvia",
    "the king and the queen of the sea look at the rain",
    "日本語 の 雨 と 海 и дождь 🙂 a b co-operate",
    "la reina y el rey del mar miran la ventana",
]
UNKNOWN = ["lluvias", "queens", "日本", "¿Qué", "x", "niñito", "🙂🙂", "Sea-side!", "дождик", "ok"]


def vectors_of(model, words):
    return np.stack([model[word] for word in words]).astype(np.float32)


def main():
    OUT.mkdir(exist_ok=True)
    known, arrays = {}, {}
    sentences = [line.split() for line in TEXT] * 3
    for name, options in {
        "gensim": dict(min_n=3, max_n=6, bucket=50, sg=1),
        "gensim-short": dict(min_n=1, max_n=2, bucket=30, sg=0),
    }.items():
        model = FastText(sentences, vector_size=6, min_count=1, workers=1, seed=3, epochs=2,
                         **options)
        save_facebook_model(model, str(OUT / f"{name}.bin"))
    # With fewer threads than ten fastText begins with zeros in most rows.
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / "text"
        path.write_text("\n".join(TEXT * 3) + "\n", encoding="utf-8")
        model = fasttext.train_unsupervised(
            str(path), model="cbow", dim=6, minCount=1, minn=2, maxn=4, bucket=40, epoch=2,
            thread=10, verbose=0)
        model.save_model(str(OUT / "fasttext.bin"))
        model = fasttext.train_unsupervised(
            str(path), dim=6, minCount=1, maxn=0, epoch=2, thread=10, verbose=0)
        model.save_model(str(OUT / "whole.bin"))
        lines = [f"__label__{index % 2} {line}" for index, line in enumerate(TEXT * 3)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        model = fasttext.train_supervised(
            str(path), dim=6, minCount=1, bucket=20, wordNgrams=2, minn=2, maxn=3, epoch=2,
            thread=10, verbose=0)
        model.save_model(str(OUT / "supervised.bin"))
    for path in sorted(OUT.glob("*.bin")):
        name = path.stem
        if name == "supervised":
            model = fasttext.load_model(str(path))
            words = model.get_words()
            arrays[f"{name}.known"] = vectors_of(model, words)
            arrays[f"{name}.unknown"] = vectors_of(model, UNKNOWN)
        else:
            model = load_facebook_vectors(str(path))
            words = model.index_to_key
            arrays[f"{name}.known"] = vectors_of(model, words)
            if name != "whole":
                arrays[f"{name}.unknown"] = vectors_of(model, UNKNOWN)
        known[name] = list(words)
        if name == "fasttext":
            own = fasttext.load_model(str(path))
            theirs = vectors_of(own, words)
            print("fastText and gensim differ by", np.abs(theirs - arrays["fasttext.known"]).max(1),
                  words)
            theirs = vectors_of(own, UNKNOWN)
            print(np.abs(theirs - arrays["fasttext.unknown"]).max(1))
    save_file(arrays, OUT / "vectors.safetensors")
    (OUT / "words.json").write_text(
        json.dumps({"known": known, "unknown": UNKNOWN}, ensure_ascii=False) + "\n",
        encoding="utf-8")


if __name__ == "__main__":
    main()
