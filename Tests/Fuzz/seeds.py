#!/usr/bin/env python3
"""Makes seeds for the fuzz targets from the tests' goldens: seeds.py DIRECTORY MADE.

MADE has a small index, inputs of recommenders, and a model of a table. DIRECTORY gets a directory
of seeds for each target."""

import base64
import glob
import json
import os
import struct
import sys

directory, made = sys.argv[1:]
goldens = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Goldens")
# Larger files are slow to change and find nothing that small ones do not.
LIMIT = 120_000


def seed(target, content):
    if isinstance(content, str):
        content = content.encode()
    folder = os.path.join(directory, target)
    os.makedirs(folder, exist_ok=True)
    if len(content) <= LIMIT:
        with open(os.path.join(folder, f"{len(os.listdir(folder)):03}"), "wb") as file:
            file.write(content)


def files(target, *patterns):
    for pattern in patterns:
        for path in sorted(glob.glob(os.path.join(goldens, pattern), recursive=True)):
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    seed(target, file.read())


def golden(name):
    with open(os.path.join(goldens, name)) as file:
        return json.load(file)


if os.path.isdir(directory):
    sys.exit()  # There already.

files("safetensors", "dtypes.safetensors", "weights/types-*.safetensors", "tiny-dense/**")
files("pytorch", "weights/*.bin")
files("gguf", "weights/*.gguf")
files("gguf-model", "weights/*.gguf")
# With the keys that senc writes, before all others. The last text has spaces up to a multiple of the
# alignment, so that the tensors stay where they should be.
with open(os.path.join(goldens, "weights/model-q8_0.gguf"), "rb") as file:
    gguf = file.read()
with open(os.path.join(goldens, "tiny-bert/tokenizer.json"), "rb") as file:
    document = file.read()


def gguf_value(key, kind, value):
    return struct.pack("<Q", len(key)) + key + struct.pack("<I", kind) + value


def gguf_text(key, text):
    return gguf_value(key, 8, struct.pack("<Q", len(text)) + text)


values = [
    gguf_value(b"sentence_transformers.normalize", 7, b"\0"),
    gguf_value(b"sentence_transformers.max_seq_length", 4, struct.pack("<I", 48)),
    gguf_text(b"sentence_transformers.config",
              b'{"prompts": {"query": "q: "}, "default_prompt_name": "query"}'),
    gguf_text(b"tokenizer.huggingface.json", document)]
values[-1] += b" " * (-len(b"".join(values)) % 32)
spaces = len(values[-1]) - len(gguf_text(b"tokenizer.huggingface.json", document))
values[-1] = gguf_text(b"tokenizer.huggingface.json", document + b" " * spaces)
seed("gguf-model", gguf[:16] + struct.pack("<Q", struct.unpack("<Q", gguf[16:24])[0] + len(values))
     + b"".join(values) + gguf[24:])
files("onnx", "weights/*.onnx", "weights/onnx/**")
files("shard-index", "tiny-bert-sharded/*.json")
files("words-text", "static/words*.txt", "static/words.vec")
files("words-binary", "static/words*.bin")

for kind in ("bpe", "byte-level", "words", "unigram"):
    for case in golden(f"tokenizer-{kind}.json"):
        if "json" in case:
            seed("tokenizer-json", case["json"])
seed("vocab-txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nhello\nworld\n##s\n中\n\n")
for case in golden("tokenizer-directories.json"):
    parts = {name: base64.b64decode(text) for name, text in case["files"].items()}
    for name, content in parts.items():
        if name.endswith(".model"):
            seed("sentencepiece", content)
        elif name == "vocab.txt":
            seed("vocab-txt", content)
        elif name == "tokenizer.json":
            seed("tokenizer-json", content)
        elif name == "tokenizer_config.json":
            seed("tokenizer-config", content)
    if "vocab.json" in parts and "merges.txt" in parts:
        seed("vocab-merges", parts["vocab.json"] + b"\0" + parts["merges.txt"])

