"""Writes training/phrases.json: texts, and which of their words gensim joins to phrases.

    pip install gensim==4.4.0
    python make_phrases.py

The words follow each other as in a chain, so that some pairs are frequent. For each setting:
    phrases     of each round, sorted, as a b
    sentences   the texts at the end
"""

import json
import pathlib
import random

from gensim.models.phrases import Phrases

HERE = pathlib.Path(__file__).resolve().parent / "training"
generator = random.Random(4)
WORDS = [f"w{index}" for index in range(120)]
FOLLOWERS = {word: generator.sample(WORDS, 3) for word in WORDS}


def sentence():
    words = [generator.choice(WORDS)]
    while len(words) < generator.randrange(1, 25):
        usual = generator.random() < 0.35
        rank = int(len(WORDS) ** generator.random()) - 1
        words.append(generator.choice(FOLLOWERS[words[-1]]) if usual else WORDS[rank])
    return words


def result(sentences, rounds, min_count, threshold):
    phrases = []
    for _ in range(rounds):
        model = Phrases(sentences, min_count=min_count, threshold=threshold, delimiter="\t")
        phrases.append(sorted(name.split("\t") for name in model.export_phrases()))
        sentences = [
            [word.replace("\t", "_") for word in model[sentence]] for sentence in sentences
        ]
    return {
        "rounds": rounds,
        "min_count": min_count,
        "threshold": threshold,
        "phrases": phrases,
        "sentences": [" ".join(sentence) for sentence in sentences],
    }


sentences = [sentence() for _ in range(350)]
settings = [(1, 5, 0.7), (2, 5, 0.7), (1, 1, 3.5), (3, 1, 2.0)]
HERE.mkdir(exist_ok=True)
(HERE / "phrases.json").write_text(
    json.dumps(
        {
            "texts": [" ".join(words) for words in sentences],
            "settings": [result(sentences, *setting) for setting in settings],
        },
        separators=(",", ":"),
    )
    + "\n"
)
