"""Writes tokenizer-places.json: the ids that transformers gives added tokens, wherever a directory
has them.

Run: python make_added_tokens.py      (transformers 5.23.0, tokenizers 0.23.3, sentencepiece 0.2.3)

The file is {"texts": […], "kinds": {name: {file: Base64}}, "documents": {name: tokenizer.json},
"cases": […]}. A kind has the files of the set-up of its name in tokenizer-directories.json, too. A
case is [kind, whether the kind's tokenizer.json is there, {file: text}, ids of each
text, or what the reference says where it refuses]. A case's files take the place of the kind's.
"""

import base64
import json
import pathlib
import re
import tempfile
import warnings

from transformers import AutoTokenizer, logging

HERE = pathlib.Path(__file__).resolve().parent
TEXTS = ["covidnet Rain <new> b", "[START] x covidnetworks [M] <img>end", "COVIDNET <old><mask>b <s>x <S>"]
# The model's type, and the class that a directory of the kind names.
KINDS = {
    "xlm-roberta": "xlm-roberta", "camembert": "camembert", "t5": "t5", "albert": "albert",
    "llama": "llama", "gemma": "gemma3_text", "plain bpe bytes": None,
    "vocab.json, roberta, prefix": "roberta", "vocab.json, gpt2": "gpt2", "vocab.json, qwen2": "qwen2",
}
WITH_DOCUMENT = ["bert", "mpnet", "fast", "xlm-roberta", "camembert", "vocab.json, roberta, prefix", "vocab.json, gpt2", "llama"]


def words(*special):
    letters = "abcdefghijklmnoprstuvwxy<>[]"
    return "\n".join([*special, "rain", "x", *letters, *("##" + letter for letter in letters)]) + "\n"


def kinds():
    result = {
        "bert": {
            "vocab.txt": words("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[unused0]").encode(),
            "config.json": b'{"model_type":"bert"}'},
        "mpnet": {
            "vocab.txt": words("<s>", "<pad>", "</s>", "<unk>", "<mask>", "[UNK]").encode(),
            "config.json": b'{"model_type":"mpnet"}'},
    }
    for setup in json.loads((HERE / "tokenizer-directories.json").read_text()):
        if setup["name"] in KINDS:
            files = {name: base64.b64decode(data) for name, data in setup["files"].items()}
            result[setup["name"]] = files
    return result


def token(content, **changes):
    return {"content": content, "lstrip": False, "normalized": False, "rstrip": False,
            "single_word": False, **changes}


def typed(content, **changes):
    return {"__type": "AddedToken", **token(content, **changes)}


def places(size, known):
    """Files that add tokens, by what they show. Values of `tokenizer_config.json` are merged into
    the kind's own."""
    config, map_, added = "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"
    new = {str(size): token("covidnet", normalized=True), str(size + 1): token("<new>", special=True)}
    yield {added: {"covidnet": size}}
    yield {added: {"covidnet": size + 1, "<new>": size}}
    yield {added: {"covidnet": size + 40}}
    yield {added: {known: 1, "CovidNet": size}}
    yield {config: {"added_tokens_decoder": new}}
    yield {config: {"added_tokens_decoder": {str(size + 9): token("covidnet", lstrip=True)}}}
    yield {config: {"added_tokens_decoder": {str(size): token("covidnet", single_word=True)}}}
    yield {config: {"added_tokens_decoder": {str(size): {**token("<mask>"), "special": False}}}}
    yield {config: {"added_tokens_decoder": {str(size): "covidnet"}}}
    yield {config: {"additional_special_tokens": ["<new>", "covidnet"]}}
    yield {config: {"additional_special_tokens": [typed("<new>", lstrip=True), "covidnet"]}}
    yield {config: {"additional_special_tokens": [token("<new>")]}}
    yield {config: {"extra_special_tokens": ["<new>"], "additional_special_tokens": ["<old>"]}}
    yield {config: {"extra_special_tokens": [], "additional_special_tokens": ["<old>"]}}
    yield {config: {"extra_special_tokens": {"image_token": "<img>", "other": "covidnet"}}}
    yield {config: {"extra_special_tokens": {"image_token": token("<img>")}}}
    yield {config: {"extra_special_tokens": "<img>"}}
    yield {config: {"image_token": "<img>", "other_token": 7}}
    yield {map_: {"additional_special_tokens": ["<new>", "covidnet"]}}
    yield {map_: {"additional_special_tokens": [token("<new>", rstrip=True)]}}
    yield {map_: {"extra_special_tokens": ["<new>", token("<old>", rstrip=True)]}}
    yield {map_: {"extra_special_tokens": {"image_token": "<img>"}}}
    yield {map_: {"image_token": "<img>"}}
    yield {map_: {"image_token": token("<img>")}}
    yield {map_: {"additional_special_tokens": ["<new>"]}, config: {"additional_special_tokens": ["<old>"]}}
    yield {map_: {"additional_special_tokens": ["<new>"]}, config: {"extra_special_tokens": ["<old>"]}}
    yield {map_: {"extra_special_tokens": ["<new>"]}, config: {"extra_special_tokens": ["<old>"]}}
    for role in ["cls_token", "bos_token"]:
        yield {map_: {role: "[START]"}}
        yield {config: {role: "[START]"}}
    yield {map_: {"mask_token": token("[M]", lstrip=True)}}
    yield {config: {"mask_token": typed("[M]", lstrip=True)}}
    yield {config: {"mask_token": token("[M]")}}
    yield {map_: {"mask_token": "[M]"}, config: {"mask_token": "<old>"}}
    yield {map_: {"mask_token": "[M]"}, config: {"mask_token": "<old>", "added_tokens_decoder": {}}}
    yield {map_: {"sep_token": "[START]", "eos_token": "<img>"}}
    yield {map_: {"mask_token": "<old>"}, added: {"<old>": size, "covidnet": size + 1}}
    yield {map_: {"additional_special_tokens": ["<old>"]}, added: {"<old>": size, "covidnet": size + 1}}
    yield {added: {"covidnet": size}, config: {"added_tokens_decoder": {str(size): token("<new>")}}}
    yield {added: ["covidnet"]}


