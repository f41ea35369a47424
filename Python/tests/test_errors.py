"""What goes wrong is an exception of Python's kind, with senc's own line."""

import pickle

import numpy as np
import pytest
from conftest import TINY

import senc


@pytest.mark.parametrize(
    ("call", "kind", "status", "line"),
    [
        (
            lambda e: senc.Encoder("no-such-model"),
            FileNotFoundError,
            66,
            "no model 'no-such-model'",
        ),
        (lambda e: senc.Encoder(TINY, precision="int9"), ValueError, 64, "precision: "),
        (
            lambda e: senc.Encoder(TINY, threads=0),
            ValueError,
            64,
            "threads: 0 is outside 1 to 1024",
        ),
        (lambda e: e.encode("a", role="nobody"), ValueError, 64, "role: "),
        (lambda e: e.encode("a", prompt="none"), ValueError, 64, ""),
        (lambda e: e.encode("a", dimension=0), ValueError, 64, "dimension 0 is outside"),
        (lambda e: e.encode("a", dimension=10**6), ValueError, 64, "dimension 1000000"),
        (lambda e: e.encode(["a"], dimension=-1), ValueError, 64, "dimension -1"),
        (lambda e: e.encode("a", max_tokens=0), ValueError, 64, "a limit of 0 tokens"),
        (
            lambda e: e.encode("word " * 500, overflow="error"),
            ValueError,
            65,
            "text 1 has 2002 tokens",
        ),
        (lambda e: e.tokenize("a", truncation_side="up"), ValueError, 64, "truncation_side"),
        (lambda e: senc.search([[1.0, 2]], [[1.0, 2]], 0), ValueError, 64, "k"),
        (lambda e: senc.search([[np.nan, 2]], [[1.0, 2]]), ValueError, 65, ""),
        (lambda e: senc.search([[1.0, 2]], [[1.0, 2, 3]]), ValueError, 64, "dimension"),
        (lambda e: senc.similarity([[1.0]], [[1.0]], metric="far"), ValueError, 64, "metric: "),
    ],
)
def test_errors_have_their_kind_and_senc_s_line(tiny, call, kind, status, line):
    with pytest.raises(kind) as caught:
        call(tiny)
    error = caught.value
    assert isinstance(error, senc.Error)
    assert error.status == status
    assert line in str(error)
    assert "\n" not in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_model_that_is_damaged_is_a_value_error(tmp_path):
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(senc.Error) as caught:
        senc.Encoder(tmp_path)
    assert isinstance(caught.value, (ValueError, FileNotFoundError))


@pytest.mark.parametrize(
    "call",
    [
        lambda e: senc.Encoder(3),
        lambda e: e.encode("a", dimension="8"),
        lambda e: e.encode("a", colour="red"),
        lambda e: e.count_tokens("a", colour="red"),
    ],
)
def test_arguments_of_another_type_are_type_errors(tiny, call):
    with pytest.raises(TypeError):
        call(tiny)


def test_names_with_zeros_are_refused():
    with pytest.raises(ValueError, match="zeros"):
        senc.Encoder("a\0b")


@pytest.mark.parametrize("array", [np.zeros((1, 1, 1)), np.zeros(2, "M8[s]"), ["a"], 3.0])
def test_what_is_not_vectors_is_a_value_error(array):
    with pytest.raises(ValueError, match="a: "):
        senc.similarity(array, [1.0])