files("config", "tiny-bert/config.json", "families/*/config.json")
files("modules", "*/modules.json")
files("pooling", "**/1_Pooling/config.json")
seed("sentence-config", '{"max_seq_length": 64, "do_lower_case": false}')
files("card", "../../Weights/*/README.md")
files("scores", "../../Weights/*/scores.json")
files("prompts", "**/config_sentence_transformers.json")
files("static-modules", "static/*/modules.json")
files("dense", "**/2_Dense/config.json")
files("model2vec", "static/model2vec*/config.json")

files("npy", "arrays/*.npy", "vectors*.npy")
files("npz", "arrays/*.npz")
files("faiss", "faiss/*.faiss")
files("calibration", "vector-elements/**", "vectors.npy")
seed("vector-text", "[1, 2.5, -3e1]\n[0.5, 0, 1]\n")
seed("vector-text", "1,2.5,-3e1\n0.5,0,1\n")

files("lines", "records/*.txt", "records/quoted.csv")
files("gzip", "records/*.gz")
files("jsonl", "records/*.jsonl")
seed("jsonl", '{"text": "a\\u00e9\\ud83d\\ude00"}\n\n{"text": "", "more": [1, {"a": null}]}\n')
files("csv", "records/*.csv")
files("table", "records/*.csv", "records/*.tsv", "records/*.jsonl")
seed("csv", 'text,id\n"a ""quoted"" one\nof two lines",1\nplain,2\n')
seed("table", 'id;titular\n1;caf\xe9 solo\n2;"tres\ncuatro"\n'.encode("cp1252"))
files("tsv", "records/*.tsv")
seed("tsv", "id\ttext\n1\tone\n2\ttwo\n")
files("passages", "records/*.txt")
seed("passages", "A paragraph\nof lines.\n\n\n  \nAnother, of é and 中.\r\n")
seed("html", "<!DOCTYPE html><html><head><meta charset='utf-8'><title>T &amp; é</title><style>p{}"
     "</style></head>\n<body><h1>H</h1><p>a <b>b</b>&nbsp;c<br/>d<ul><li>e<li>f</ul>\n<table><tr><td>"
     "1<td>2</table><pre>\n x\n\n y</pre><!-- c --><svg><title>n</title></svg></body></html>\n")
seed("markdown", "---\ntitle: x\n---\n# One #\n\nText [a](b) ![c](d) `[e](f)` <!-- g -->\nSub\n---\n"
     "- a\n\n- b\n  ```\n  c\n  ```\n\n~~~\nd\n\ne\n~~~\n***\n1. x\n<!--\ny -->\n[r]: http://z\n")

files("json", "tiny-bert/*.json", "static/model2vec/tokenizer.json")
stamp = {
    "model": "m", "weights": "0" * 16, "tokenizer": "1" * 16, "configuration": "2" * 16,
    "prompt": "query: ", "promptName": "query", "role": "query", "dimension": 2,
    "normalized": True}
seed("classifier", json.dumps({
    "format": "senc classifier", "version": 1, "model": stamp, "labels": ["a", "b"],
    "weights": [[0.5, 1]], "intercepts": [0.1]}))
files("journal", "jobs/*.job")
seed("index-settings", json.dumps({
    "passages": "paragraphs", "roots": ["/a"], "include": ["*.txt"], "exclude": [], "window": 64,
    "overlap": 16, "maximumTokens": 128, "prompt": "query", "normalizes": True}))
seed("hub-listing", json.dumps({
    "sha": "0123456789" * 4,
    "siblings": [{"rfilename": "config.json"}, {"rfilename": "1_Pooling/config.json"}]}))
seed("table-encoder", json.dumps({
    "format": "senc table encoder", "version": 1, "name": "m", "model": stamp}))
for target, name in (
        ("index-database", "index/senc-index.sqlite"), ("index-vectors", "index/vectors-1.npy"),
        ("table-model", "table/table.json"), ("table-weights", "table/table.safetensors"),
        ("table-checkpoint", "table/m.checkpoint")):
    with open(os.path.join(made, name), "rb") as file:
        seed(target, file.read())
files("recommender", os.path.join(os.path.abspath(made), "recommenders", "*"))
