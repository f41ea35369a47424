"""Vectors are to the bit those of the program `senc encode`."""

import numpy as np
import pytest
from conftest import TEXTS, TINY

import senc


def lines(count):
    """Texts of all lengths and scripts, more than are encoded at once."""
    random = np.random.default_rng(1)
    words = np.array(
        [
            "the",
            "king",
            "and",
            "queen",
            "of",
            "sea",
            "el",
            "rey",
            "la",
            "reina",
            "lluvia",
            "niño",
            "¿qué?",
            "Straße",
            "1",
            "2024",
            "быстрая",
            "лиса",
            "我喜欢",
            "دافئ",
            "🙂",
            ",.;",
            "unbelievable-word",
        ]
    )
    return [
        " ".join(random.choice(words, 90 if line % 11 == 0 else random.integers(1, 13)))
        for line in range(count)
    ]


@pytest.mark.parametrize("precision", ["float32", "bfloat16", "int8"])
def test_of_a_small_model(program, precision):
    texts = TEXTS + lines(1300)
    expected = program(texts, "--model", TINY, "--precision", precision)
    with senc.Encoder(TINY, precision=precision) as encoder:
        np.testing.assert_array_equal(encoder.encode(texts, overflow="truncate"), expected)


def test_of_the_default_model(program, default):
    texts = TEXTS[:6] + lines(60)
    np.testing.assert_array_equal(default.encode(texts), program(texts))
    expected = program(texts, "--role", "query")
    np.testing.assert_array_equal(default.encode_query(texts), expected)
    for text, row in zip(texts, expected):
        np.testing.assert_array_equal(default.encode_query(text), row)


@pytest.mark.parametrize("output_type", ["float16", "int8", "binary"])
def test_of_other_types(program, tiny, output_type):
    texts = lines(100)
    expected = program(texts, "--model", TINY, "--output-type", output_type)
    found = tiny.encode(texts, output_type=output_type, overflow="truncate")
    np.testing.assert_array_equal(found, expected)
    assert found.dtype == expected.dtype


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["--truncate-dimension", "8", "--normalize"], {"dimension": 8, "normalize": True}),
        (
            ["--prompt-text", "the sea: ", "--no-normalize"],
            {"prompt_text": "the sea: ", "normalize": False},
        ),
        (
            ["--max-tokens", "9", "--truncation-side", "left"],
            {"max_tokens": 9, "truncation_side": "left", "overflow": "truncate"},
        ),
        (
            ["--max-tokens", "20", "--overflow", "chunk"],
            {"max_tokens": 20, "overflow": "chunk"},
        ),
    ],
)
def test_with_options(program, tiny, arguments, options):
    texts = lines(100)
    options.setdefault("overflow", "truncate")
    expected = program(texts, "--model", TINY, *arguments)
    np.testing.assert_array_equal(tiny.encode(texts, **options), expected)
