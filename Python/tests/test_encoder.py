"""`Encoder`: options, results, warnings, and its life."""

import copy
import os
import pickle
import subprocess
import sys
import warnings

import numpy as np
import pytest
from conftest import REPOSITORY, TEXTS, TINY

import senc


def test_a_text_is_a_vector_and_texts_are_rows(tiny):
    one, rows = tiny.encode("rain"), tiny.encode(["rain"])
    assert one.shape == (tiny.dimension,)
    assert rows.shape == (1, tiny.dimension)
    assert one.dtype == rows.dtype == np.float32
    np.testing.assert_array_equal(one, rows[0])


def test_vectors_do_not_depend_on_batches_and_threads(tiny):
    rows = tiny.encode(TEXTS, overflow="truncate")
    for threads in (1, 3):
        with senc.Encoder(TINY, threads=threads) as other:
            np.testing.assert_array_equal(other.encode(TEXTS, overflow="truncate"), rows)
    for index, text in enumerate(TEXTS):
        np.testing.assert_array_equal(tiny.encode(text, overflow="truncate"), rows[index])


def test_results_are_memory_of_their_own(tiny):
    first = tiny.encode("one")
    kept = first.copy()
    tiny.encode("two")
    np.testing.assert_array_equal(first, kept)


def test_what_the_model_is_is_told(default):
    assert default.model == senc.DEFAULT_MODEL
    assert default.dimension == 384
    assert default.max_tokens == 512
    assert default.prompts == {"passage": "passage: ", "query": "query: "}
    assert default.default_prompt is None
    assert default.metric == "cosine"
    assert "es" in default.languages
    assert default.precision == "float32"
    assert os.path.exists(default.path)
    assert default.description["family"] == "bert"
    assert repr(default) == "Encoder('multilingual-e5-small', 384 components, float32)"


def test_roles_and_prompts(default):
    by_role = default.encode("lluvia", role="query")
    np.testing.assert_array_equal(default.encode_query("lluvia"), by_role)
    np.testing.assert_array_equal(default.encode("lluvia", prompt="query"), by_role)
    np.testing.assert_array_equal(default.encode("lluvia", prompt_text="query: "), by_role)
    np.testing.assert_array_equal(default.encode("query: lluvia"), by_role)
    passage = default.encode_passage(["lluvia"])[0]
    np.testing.assert_array_equal(default.encode("passage: lluvia"), passage)


def test_normalization_and_dimension(tiny):
    scaled = tiny.encode(TEXTS[:3], normalize=True, dimension=8)
    assert scaled.shape == (3, 8)
    np.testing.assert_allclose(np.linalg.norm(scaled, axis=1), 1, rtol=1e-6)
    assert tiny.encode("a", dimension=np.int64(8)).shape == (8,)
    np.testing.assert_array_equal(tiny.encode(TEXTS[2], normalize=True, dimension=8), scaled[2])


def test_a_call_in_another_precision():
    texts = TEXTS[:4]
    with senc.Encoder(TINY) as encoder, senc.Encoder(TINY, precision="int8") as other:
        expected = other.encode(texts)
        assert not np.array_equal(encoder.encode(texts), expected)
        for some, rows in ((texts, expected), (texts[2], expected[2])):
            found = encoder.encode(some, precision="int8", batch_size=7)
            np.testing.assert_array_equal(found, rows)
        own = encoder.encode(texts, precision="float32")
        np.testing.assert_array_equal(own, encoder.encode(texts))
        assert encoder.precision == "float32"
        with pytest.raises(ValueError, match="precision"):
            encoder.encode(texts, precision="half")
        with pytest.raises(ValueError, match="batch_size"):
            encoder.encode(texts, batch_size=0)
    with pytest.raises(ValueError, match="the encoder is closed"):
        encoder.encode("a", precision="int8")


