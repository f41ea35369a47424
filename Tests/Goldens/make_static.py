"""Writes static/: models of token vectors alone on random weights, and their reference vectors.

    pip install sentence-transformers==6.2.0 model2vec==0.10.0 gensim==4.4.0 torch==2.15.0 \
        tokenizers==0.23.3 safetensors==0.8.0 numpy==2.4.6
    python make_static.py

static/texts.json            [text]
static/<name>/               a model directory as its library saved it
static/words.*               files of word vectors; words.json {file: {"words": [word], …}}
static/vectors.safetensors   <name> F32 [texts, dimension], rows as in texts.json
    and <file>.words F32 [words, dimension], rows as gensim read them
"""

import json
import pathlib
import shutil
import struct
import tempfile

import numpy as np
import torch
from gensim.models import KeyedVectors
from model2vec import StaticModel
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import (
    Dense, LayerNorm, Normalize, Pooling, StaticEmbedding, WordEmbeddings)
from sentence_transformers.sentence_transformer.modules.tokenizer import WhitespaceTokenizer
from tokenizers import Tokenizer

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE / "static"
TOKENIZER = HERE / "tiny-bert" / "tokenizer.json"
TEXTS = [
    "",
    " \t\n",
    "La lluvia golpea la ventana.",
    "The king and the queen of the sea",
    "KING, “queen”! (sea) 'rain' -- ...",
    "¿Qué tal, niño? — ¡Adiós!",
    "漢字 unknown Ωmega ☃",
    "ΟΔΥΣΣΕΥΣ ΣΑΣ. σας ΣΣ İstanbul STRASSE ß",
    "a\u00a0b\u2003c\x1fd\u200be",
    "rain rain rain sea",
    "the " * 30,
    "supercalifragilistic casa, sun moon house day dia " * 40,
    "zzz qqq",
    "New_York new_york",
]
WORDS = """the of and to in is that king queen rain sea la lluvia golpea ventana niño qué tal adiós
σας οδυσσευς istanbul i̇stanbul straße strasse ß a b c d New_York new_york KING . ,""".split()


def rows(count, columns):
    return torch.randn(count, columns) * 0.5


def tokenizer():
    return Tokenizer.from_file(str(TOKENIZER))


def fresh(name):
    path = OUT / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def strip(path):
    """Leaves out what only people read."""
    for file in path.rglob("README.md"):
        file.unlink()


def model2vec(vectors):
    size = tokenizer().get_vocab_size()
    plain = rows(size, 16).numpy()
    mapping = np.random.default_rng(3).integers(0, 40, size).astype(np.int64)
    weights = np.random.default_rng(4).random(size).astype(np.float32) + 0.5
    variants = {
        "model2vec": dict(vectors=plain, normalize=True),
        "model2vec-plain": dict(vectors=plain, normalize=False),
        "model2vec-mapped": dict(
            vectors=rows(40, 16).numpy(), token_mapping=mapping, weights=weights, normalize=True),
        "model2vec-short": dict(vectors=plain, normalize=True, max_length=8),
        "model2vec-endless": dict(vectors=plain, normalize=True, max_length=None),
        "model2vec-int8": dict(
            vectors=np.clip(plain * 50, -127, 127).astype(np.int8), normalize=True),
    }
    for name, arguments in variants.items():
        path = fresh(name)
        StaticModel(tokenizer=tokenizer(), **arguments).save_pretrained(path)
        strip(path)
        vectors[name] = torch.from_numpy(
            StaticModel.from_pretrained(path).encode(TEXTS).astype(np.float32))
    # As its first versions saved it: no modules.json, and the type in config.json.
    shutil.copytree(OUT / "model2vec", fresh("model2vec-old"), dirs_exist_ok=True)
    path = OUT / "model2vec-old"
    (path / "modules.json").unlink()
    config = {"model_type": "model2vec", "architectures": ["StaticModel"], "normalize": True,
              "tokenizer_name": "x", "apply_pca": 16, "apply_zipf": True, "hidden_dim": 16,
              "seq_length": 1000000}
    (path / "config.json").write_text(json.dumps(config))
    vectors["model2vec-old"] = torch.from_numpy(StaticModel.from_pretrained(path).encode(TEXTS))


