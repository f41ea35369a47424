"""Columns of vectors in Spark, Ray and Dask.

Each is tested where it is installed: check.sh installs Dask and Ray, with --engines Spark, too,
which needs Java.
"""

import json
import os
import re
import shutil
import subprocess
import sys

import numpy as np
import pytest
from conftest import REPOSITORY, TINY

import senc

TEXTS = [
    None if number % 7 == 3 else f"The king and queen number {number}" for number in range(200)
]
OPTIONS = [
    {},
    {"precision": "int8"},
    {"dimension": 8, "normalize": True},
    {"prompt_text": "the sea: ", "output_type": "binary"},
    {"output_type": "int8"},
]


def expected(**options):
    """The rows of an encoder, with None for nulls."""
    precision = options.pop("precision", "float32")
    with senc.Encoder(TINY, precision=precision, threads=1) as encoder:
        rows = encoder.encode(TEXTS, **options)
    return [None if text is None else row.tolist() for text, row in zip(TEXTS, rows)]


def with_ranges(options):
    if options.get("output_type") != "int8":
        return options
    with senc.Encoder(TINY) as encoder:
        rows = encoder.encode([text for text in TEXTS if text is not None])
    return {**options, "ranges": senc.ranges(rows)}


def test_a_column_has_the_fingerprint_of_its_encoder(tiny):
    from senc import _columns

    pa = pytest.importorskip("pyarrow")
    made = _columns.record(tiny)
    assert made["fingerprint"] == tiny.fingerprint
    job = _columns.job("text", "vector", TINY, "float32", "packed", "float32", {})
    schema = pa.schema([_columns.vector_field(job)])
    assert _columns.of_schema(schema, "vector") == made
    others = [
        _columns.record(senc.Encoder(TINY, precision="int8")),
        _columns.record(tiny, options={"dimension": 8}),
        _columns.record(tiny, options={"prompt_text": "the sea: "}),
        _columns.record(tiny, "binary"),
    ]
    for other in others:
        assert other["fingerprint"] != made["fingerprint"]
        with pytest.raises(senc.Error, match=r"^2: b \(tiny-bert, .* was not made as 1: a \("):
            _columns.check_same([("a", made), ("b", other)])


def test_vectors_of_one_model_can_be_compared_whatever_their_prompt(tiny, default):
    from senc import _columns

    query = _columns.record(default, options={"role": "query"})
    passage = _columns.record(default, options={"role": "passage"})
    _columns.check_comparable([("queries", query), ("passages", passage)])
    with pytest.raises(senc.Error, match="prompt 'query: ' is not 'passage: '"):
        _columns.check_same([("passages", passage), ("queries", query)])
    with pytest.raises(ValueError, match=r"weights .* dimension 32 is not 384"):
        _columns.check_comparable([("queries", query), ("others", _columns.record(tiny))])


def test_what_is_not_a_fingerprint_is_refused():
    from senc import _columns

    pa = pytest.importorskip("pyarrow")
    field = pa.field("vector", pa.list_(pa.float32()))
    with pytest.raises(senc.Error, match="'vector' has no fingerprint: senc has not made it"):
        _columns.of_schema(pa.schema([field]), "vector")
    for text in ("{", "[]", "1", '{"fingerprint": 1}', '{"fingerprint": "a", "model": 1}'):
        schema = pa.schema([field.with_metadata({"senc": text})])
        with pytest.raises(senc.Error, match="the fingerprint of the column 'vector' is not valid"):
            _columns.of_schema(schema, "vector")
    with pytest.raises(senc.Error, match="no column 'x'; there are vector"):
        _columns.of_schema(pa.schema([field]), "x")


def test_a_worker_with_another_model_refuses_to_encode(tmp_path):
    from senc import _columns

    pytest.importorskip("pyarrow")
    model = tmp_path / "model"
    shutil.copytree(TINY, model)
    job = _columns.job("text", "vector", str(model), "float32", "packed", "float32", {})
    # The last word of the vocabulary is another one.
    words = (TINY / "vocab.txt").read_text().splitlines()
    (model / "vocab.txt").write_text("\n".join([*words[:-1], "other"]) + "\n")
    (model / "tokenizer.json").unlink()
    with pytest.raises(senc.Error, match=r"^the worker's model .* was not made as the driver's "):
        job.encode(["a"], 1)


# ---- Spark ----


