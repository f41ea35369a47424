"""The shapes of other libraries, with senc's vectors."""

import asyncio
import pickle
import sys

import numpy as np
import pytest
from conftest import TINY

TEXTS = ["Está lloviendo.", "The train is late.", "Dogs are welcome."]


@pytest.fixture(scope="module")
def passages(default):
    return default.encode_passage(TEXTS)


@pytest.fixture(scope="module")
def query(default):
    return default.encode_query("perros")


def test_langchain(default, passages, query):
    pytest.importorskip("langchain_core")
    from langchain_core.vectorstores import InMemoryVectorStore

    from senc.langchain import SencEmbeddings

    embeddings = SencEmbeddings(default)
    np.testing.assert_array_equal(np.float32(embeddings.embed_documents(TEXTS)), passages)
    np.testing.assert_array_equal(np.float32(embeddings.embed_query("perros")), query)
    again = asyncio.run(embeddings.aembed_documents(TEXTS))
    assert again == embeddings.embed_documents(TEXTS)
    assert all(type(number) is float for number in again[0])
    store = InMemoryVectorStore.from_texts(TEXTS, embeddings)
    assert store.similarity_search("perros", k=1)[0].page_content == TEXTS[2]
    assert pickle.loads(pickle.dumps(embeddings)).embed_query("a") == embeddings.embed_query("a")


def test_scikit_learn(default):
    pytest.importorskip("sklearn")
    from sklearn.base import clone
    from sklearn.compose import ColumnTransformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline

    from senc.sklearn import SencVectorizer

    texts = [f"{text} {number}" for number in range(6) for text in TEXTS]
    labels = ["rain", "train", "dogs"] * 6
    pipeline = make_pipeline(SencVectorizer(threads=1), LogisticRegression()).fit(texts, labels)
    assert pipeline.predict(["Se admiten perros", "Llueve mucho"]).tolist() == ["dogs", "rain"]
    again = pickle.loads(pickle.dumps(pipeline))
    assert again.predict(texts).tolist() == pipeline.predict(texts).tolist()
    copy = clone(pipeline[0])
    assert copy.get_params() == pipeline[0].get_params()
    assert not hasattr(copy, "encoder_")
    assert copy.fit().encoder_._handle is pipeline[0].encoder_._handle
    np.testing.assert_array_equal(copy.transform(texts), default.encode(texts))
    search = GridSearchCV(pipeline, {"sencvectorizer__dimension": [2, 384]}, cv=2)
    assert search.fit(texts, labels).best_params_ == {"sencvectorizer__dimension": 384}
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"text": texts, "number": range(len(texts))})
    columns = ColumnTransformer(
        [("text", SencVectorizer(dimension=3), ["text"])], remainder="passthrough"
    ).set_output(transform="pandas")
    table = columns.fit_transform(frame)
    assert list(table) == ["text__senc0", "text__senc1", "text__senc2", "remainder__number"]
    pl = pytest.importorskip("polars")
    np.testing.assert_array_equal(
        SencVectorizer().transform(pl.DataFrame({"text": texts})), default.encode(texts)
    )
    with pytest.raises(ValueError, match="one column of texts"):
        SencVectorizer().transform(frame)


def test_sentence_transformers(default):
    from senc.sentence_transformers import SentenceTransformer

    model = SentenceTransformer()
    rows = default.encode(TEXTS)
    np.testing.assert_array_equal(model.encode(TEXTS, batch_size=2, show_progress_bar=True), rows)
    np.testing.assert_array_equal(model.encode(TEXTS[0]), rows[0])
    np.testing.assert_array_equal(model.encode_query("perros"), default.encode_query("perros"))
    np.testing.assert_array_equal(model.encode_document(TEXTS), default.encode_passage(TEXTS))
    np.testing.assert_array_equal(
        model.encode(TEXTS, prompt_name="query"), default.encode_query(TEXTS)
    )
    np.testing.assert_array_equal(
        model.encode(TEXTS, prompt="x: "), default.encode(TEXTS, prompt_text="x: ")
    )
    with pytest.raises(ValueError, match="prompt_name: 'none'"):
        model.encode(TEXTS, prompt_name="none")
    bits = model.encode(TEXTS, precision="ubinary")
    np.testing.assert_array_equal(bits, np.packbits(rows > 0, axis=1))
    np.testing.assert_array_equal(
        model.encode(TEXTS, precision="binary"), (bits.astype(int) - 128).astype(np.int8)
    )
    eight = model.encode(TEXTS, precision="int8")
    np.testing.assert_array_equal(
        model.encode(TEXTS, precision="uint8"), (eight.astype(int) + 128).astype(np.uint8)
    )
    scores = model.similarity(rows, rows[:2])
    np.testing.assert_allclose(scores, rows @ rows[:2].T, atol=1e-6)
    np.testing.assert_allclose(model.similarity_pairwise(rows, rows), np.ones(3), atol=1e-6)
    assert model.get_sentence_embedding_dimension() == 384
    assert model.get_max_seq_length() == 512
    with model.truncate_sentence_embeddings(16):
        assert model.encode(TEXTS).shape == (3, 16)
        assert model.get_embedding_dimension() == 16
    pool = model.start_multi_process_pool()
    np.testing.assert_array_equal(model.encode_multi_process(TEXTS, pool, chunk_size=2), rows)
    model.stop_multi_process_pool(pool)
    with pytest.raises(ValueError, match="computes on the CPU"):
        SentenceTransformer(device="cuda")
    model.max_seq_length = 3
    np.testing.assert_array_equal(
        model.encode(TEXTS), default.encode(TEXTS, max_tokens=3, overflow="truncate")
    )
    prompted = SentenceTransformer(prompts={"q": "Q: "}, default_prompt_name="q")
    np.testing.assert_array_equal(prompted.encode(TEXTS), default.encode(TEXTS, prompt_text="Q: "))