def sentence_transformers(vectors):
    def save(name, modules, **arguments):
        path = fresh(name)
        model = SentenceTransformer(modules=modules, device="cpu", **arguments)
        model.save(str(path), create_model_card=False)
        strip(path)
        model = SentenceTransformer(str(path), device="cpu")
        vectors[name] = torch.cat(
            [model.encode([text], convert_to_tensor=True) for text in TEXTS]).contiguous()

    size = tokenizer().get_vocab_size()
    embedding = lambda: StaticEmbedding(tokenizer(), embedding_weights=rows(size, 16))
    save("static-embedding", [embedding()])
    save("static-embedding-normalized", [embedding(), Normalize()],
         prompts={"query": "the query: "}, default_prompt_name="query",
         similarity_fn_name="dot", truncate_dim=12)
    norm = LayerNorm(16)
    norm.norm.weight.data = 1 + 0.3 * torch.randn(16)
    norm.norm.bias.data = 0.3 * torch.randn(16)
    dense = Dense(16, 8, activation_function=torch.nn.Mish(), use_residual=True)
    save("static-embedding-layers", [embedding(), norm, dense])
    cut = tokenizer()
    cut.enable_truncation(6)
    save("static-embedding-cut", [StaticEmbedding(cut, embedding_weights=rows(size, 16))])

    def words(stop_words, lowers):
        table = WhitespaceTokenizer(["PADDING"] + WORDS, stop_words, lowers)
        return WordEmbeddings(table, rows(len(WORDS) + 1, 16), max_seq_length=20)

    save("word-embeddings", [words(["the", "of"], False), Pooling(16, "mean")])
    save("word-embeddings-lowered", [
        words(["king"], True),
        Pooling(16, ("mean", "mean_sqrt_len_tokens", "weightedmean", "lasttoken")), Normalize()])


def sentence_mean(path):
    """sentence-transformers' vectors of texts from a file of word vectors in text form."""
    words = WordEmbeddings.from_text_file(str(path), tokenizer=WhitespaceTokenizer(stop_words=[]))
    model = SentenceTransformer(modules=[words, Pooling(words.embeddings_dimension)], device="cpu")
    return torch.cat([model.encode([text], convert_to_tensor=True) for text in TEXTS]).contiguous()


def word_files(vectors):
    known = {}
    table = KeyedVectors(vector_size=12)
    table.add_vectors(WORDS, rows(len(WORDS), 12).numpy())
    table.save_word2vec_format(OUT / "words.vec", binary=False)
    table.save_word2vec_format(OUT / "words.bin", binary=True)
    table.save_word2vec_format(OUT / "words.glove.txt", binary=False, write_header=False)
    # The original tool puts a line feed after each vector, and a space after each component.
    with open(OUT / "words-original.bin", "wb") as file:
        file.write(f"{len(WORDS)} 12\n".encode())
        for word in WORDS:
            file.write(word.encode() + b" " + struct.pack("<12f", *table[word]) + b"\n")
    with open(OUT / "words-original.txt", "w", encoding="utf-8") as file:
        file.write(f"{len(WORDS)} 12\n")
        for word in WORDS:
            file.write(word + " " + " ".join("%f" % x for x in table[word]) + " \n")
    # Equal words, numbers in every notation.
    (OUT / "words-odd.txt").write_text(
        "4 3\nking 1 2 3\nsea -1e-3 +.5 12345678901234567890123.\nking 9 9 9\n"
        "rain 1E2 0.1000000000000000055511151231257827 1e-50\n", encoding="utf-8")
    for name, options in {
        "words.vec": {}, "words.bin": {"binary": True}, "words.glove.txt": {"no_header": True},
        "words-original.bin": {"binary": True}, "words-original.txt": {}, "words-odd.txt": {},
    }.items():
        read = KeyedVectors.load_word2vec_format(OUT / name, **options)
        known[name] = [word for word in read.index_to_key if word is not None]
        vectors[f"{name}.words"] = torch.from_numpy(read.vectors[: len(known[name])].copy())
        if not options.get("binary"):
            vectors[name] = sentence_mean(OUT / name).to(torch.float32)
    vectors["words.bin"] = vectors["words.vec"].clone()
    # Words with spaces in them, as GloVe's 840B file has: every reader must count from the right.
    (OUT / "words-spaced.txt").write_text(
        "king 1 2 3\n. . . 4 5 6\nname@domain.com to 7 8 9\n", encoding="utf-8")
    (OUT / "words.json").write_text(json.dumps(known, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    torch.manual_seed(5)
    torch.set_num_threads(1)
    OUT.mkdir(exist_ok=True)
    (OUT / "texts.json").write_text(json.dumps(TEXTS, ensure_ascii=False) + "\n", encoding="utf-8")
    vectors = {}
    model2vec(vectors)
    sentence_transformers(vectors)
    word_files(vectors)
    save_file(vectors, OUT / "vectors.safetensors")


if __name__ == "__main__":
    main()