def test_types_of_components(tiny):
    texts = TEXTS[:4]
    rows = tiny.encode(texts)
    np.testing.assert_array_equal(
        tiny.encode(texts, output_type="float16"), rows.astype(np.float16)
    )
    np.testing.assert_array_equal(
        tiny.encode(texts, output_type="binary"), np.packbits(rows > 0, axis=1)
    )
    ranges = senc.ranges(rows)
    by_ranges = tiny.encode(texts, output_type="int8", ranges=ranges)
    assert by_ranges.dtype == np.int8
    np.testing.assert_array_equal(tiny.encode(texts, output_type="int8"), by_ranges)
    np.testing.assert_array_equal(
        tiny.encode(texts[1], output_type="int8", ranges=ranges), by_ranges[1]
    )
    with pytest.raises(ValueError, match="at least 2 vectors"):
        tiny.encode("one", output_type="int8")
    with pytest.raises(ValueError, match="output_type: 'int4'"):
        tiny.encode("one", output_type="int4")
    with pytest.raises(ValueError, match=r"\[2, 3\] is not \[2, "):
        tiny.encode("one", output_type="int8", ranges=np.zeros((2, 3)))


def test_rows_of_the_callers(tiny):
    rows = tiny.encode(["a", "b"])
    wide = np.zeros((2, tiny.dimension + 7), np.float32)
    part = wide[:, 3 : 3 + tiny.dimension]
    assert tiny.encode(["a", "b"], out=part) is part
    np.testing.assert_array_equal(part, rows)
    assert not wide[:, :3].any()
    assert not wide[:, 3 + tiny.dimension :].any()
    one = np.empty(tiny.dimension, np.float32)
    assert tiny.encode("b", out=one) is one
    np.testing.assert_array_equal(one, rows[1])
    kept = np.full((2, tiny.dimension), 7, np.float32)
    tiny.encode([None, "b"], out=kept)
    assert (kept[0] == 7).all()
    eight = np.empty((2, tiny.dimension), np.int8)
    np.testing.assert_array_equal(
        tiny.encode(["a", "b"], output_type="int8", out=eight),
        tiny.encode(["a", "b"], output_type="int8"),
    )


def test_rows_that_cannot_be_written_are_refused(tiny):
    dimension = tiny.dimension
    fixed = np.zeros((1, dimension), np.float32)
    fixed.flags.writeable = False
    for out in (
        fixed,
        np.zeros((2, dimension), np.float32),
        np.zeros((1, dimension), np.float64),
        np.zeros((1, dimension), ">f4"),
        np.zeros((1, 2 * dimension), np.float32)[:, ::2],
        np.zeros((1, dimension), np.float32)[:, ::-1],
        [0.0] * dimension,
    ):
        with pytest.raises(ValueError, match="out"):
            tiny.encode(["a"], out=out)


def test_texts_that_are_cut_are_warned_of_once(tiny):
    long = "word " * 1000
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for _ in range(3):
            tiny.encode(long)
    cut = [warning for warning in caught if "are cut" in str(warning.message)]
    assert [warning.category for warning in cut] == [senc.TextWarning]
    assert cut[0].filename == __file__
    for overflow in ("truncate", "chunk"):
        tiny.encode([long], overflow=overflow)
    with pytest.raises(senc.Error, match="text 1 has"):
        tiny.encode([long], overflow="error")


def test_progress_is_told_and_may_end_a_call(tiny):
    told = []
    texts = ["The king and the queen"] * 3000
    tiny.encode(texts, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3000, 3000)
    assert told == sorted(told)

    def stop(done, total):
        raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        tiny.encode(texts * 20, progress=stop)


def test_tokens(default):
    text = "Está 🙂 lloviendo ya"
    tokens = default.tokenize(text)
    pieces = [text[start:end] for start, end in zip(tokens.starts, tokens.ends)]
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")
    assert tokens.special.tolist() == [True] + [False] * (len(tokens.ids) - 2) + [True]
    bare = default.tokenize([text, None, "a"], special_tokens=False)
    np.testing.assert_array_equal(bare[0].ids, tokens.ids[1:-1])
    assert [len(tokens.ids) for tokens in bare][1] == 0
    assert default.count_tokens(text) == len(tokens.ids)
    np.testing.assert_array_equal(
        default.count_tokens([text, None], prompt="query"),
        [len(default.tokenize("query: " + text).ids), 0],
    )
    assert len(default.tokenize(text, max_tokens=4).ids) == 4
    many = [f"text {number}" for number in range(9000)]
    assert [len(some.ids) for some in default.tokenize(many)] == default.count_tokens(many).tolist()


