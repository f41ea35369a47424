"""Texts of every kind are read alike."""

import numpy as np
import pytest
from conftest import TEXTS

TABLE = [
    "Está lloviendo.",
    "x" * 50 + "ñ",
    None,
    "",
    "It is raining",
    "twelve bytes",
    "thirteenbytes",
]


def kinds():
    pa = pytest.importorskip("pyarrow")
    pd = pytest.importorskip("pandas")
    pl = pytest.importorskip("polars")
    return {
        "tuple": tuple(TABLE),
        "generator": (text for text in TABLE),
        "bytes": [None if text is None else text.encode() for text in TABLE],
        "numpy object": np.array(TABLE, object),
        "pandas": pd.Series(TABLE),
        "pandas object": pd.Series(TABLE, dtype=object),
        "pandas NaN": pd.Series([np.nan if text is None else text for text in TABLE], dtype=object),
        "pandas string": pd.Series(TABLE, dtype="string"),
        "pandas python": pd.Series(TABLE, dtype="string[python]"),
        "pandas arrow": pd.Series(TABLE, dtype=pd.ArrowDtype(pa.string())),
        "pandas category": pd.Series(TABLE, dtype="category"),
        "pandas index": pd.Index(TABLE),
        "pandas array": pd.array(TABLE, dtype="string"),
        "arrow": pa.array(TABLE),
        "arrow large": pa.array(TABLE, pa.large_string()),
        "arrow view": pa.array(TABLE, pa.string_view()),
        "arrow view slice": pa.array(["first", *TABLE], pa.string_view())[1:],
        "arrow binary": pa.array([t and t.encode() for t in TABLE], pa.binary()),
        "arrow slice": pa.array(["first", "second", *TABLE, "last"])[2:-1],
        "arrow chunks": pa.chunked_array([TABLE[:2], [], TABLE[2:]]),
        "arrow dictionary": pa.array(TABLE).dictionary_encode(),
        "arrow dictionary slice": pa.array(["first", *TABLE]).dictionary_encode()[1:],
        "polars": pl.Series(TABLE),
        "polars slice": pl.Series(["first", *TABLE])[1:],
        "polars chunks": pl.concat([pl.Series(TABLE[:3]), pl.Series(TABLE[3:])], rechunk=False),
        "polars category": pl.Series(TABLE, dtype=pl.Categorical),
    }


def test_every_kind_gives_the_vectors_of_a_list(tiny):
    expected = tiny.encode(TABLE, overflow="truncate")
    for name, texts in kinds().items():
        np.testing.assert_array_equal(tiny.encode(texts, overflow="truncate"), expected, name)


def test_arrays_of_fixed_length_are_texts(tiny):
    texts = ["Está", "lloviendo."]
    expected = tiny.encode(texts)
    np.testing.assert_array_equal(tiny.encode(np.array(texts)), expected)
    if hasattr(np, "dtypes") and hasattr(np.dtypes, "StringDType"):
        array = np.array(texts, np.dtypes.StringDType())
        np.testing.assert_array_equal(tiny.encode(array), expected)
    np.testing.assert_array_equal(tiny.encode(np.array("Está")), expected[0])


def test_nulls_are_rows_of_nan_or_of_zeros(tiny):
    vectors = tiny.encode(["one", None, "two", None])
    assert np.isnan(vectors[[1, 3]]).all()
    assert np.isfinite(vectors[[0, 2]]).all()
    for output_type in ("int8", "binary"):
        assert not tiny.encode(["one", None, "two"], output_type=output_type)[1].any()
    assert np.isnan(tiny.encode([None, None])).all()
    pa = pytest.importorskip("pyarrow")
    assert np.isnan(tiny.encode(pa.nulls(3))).all()


def test_no_texts_are_no_rows(tiny):
    pa = pytest.importorskip("pyarrow")
    pl = pytest.importorskip("polars")
    for none in (
        [],
        (),
        np.array([], str),
        pa.array([], pa.string()),
        pl.Series([], dtype=pl.String),
    ):
        assert tiny.encode(none).shape == (0, tiny.dimension)
    assert tiny.tokenize([]) == []
    assert tiny.count_tokens([]).shape == (0,)


def test_what_is_not_unicode_is_read_as_u_fffd(tiny):
    expected = tiny.encode("a\ufffdb")
    np.testing.assert_array_equal(tiny.encode("a\ud800b"), expected)
    np.testing.assert_array_equal(tiny.encode(["a\ud800b"])[0], expected)
    np.testing.assert_array_equal(tiny.encode(b"a\xffb"), expected)


@pytest.mark.parametrize(
    ("texts", "line"),
    [
        (3, "int is not text, nor a sequence of texts"),
        (None, "NoneType is not text, nor a sequence of texts"),
        ({"a": 1}, "dict is not text, nor a sequence of texts"),
        (["a", 3], "texts[1] is int, not text"),
        ([["a"]], "texts[0] is list, not text"),
        (np.zeros(3), "an array of float64 is not an array of texts"),
    ],
)
def test_what_is_not_text_is_a_type_error(tiny, texts, line):
    with pytest.raises(TypeError) as caught:
        tiny.encode(texts)
    assert str(caught.value) == line


def test_tables_are_not_texts(tiny):
    pa = pytest.importorskip("pyarrow")
    pd = pytest.importorskip("pandas")
    pl = pytest.importorskip("polars")
    columns = {"a": ["b"]}
    tables = [pa.table(columns), pd.DataFrame(columns), pl.DataFrame(columns), pa.array([1, 2])]
    for table in tables:
        with pytest.raises(TypeError, match="column"):
            tiny.encode(table)
    with pytest.raises(ValueError, match="one dimension"):
        tiny.encode(np.array([["a"]]))


def test_buffers_of_arrow_are_read_in_place():
    pa = pytest.importorskip("pyarrow")
    from senc._texts import read

    array = pa.array(TEXTS)
    assert read(array).column.address == array.buffers()[2].address
    assert read(array[3:]).column.address == array.buffers()[2].address
    pd = pytest.importorskip("pandas")
    series = pd.Series(array, dtype=pd.ArrowDtype(pa.string()))
    assert read(series).size == len("".join(TEXTS).encode())