def test_llama_index(passages, query):
    pytest.importorskip("llama_index.core")
    from senc.llama_index import SencEmbedding

    model = SencEmbedding()
    np.testing.assert_array_equal(np.float32(model.get_text_embedding_batch(TEXTS)), passages)
    np.testing.assert_array_equal(np.float32(model.get_query_embedding("perros")), query)
    again = asyncio.run(model.aget_text_embedding_batch(TEXTS))
    np.testing.assert_array_equal(np.float32(again), passages)
    other = SencEmbedding.from_dict(model.to_dict())
    assert other.get_text_embedding("a") == model.get_text_embedding("a")
    small = pickle.loads(pickle.dumps(SencEmbedding(str(TINY), dimension=8, normalize=True)))
    assert len(small.get_text_embedding("a")) == 8


def test_chroma(tmp_path, query):
    pytest.importorskip("chromadb")
    import chromadb

    from senc.chroma import SencEmbeddingFunction

    function = SencEmbeddingFunction(threads=1)
    np.testing.assert_array_equal(function.embed_query(["perros"])[0], query)
    notes = chromadb.PersistentClient(str(tmp_path)).create_collection(
        "notes", embedding_function=function
    )
    notes.add(ids=["a", "b", "c"], documents=TEXTS)
    again = chromadb.PersistentClient(str(tmp_path)).get_collection("notes")
    for collection in (notes, again):
        assert collection.query(query_texts=["perros"], n_results=1)["ids"] == [["c"]]
    config = function.get_config()
    assert SencEmbeddingFunction.build_from_config(config).get_config() == config
    with pytest.raises(ValueError, match="model of a collection"):
        function.validate_config_update(config, {**config, "model": "other"})


def test_haystack(passages, query):
    pytest.importorskip("haystack")
    from haystack import Document, Pipeline

    from senc.haystack import SencDocumentEmbedder, SencTextEmbedder

    documents = [Document(content=text, meta={"title": "T"}) for text in TEXTS]
    found = SencDocumentEmbedder().run(documents)["documents"]
    np.testing.assert_array_equal(np.float32([one.embedding for one in found]), passages)
    assert documents[0].embedding is None
    titled = SencDocumentEmbedder(meta_fields_to_embed=["title"], embedding_separator=" ")
    pipeline = Pipeline()
    pipeline.add_component("documents", titled)
    pipeline.add_component("text", SencTextEmbedder(threads=1))
    pipeline = Pipeline.loads(pipeline.dumps(), allowed_modules=["senc.haystack"])
    result = pipeline.run({"documents": {"documents": documents}, "text": {"text": "perros"}})
    np.testing.assert_array_equal(np.float32(result["text"]["embedding"]), query)
    assert result["documents"]["documents"][0].embedding != found[0].embedding


@pytest.mark.parametrize(
    ("adapter", "needed"),
    [
        ("langchain", "langchain_core"),
        ("llama_index", "llama_index"),
        ("chroma", "chromadb"),
        ("haystack", "haystack"),
        ("sklearn", "sklearn"),
    ],
)
def test_what_is_missing_is_named(adapter, needed, monkeypatch):
    for name in list(sys.modules):
        if name.split(".")[0] == needed or name == f"senc.{adapter}":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, needed, None)
    with pytest.raises(ImportError, match=rf"^senc\.{adapter} needs .*: pip install "):
        __import__(f"senc.{adapter}")
