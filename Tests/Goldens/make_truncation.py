"""Writes truncation.json: vectors of tiny-bert where texts are cut at the left, prompts are left out
of pooling, and vectors are brought to length 1.

    pip install sentence-transformers==6.2.0 transformers==5.23.0 torch==2.15.0 \
        tokenizers==0.23.3 safetensors==0.8.0 numpy==2.4.6
    python make_truncation.py

An array of cases: {"name", "files": {file: text}, "prompt": text or null, "dimension": number or
null, "normalizes": whether length 1 is asked for, "texts", "vectors"}. The files take the place of
tiny-bert's.
"""

import json
import pathlib
import shutil
import tempfile

from sentence_transformers import SentenceTransformer

HERE = pathlib.Path(__file__).resolve().parent
LONG = " ".join(["the king and the queen"] * 12 + ["a woman was here"])
TEXTS = ["the king", LONG, "queen " + LONG + " king"]


def read(name):
    return json.loads((HERE / "tiny-bert" / name).read_text())


def with_direction(direction):
    document = read("tokenizer.json")
    document["truncation"] = {"direction": direction, "max_length": 9, "strategy": "LongestFirst", "stride": 0}
    return {"tokenizer.json": json.dumps(document)}


def without_last():
    """A tokenizer that puts a token before texts and none after them."""
    document = read("tokenizer.json")
    token = document["post_processor"]
    identity = next(t["id"] for t in document["added_tokens"] if t["content"] == "[CLS]")
    document["post_processor"] = {
        "type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
        "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [identity], "tokens": ["[CLS]"]}}}
    assert token
    # A class that builds its stages anew would put a last token there.
    return {"tokenizer.json": json.dumps(document),
            "tokenizer_config.json": json.dumps(
                {"tokenizer_class": "PreTrainedTokenizerFast", "cls_token": "[CLS]",
                 "sep_token": "[SEP]", "pad_token": "[PAD]"})}


def side(value, **changes):
    return {"tokenizer_config.json": json.dumps({**read("tokenizer_config.json"), "truncation_side": value, **changes})}


def pooling(mode):
    return {"1_Pooling/config.json": json.dumps(
        {"embedding_dimension": 32, "pooling_mode": mode, "include_prompt": False})}


def main():
    plain = {"tokenizer_config.json": json.dumps(
        {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[PAD]"})}
    cases = [
        ("left", side("left"), None, None, False),
        ("left, prompt", side("left"), "the query: ", None, False),
        ("left, prompt left out", side("left") | pooling("mean"), "the query: ", None, False),
        ("direction", with_direction("Left"), None, None, False),
        ("direction against the side", with_direction("Left") | side("right"), None, None, False),
        ("side against the direction", with_direction("Right") | side("left"), None, None, False),
        ("prompt left out", pooling("mean"), "the query: ", None, False),
        ("prompt left out, first token", pooling("cls"), "the query: ", None, False),
        ("no last token", without_last() | pooling("mean"), "the query: ", None, False),
        ("no last token, first token", without_last() | pooling("cls"), "the query: ", None, False),
        ("no last token, a prompt that ends with one", without_last() | pooling("mean"), "the query[SEP]", None, False),
        ("no roles", plain | pooling("mean"), "the query: ", None, False),
        ("length 1", {}, None, 8, True),
        ("length 1 without the module", {"modules.json": json.dumps(read("modules.json")[:2])}, None, 8, True),
        ("length 1 of all components", {"modules.json": json.dumps(read("modules.json")[:2])}, None, None, True),
    ]
    result = []
    for name, files, prompt, dimension, normalizes in cases:
        with tempfile.TemporaryDirectory() as directory:
            model = pathlib.Path(directory) / "model"
            shutil.copytree(HERE / "tiny-bert", model)
            for file, text in files.items():
                (model / file).write_text(text)
            encoder = SentenceTransformer(str(model), device="cpu", truncate_dim=dimension)
            vectors = encoder.encode(
                TEXTS, prompt=prompt, normalize_embeddings=normalizes, batch_size=1)
        result.append({"name": name, "files": files, "prompt": prompt, "dimension": dimension,
                       "normalizes": normalizes, "texts": TEXTS,
                       "vectors": [[float(f"{x:.9g}") for x in row] for row in vectors.tolist()]})
    # tokenizer.json is kept once, and what differs in it.
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in result)
    (HERE / "truncation.json").write_text("[\n" + rows + "\n]\n")


if __name__ == "__main__":
    main()
