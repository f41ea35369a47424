"""Search and similarities, beside NumPy."""

import numpy as np
import pytest

import senc

RANDOM = np.random.default_rng(7)
ROWS = RANDOM.standard_normal((500, 24)).astype(np.float32)
QUERIES = RANDOM.standard_normal((40, 24)).astype(np.float32)


def expected(metric, a, b):
    a, b = a.astype(np.float64), b.astype(np.float64)
    if metric == "dot":
        return a @ b.T
    if metric == "cosine":
        return (a @ b.T) / np.linalg.norm(a, axis=1)[:, None] / np.linalg.norm(b, axis=1)
    order = 2 if metric == "euclidean" else 1
    return -np.linalg.norm(a[:, None] - b[None], axis=2, ord=order)


@pytest.mark.parametrize("metric", ["cosine", "dot", "euclidean", "manhattan"])
def test_similarities_and_search_are_exact(metric):
    scores = expected(metric, QUERIES, ROWS)
    np.testing.assert_allclose(senc.similarity(QUERIES, ROWS, metric=metric), scores, rtol=1e-5)
    indices, found = senc.search(QUERIES, ROWS, 7, metric=metric)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :7]
    np.testing.assert_array_equal(indices, order)
    np.testing.assert_allclose(found, np.take_along_axis(scores, order, 1), rtol=1e-5)


def test_a_call_by_a_thread_of_its_own_changes_nothing(monkeypatch):
    whole = senc.search(QUERIES, ROWS, 5)
    scores = senc.similarity(QUERIES, ROWS)
    monkeypatch.setattr(senc._search, "_SHORT", 0)
    for one, other in zip(whole, senc.search(QUERIES, ROWS, 5)):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(senc.similarity(QUERIES, ROWS), scores)


def test_a_row_that_is_not_finite_is_counted_from_the_first_of_all():
    rows = np.ones((1500, 2), np.float32)
    rows[1200, 1] = np.nan
    with pytest.raises(ValueError, match="row 1200 "):
        senc.similarity([1.0, 2], rows)
    with pytest.raises(ValueError, match="row 1200 "):
        senc.similarity(rows, [1.0, 2])


def test_one_vector_leaves_out_its_axis():
    assert senc.similarity(ROWS[0], ROWS).shape == (500,)
    assert senc.similarity(ROWS, ROWS[0]).shape == (500,)
    assert senc.similarity(ROWS[0], ROWS[0]) == np.float32(1)
    indices, scores = senc.search(ROWS[3], ROWS, 2)
    assert indices.shape == scores.shape == (2,)
    assert indices[0] == 3


def test_fewer_rows_than_asked_for_are_filled_up():
    indices, scores = senc.search(QUERIES[:2], ROWS[:3], 5)
    assert (indices[:, 3:] == -1).all()
    assert np.isneginf(scores[:, 3:]).all()
    indices, _ = senc.search(ROWS[0], ROWS, 5, threshold=0.99)
    assert indices.tolist() == [0, -1, -1, -1, -1]
    assert senc.search(ROWS[:0], ROWS, 5)[0].shape == (0, 5)


def test_other_types_of_numbers():
    for dtype in (np.float64, ">f4", np.float16):
        scores = senc.similarity(QUERIES.astype(dtype), ROWS.astype(dtype))
        np.testing.assert_allclose(scores, expected("cosine", QUERIES, ROWS), atol=2e-3)
    whole = RANDOM.integers(-9, 9, (30, 24))
    np.testing.assert_array_equal(
        senc.similarity(whole, whole, metric="dot"), (whole @ whole.T).astype(np.float32)
    )
    strided = np.ascontiguousarray(ROWS.T).T
    np.testing.assert_array_equal(senc.similarity(QUERIES, strided), senc.similarity(QUERIES, ROWS))
    assert senc.similarity([1, 2, 3], [1, 2, 3]) == 1


def test_int8_and_bits_with_finer_vectors():
    ranges = senc.ranges(ROWS)
    eight = senc._vectors.quantized(ROWS, ranges)
    steps = (ranges[1] - ranges[0]) / 255
    values = ranges[0] + (eight.astype(np.float32) + 128) * steps
    np.testing.assert_allclose(
        senc.similarity(QUERIES, eight, ranges=ranges),
        expected("cosine", QUERIES, values),
        atol=0.02,
    )
    best = senc.search(QUERIES, ROWS, 5)
    again = senc.search(QUERIES, eight, 5, ranges=ranges, rescore=ROWS)
    np.testing.assert_array_equal(again[0], best[0])
    np.testing.assert_array_equal(again[1], best[1])
    bits = np.packbits(ROWS > 0, axis=1)
    indices, _ = senc.search(ROWS[:9], bits, 1)
    assert indices[:, 0].tolist() == list(range(9))
    odd = np.packbits(ROWS[:, :21] > 0, axis=1)
    indices, _ = senc.search(ROWS[:9, :21], odd, 3, rescore=ROWS[:, :21], oversampling=100)
    assert indices[:, 0].tolist() == list(range(9))


def test_arrays_on_the_disk_are_searched_where_they_are(tmp_path):
    np.save(tmp_path / "rows.npy", ROWS)
    mapped = np.load(tmp_path / "rows.npy", mmap_mode="r")
    assert senc._vectors.as_rows(mapped, "rows")[0].ctypes.data == mapped.ctypes.data
    np.testing.assert_array_equal(
        senc.search(QUERIES, mapped, 3)[0], senc.search(QUERIES, ROWS, 3)[0]
    )