def test_it_is_pickled_by_its_name_and_options(tmp_path, monkeypatch):
    with senc.Encoder(TINY, precision="int8", threads=1) as encoder:
        packed = pickle.dumps(encoder)
        assert len(packed) < 500
        again = pickle.loads(packed)
        assert again._handle is encoder._handle
        expected = encoder.encode("rain")
        np.testing.assert_array_equal(again.encode("rain"), expected)
    np.testing.assert_array_equal(again.encode("rain"), expected)
    again.close()
    monkeypatch.chdir(TINY.parent)
    relative = pickle.dumps(senc.Encoder(TINY.name))
    monkeypatch.chdir(tmp_path)
    assert pickle.loads(relative).source == str(TINY)
    assert copy.deepcopy(again) is again


def test_encoders_of_the_same_model_have_the_same_fingerprint(tiny):
    with senc.Encoder(TINY) as same, senc.Encoder(TINY, precision="int8") as other:
        assert tiny.fingerprint == same.fingerprint != other.fingerprint
    assert len(tiny.fingerprint) == 16
    assert tiny.stamp(dimension=8)["dimension"] == 8


def test_a_closed_encoder_says_so():
    encoder = senc.Encoder(TINY)
    encoder.encode("a")
    encoder.close()
    encoder.close()
    assert "closed" in repr(encoder)
    for call in (encoder.encode, encoder.tokenize, encoder.count_tokens):
        with pytest.raises(ValueError, match="the encoder is closed"):
            call("a")


def script(text, **variables):
    environment = {**os.environ, **variables}
    return subprocess.run(
        [sys.executable, "-c", text], env=environment, capture_output=True, text=True
    )


def test_which_model_is_loaded(tmp_path):
    show = "import senc; print(senc.Encoder().path)"
    assert str(TINY) in script(show, SENC_MODEL=str(TINY)).stdout
    (tmp_path / "tiny").symlink_to(TINY)
    by_name = script(show, SENC_MODEL="tiny", SENC_MODELS=f"/nowhere:{tmp_path}")
    assert "tiny" in by_name.stdout, by_name.stderr
    (tmp_path / senc.DEFAULT_MODEL).symlink_to(TINY)
    assert str(tmp_path) in script(show, SENC_MODELS=str(tmp_path)).stdout


def test_the_path_is_a_whole_one(monkeypatch):
    monkeypatch.chdir(TINY.parent.parent)
    monkeypatch.setenv("SENC_MODELS", "Goldens")
    with senc.Encoder("tiny-bert") as encoder:
        assert os.path.isabs(encoder.path)
        assert os.path.samefile(encoder.path, TINY)


def test_declarations_are_those_of_the_header():
    """Fields and numbers are those of senc.h."""
    import re

    from senc import _library

    header = (REPOSITORY / "Sources/CSenc/include/senc.h").read_text()
    assert f"#define SENC_ABI_VERSION {_library.ABI_VERSION}\n" in header
    plain = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
    for name, structure in {
        "senc_strings": _library.Strings,
        "senc_vectors": _library.Vectors,
        "senc_report": _library.Report,
        "senc_tokens": _library.TokenArrays,
    }.items():
        body = re.search(rf"typedef struct {name} {{(.*?)}}", plain, re.S)[1]
        fields = re.findall(r"(\w+);", body)
        assert fields == [field[0] for field in structure._fields_], name
    for name in ("FLOAT32", "FLOAT16", "INT8", "BINARY"):
        assert f"SENC_{name} = {getattr(_library, name)}," in plain
    from senc import _errors

    for number in map(int, re.findall(r"SENC_[A-Z_]+ = (6\d|7\d|130),", plain)):
        assert _errors._KINDS[number].status == number
    assert senc.__version__ == _library.library().senc_version().decode()