def main():
    logging.set_verbosity_error()
    warnings.simplefilter("ignore")
    all_kinds = kinds()
    documents = {}
    cases = []

    def ask(files, add, has_document):
        files = dict(files)
        for name, value in add.items():
            if name == "tokenizer_config.json":
                value = {**json.loads(files.get(name, b"{}")), **value}
            files[name] = json.dumps(value).encode()
        with tempfile.TemporaryDirectory() as directory:
            for name, data in files.items():
                (pathlib.Path(directory) / name).write_bytes(data)
            try:
                tokenizer = AutoTokenizer.from_pretrained(directory)
                tokenizer.backend_tokenizer.no_padding()
                tokenizer.backend_tokenizer.no_truncation()
                return tokenizer, [tokenizer(text)["input_ids"] for text in TEXTS]
            except Exception as error:
                message = re.sub(re.escape(directory), "", str(error)).split("\n")[0]
                return None, f"{type(error).__name__}: {message}"[:100]

    base = {}
    for name, files in all_kinds.items():
        if "config.json" not in files:
            model_type = KINDS[name]
            files["config.json"] = json.dumps({"model_type": model_type} if model_type else {}).encode()
        tokenizer, ids = ask(files, {}, False)
        assert tokenizer, (name, ids)
        base[name] = tokenizer
        cases.append([name, False, {}, ids])
    all_kinds["fast"] = {"config.json": b"{}", "tokenizer_config.json": b'{"tokenizer_class":"PreTrainedTokenizerFast"}'}
    base["fast"] = base["bert"]
    for has_document in (False, True):
        for name, files in all_kinds.items():
            if has_document and name not in WITH_DOCUMENT or not has_document and name == "fast":
                continue
            files = dict(files)
            if has_document:
                source = "bert" if name == "fast" else name
                documents[name] = base[source].backend_tokenizer.to_str()
                files["tokenizer.json"] = documents[name].encode()
            size = len(base[name])
            known = base[name].convert_ids_to_tokens(size - 3)
            for add in places(size, known):
                tokenizer, result = ask(files, add, has_document)
                own = {}
                for file, value in add.items():
                    if file == "tokenizer_config.json":
                        value = {**json.loads(files.get(file, b"{}")), **value}
                    own[file] = json.dumps(value)
                cases.append([name, has_document, own, result])
    documents.pop("fast", None)
    text = json.dumps({
        "texts": TEXTS,
        "kinds": {name: {file: base64.b64encode(data).decode() for file, data in files.items()
                         if name not in KINDS or file == "config.json"}
                  for name, files in all_kinds.items()},
        "documents": documents}, ensure_ascii=False)
    rows = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    (HERE / "tokenizer-places.json").write_text(text[:-1] + ', "cases": [\n' + rows + "\n]}\n")


if __name__ == "__main__":
    main()
