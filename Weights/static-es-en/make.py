"""Makes the model beside this script with senc, from the embedded model and pairs of translations.

    pip install numpy==2.4.6 safetensors==0.8.0 tokenizers==0.23.3
    python pairs.py pairs.csv
    python make.py pairs.csv DIRECTORY      # senc on the path, or $SENC its name

1. `senc train distill` gives each token the vector that multilingual-e5-small gives it alone.
2. Here, in double precision: of the pieces those are chosen that the pairs have, and others that look
   like them; vectors are whitened, weighted by how rare their tokens are in the pairs, made smaller in
   directions in which translations differ much, and cut to those in which tokens differ most.
3. `senc train sentences` teaches that each text is nearer to its translation than to other texts.
4. `senc trim` leaves the chosen pieces, in float16.

The same pairs give the same bytes on the same kind of CPU with the same versions.
"""

import collections
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

HERE = pathlib.Path(__file__).resolve().parent
SENC = os.environ.get("SENC", "senc")
DIMENSION = 192
# Pieces that no pair has.
FURTHER_PIECES = 22_000
# a in a / (a + p) of a token with the share p of all (Arora, Liang and Ma, 2017).
WEIGHTING = 5e-4
LEARNING = ["--loss", "symmetric", "--batch", "4096", "--epochs", "2", "--learning-rate", "0.003"]


def senc(*arguments):
    subprocess.run([SENC, *map(str, arguments)], check=True)


def axes(vectors):
    """The principal axes of vectors, and their variances, the largest first."""
    variances, columns = numpy.linalg.eigh(numpy.cov(vectors.T))
    columns *= numpy.sign(columns[abs(columns).argmax(0), range(len(columns))])
    return columns[:, ::-1], variances[::-1]


def whitened(vectors, sample):
    """Vectors of which those of the sample have the mean 0 and the variance 1 in all directions."""
    columns, variances = axes(vectors[sample])
    # Where there is next to no variance there is rounding.
    kept = variances > 1e-5 * variances[0]
    return (vectors - vectors[sample].mean(0)) @ columns[:, kept] / variances[kept] ** 0.5


def choice(vectors, pieces, counts):
    """The pieces of the pairs, and those nearest to them by a linear model of the tokens' vectors."""
    shapes = numpy.array(
        [(piece[0] == "▁", len(piece), numpy.log(place + 2), piece.lower() != piece, piece.isascii())
         for place, piece in enumerate(pieces)], float,
    )
    lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-6)
    features = numpy.hstack([
        vectors / lengths * vectors.shape[1] ** 0.5,
        (shapes - shapes.mean(0)) / shapes.std(0), numpy.ones((len(pieces), 1)),
    ])
    seen = counts > 0
    gram = features.T @ features + 300 * numpy.eye(features.shape[1])
    scores = features @ numpy.linalg.solve(gram, features.T @ (seen - seen.mean()))
    further = numpy.where(seen, -numpy.inf, scores).argsort()[::-1][:FURTHER_PIECES]
    chosen = seen.copy()
    chosen[further] = True
    return chosen


def mean(vectors, texts):
    rows = numpy.stack([vectors[ids].mean(0) for ids in texts])
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def main():
    pairs, output = map(pathlib.Path, sys.argv[1:])
    with pairs.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        tokens, learned = place / "tokens", place / "learned"
        texts, kept = place / "texts.txt", place / "kept.txt"
        senc("train", "distill", "--model", HERE.parent / "multilingual-e5-small", "--dimension", 384,
             "--weighting", 0, "--whitening", 0, "--output", tokens)
        tokenizer = Tokenizer.from_file(str(tokens / "tokenizer.json"))
        pieces = [tokenizer.id_to_token(id) for id in range(tokenizer.get_vocab_size())]
        unknown = tokenizer.token_to_id("<unk>")
        sides = [
            [[id for id in text.ids if id != unknown]
             for text in tokenizer.encode_batch([row[side] for row in rows], add_special_tokens=False)]
            for side in (0, 1)
        ]
        found = collections.Counter(id for side in sides for ids in side for id in ids)
        counts = numpy.array([found[id] for id in range(len(pieces))])
        vectors = load_file(tokens / "model.safetensors")["embeddings"].astype(numpy.float64)
        vectors = whitened(vectors, numpy.arange(len(pieces)))
        chosen = choice(vectors, pieces, counts)
        vectors = whitened(vectors, chosen)
        shares = (counts + 1) / (counts + 1).sum()
        vectors *= (WEIGHTING / (WEIGHTING + shares))[:, None]

        long = [pair for pair in zip(*sides) if min(map(len, pair)) >= 3]
        english, spanish = (mean(vectors, side) for side in zip(*long))
        differences = english - spanish
        spreads, columns = numpy.linalg.eigh(differences.T @ differences / len(differences))
        # Half of what would make the differences alike in all directions.
        vectors = vectors @ (columns / spreads ** 0.25)
        vectors = vectors @ axes(vectors[chosen])[0][:, :DIMENSION]
        vectors /= numpy.linalg.norm(vectors[chosen], axis=1).mean()
        vectors[unknown] = 0
        save_file({"embeddings": numpy.ascontiguousarray(vectors, "<f4")}, tokens / "model.safetensors")
        configuration = json.loads((tokens / "config.json").read_text())
        configuration.update(apply_pca=DIMENSION, hidden_dim=DIMENSION, sif_coefficient=WEIGHTING)
        (tokens / "config.json").write_text(json.dumps(configuration, indent=2) + "\n")

        senc("train", "sentences", pairs, "--model", tokens, *LEARNING, "--output", learned)
        # A text a line, as trim reads them, and each once.
        lines = dict.fromkeys(" ".join(text.split()) for row in rows for text in row)
        texts.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        kept.write_text(
            "".join(f"{piece}\n" for piece, is_kept in zip(pieces, chosen) if is_kept), encoding="utf-8")
        senc("trim", learned, texts, "--input-format", "lines", "--tokens", kept, "--type", "float16",
             "--output", output)


if __name__ == "__main__":
    main()