@pytest.fixture(scope="module")
def spark():
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    from pyspark.sql import SparkSession

    os.environ.update({"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "localhost"})
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", 30)
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def frame(spark):
    rows = list(enumerate(TEXTS))
    return spark.createDataFrame(rows, "id long, text string").repartition(3)


def in_order(frame):
    rows = [(row["id"], row["vector"]) for row in frame.select("id", "vector").collect()]
    return [None if row is None else list(row) for _, row in sorted(rows, key=lambda one: one[0])]


@pytest.mark.parametrize("options", OPTIONS)
def test_spark_has_the_vectors_of_the_encoder(frame, options):
    import senc.spark

    options = with_ranges(options)
    assert in_order(senc.spark.encode(frame, "text", model=TINY, **options)) == expected(**options)


def test_spark_keeps_the_fingerprint_and_refuses_to_mix(spark, frame, tiny, tmp_path):
    import senc.spark
    from senc import _columns

    pq = pytest.importorskip("pyarrow.parquet")
    encoded = senc.spark.encode(frame, "text", model=TINY)
    assert senc.spark.fingerprint(encoded) == tiny.fingerprint
    path = tmp_path / "vectors.parquet"
    encoded.write.parquet(str(path))
    again = spark.read.parquet(str(path))
    assert senc.spark.fingerprint(again) == tiny.fingerprint
    file = next(path.glob("*.parquet"))
    assert _columns.of_schema(pq.read_schema(file), "vector")["fingerprint"] == tiny.fingerprint
    assert senc.spark.union(encoded, again).count() == 2 * len(TEXTS)
    senc.spark.check_comparable((again, "vector"), tiny)
    other = senc.spark.encode(frame, "text", model=TINY, dimension=8)
    with pytest.raises(senc.Error, match="dimension 8 is not 32"):
        senc.spark.union(again, other)
    with pytest.raises(senc.Error, match=r"the encoder .* was not made as 1: the column 'vector'"):
        senc.spark.check_same((other, "vector"), tiny)
    with pytest.raises(senc.Error, match="'text' has no fingerprint"):
        senc.spark.fingerprint(frame, "text")


def test_spark_refuses_what_makes_no_sense_before_anything_runs(frame):
    import senc.spark

    for options, message in (
        ({"column": "x"}, "no column 'x'; there are id, text"),
        ({"column": "id"}, "the column 'id' is bigint, not text"),
        ({"into": "id"}, "there is a column 'id' already"),
        ({"output_type": "float16"}, "'float16' is not one of float32, int8, binary"),
        ({"output_type": "int8"}, "needs ranges"),
        ({"model": "no-such-model"}, "no model 'no-such-model'"),
    ):
        with pytest.raises(senc.Error, match=message):
            senc.spark.encode(frame, **{"column": "text", "model": TINY, **options})
    with pytest.raises(TypeError, match="no option 'rolle'"):
        senc.spark.encode(frame, "text", model=TINY, rolle="query")


def test_spark_has_a_function_for_sql(spark, frame):
    import senc.spark

    pytest.importorskip("pyspark.sql.functions").__dict__.get("arrow_udf") or pytest.skip("old")
    senc.spark.register(spark, "vector_of", model=TINY)
    frame.createOrReplaceTempView("notes")
    assert in_order(spark.sql("SELECT id, vector_of(text) AS vector FROM notes")) == expected()


# ---- Ray ----


@pytest.fixture(scope="module")
def cluster():
    ray = pytest.importorskip("ray")
    pytest.importorskip("ray.data")
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        log_to_driver=False,
        object_store_memory=100 << 20,
        _node_ip_address="127.0.0.1",
    )
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield ray
    ray.shutdown()


@pytest.fixture(scope="module")
def dataset(cluster):
    return cluster.data.from_items([{"id": id, "text": text} for id, text in enumerate(TEXTS)])


@pytest.mark.parametrize("options", OPTIONS)
def test_ray_has_the_vectors_of_the_encoder(dataset, options):
    import senc.ray

    options = with_ranges(options)
    encoded = senc.ray.encode(dataset, "text", model=TINY, batch_size=17, **options)
    rows = {row["id"]: row["vector"] for row in encoded.take_all()}
    assert [rows[id] for id in range(len(TEXTS))] == expected(**options)


def test_ray_refuses_actors_without_threads(dataset):
    import senc.ray

    with pytest.raises(ValueError, match="threads: 0 is not positive"):
        senc.ray.encode(dataset, "text", model=TINY, threads=0)


def test_ray_keeps_the_fingerprint_and_refuses_to_mix(cluster, dataset, tiny, tmp_path):
    import senc.ray

    pq = pytest.importorskip("pyarrow.parquet")
    encoded = senc.ray.encode(dataset, "text", model=TINY).materialize()
    encoded.write_parquet(str(tmp_path))
    schema = pq.read_schema(next(tmp_path.glob("*.parquet")))
    assert str(schema.field("vector").type) == "fixed_size_list<element: float>[32]"
    again = cluster.data.read_parquet(str(tmp_path))
    by_hand = dataset.map_batches(
        senc.ray.Encode,
        fn_constructor_kwargs={"column": "text", "model": str(TINY)},
        batch_format="pyarrow",
        compute=cluster.data.ActorPoolStrategy(size=1),
        num_cpus=1,
    )
    for one in (encoded, again, by_hand, schema):
        assert senc.ray.fingerprint(one) == tiny.fingerprint
    assert senc.ray.union(encoded, again).count() == 2 * len(TEXTS)
    other = senc.ray.encode(dataset, "text", model=TINY, prompt_text="the sea: ")
    senc.ray.check_comparable((encoded, "vector"), (other, "vector"), tiny)
    with pytest.raises(senc.Error, match="prompt 'the sea: ' is not ''"):
        senc.ray.union(encoded, other)


# ---- Dask ----


@pytest.fixture
def parts():
    pytest.importorskip("dask.dataframe")
    import dask.dataframe as dd
    import pandas as pd

    table = pd.DataFrame({"id": range(len(TEXTS)), "text": TEXTS})
    return dd.from_pandas(table, npartitions=7)


def listed(frame):
    frame = frame.compute(scheduler="threads").sort_values("id")
    return [None if row is None or row is _na() else list(row) for row in frame["vector"]]


def _na():
    import pandas as pd

    return pd.NA


@pytest.mark.parametrize("options", [*OPTIONS, {"output_type": "float16"}])
def test_dask_has_the_vectors_of_the_encoder(parts, options):
    import senc.dask

    options = with_ranges(options)
    assert listed(senc.dask.encode(parts, "text", model=TINY, **options)) == expected(**options)


def test_dask_keeps_the_fingerprint_and_refuses_to_mix(parts, tiny, tmp_path):
    import senc.dask

    encoded = senc.dask.encode(parts, "text", model=TINY)
    path = str(tmp_path / "vectors")
    assert senc.dask.to_parquet(encoded, path) == len(TEXTS)
    with pytest.raises(senc.Error, match=r"there is Parquet in .* already"):
        senc.dask.to_parquet(encoded, path)
    again = senc.dask.read_parquet(path)
    assert listed(again) == expected()
    assert again.dtypes.astype(str).tolist() == encoded.dtypes.astype(str).tolist()
    for one in (encoded, again, encoded[encoded.id > 3], encoded.compute(scheduler="threads")):
        assert senc.dask.fingerprint(one) == tiny.fingerprint
    assert len(senc.dask.concat(encoded, again)) == 2 * len(TEXTS)
    other = senc.dask.encode(parts, "text", model=TINY, normalize=False)
    with pytest.raises(senc.Error, match=r"^2: .*: normalized False is not True"):
        senc.dask.concat(encoded, other)
    senc.dask.to_parquet(other, str(tmp_path / "other"))
    shutil.copy(tmp_path / "other/part.000000.parquet", tmp_path / "vectors/part.x.parquet")
    with pytest.raises(senc.Error, match="normalized False is not True"):
        senc.dask.read_parquet(path)


def test_dask_in_processes(parts):
    import senc.dask

    with senc.Encoder(TINY) as encoder:
        rows = encoder.encode(TEXTS)
    frame = senc.dask.encode(parts, "text", model=TINY).compute(scheduler="processes")
    for found, row in zip(frame.sort_values("id")["vector"], rows):
        assert found is _na() or np.array_equal(np.float32(found), row)


# ---- The program ----


@pytest.fixture(scope="module")
def worker():
    """The program, if it has the command."""
    program = os.environ.get("SENC_PROGRAM")
    if not program or subprocess.run([program, "help", "worker"], capture_output=True).returncode:
        pytest.skip("SENC_PROGRAM names no program with the command worker")
    return program


def test_the_worker_has_the_vectors_of_the_encoder(worker, tiny):
    texts = [text for text in TEXTS if text is not None]
    answer = subprocess.run(
        [worker, "worker", "--model", TINY, "--input-format", "jsonl"],
        input="".join(json.dumps(text) + "\n" for text in texts),
        capture_output=True,
        text=True,
        check=True,
    )
    rows = np.array([json.loads(line) for line in answer.stdout.splitlines()], np.float32)
    np.testing.assert_array_equal(rows, tiny.encode(texts))


# ---- The pages ----


@pytest.mark.parametrize("page", ["Documentation/engines.md", "Documentation/es/engines.md"])
@pytest.mark.parametrize("section", ["Spark", "Ray", "Dask", "senc worker"])
def test_examples_of_the_pages_print_what_they_say(
    page, section, request, monkeypatch, tmp_path, capsys
):
    fixture = {"Spark": "spark", "Ray": "cluster", "Dask": "parts", "senc worker": "worker"}
    needed = request.getfixturevalue(fixture[section])
    if section == "senc worker":
        (tmp_path / "senc").symlink_to(needed)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    found = next(one for one in re.split(r"^## ", text, flags=re.M) if one.startswith(section))
    blocks = re.findall(r"^```(python|text)\n(.*?)^```$", found, re.M | re.S)
    code = "".join(block for kind, block in blocks if kind == "python")
    exec(compile(code, f"{page}, {section}", "exec"), {"__name__": "page"})
    printed = "".join(block for kind, block in blocks if kind == "text")
    # Fingerprints are those of the model that comes with the package today.
    digits = re.compile(r"\b[0-9a-f]{16}\b")
    assert digits.sub("#", capsys.readouterr().out) == digits.sub("#", printed)


@pytest.mark.parametrize(
    ("engine", "needed"), [("spark", "pyspark"), ("ray", "ray"), ("dask", "dask")]
)
def test_an_engine_that_is_missing_is_named(engine, needed):
    code = f"import sys; sys.modules[{needed!r}] = None; import senc.{engine}"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert re.match(
        rf"ImportError: senc\.{engine} needs .*pip install", found.stderr.splitlines()[-1]
    )
