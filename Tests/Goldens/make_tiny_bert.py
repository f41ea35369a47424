"""Writes tiny-bert/, tiny-dense/, tiny-bert-texts.json, tiny-bert-states.safetensors,
pipelines.json and pipelines-vectors.safetensors: the encoder's reference on random weights.

    pip install sentence-transformers==6.2.0 transformers==5.23.0 torch==2.15.0 \
        tokenizers==0.23.3 safetensors==0.8.0 numpy==2.4.6
    python make_tiny_bert.py

tiny-bert/               a BERT of 2 layers as a sentence-transformers directory, float32
tiny-bert-texts.json     [{"text", "ids", "truncated"}]
tiny-bert-states.safetensors, for text number i:
    <i>.ids        I64 [tokens]
    <i>.hidden.0   F32 [tokens, 32]   after the embeddings
    <i>.hidden.1   F32 [tokens, 32]   after layer 0; <i>.hidden.2 after layer 1
    <i>.mean       F32 [32]           mean pooling, not normalized
    <i>.normalized F32 [32]           the model's own vector
tiny-dense/model.safetensors   `linear.weight` [16, 32] and `linear.bias` [16]
pipelines.json           [{"name", "files", "links"}]: a model directory each. Write the files
                         (path to JSON value), link the links (path to path in this folder) and
                         the rest of tiny-bert/ beside them.
pipelines-vectors.safetensors  <name> F32 [texts, dimension], rows as in tiny-bert-texts.json
"""

import json
import os
import pathlib
import shutil
import tempfile

import torch
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer
from tokenizers import BertWordPieceTokenizer
from transformers import BertConfig, BertModel

HERE = pathlib.Path(__file__).resolve().parent
MODEL = HERE / "tiny-bert"
HIDDEN, DENSE, LIMIT = 32, 16, 48

TEXTS = [
    "",
    " \t\n",
    "La lluvia golpea la ventana.",
    "The king and the queen of the sea",
    "el rey",
    "a",
    "¿Qué tal, niño? — ¡Adiós!",
    "[CLS] the [MASK] [SEP]",
    "1 2 3 … 100%",
    "漢字 unknown Ωmega",
    "supercalifragilistic " * 2,
    "the " * 46,
    "the " * 47,
    "la lluvia y el mar, " * 20,
]

WORDS = """the of and to in is that it for was on are as with his they at be this from have or by
king queen rain sea window la el los las y de que en un una rey reina lluvia mar ventana es se no
por con para golpea adios tal hola agua water sun sol luna moon casa house day dia""".split()
PIECES = "##s ##es ##ed ##ing ##er ##ar ##on ##an ##in ##io ##a ##e ##o ##nt ##ra ##la ##ti".split()


def vocabulary():
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    digits = [str(digit) for digit in range(10)]
    marks = list(".,;:!?¡¿'\"-—()%&")
    tokens = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokens += marks + digits + letters
    tokens += ["##" + letter for letter in letters + digits] + WORDS + PIECES
    return list(dict.fromkeys(tokens))


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def modules(*parts):
    kinds = [("", "Transformer")] + list(parts)
    return [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (path, kind) in enumerate(kinds)
    ]


def randomize(module):
    """N(0, 0.3) everywhere; LayerNorm gains N(1, 0.3)."""
    for name, parameter in module.named_parameters():
        mean = 1.0 if name.endswith("LayerNorm.weight") else 0.0
        parameter.data = mean + 0.3 * torch.randn(parameter.shape)


def write_model():
    shutil.rmtree(MODEL, ignore_errors=True)
    MODEL.mkdir()
    tokens = vocabulary()
    (MODEL / "vocab.txt").write_text("\n".join(tokens) + "\n", encoding="utf-8")
    tokenizer = BertWordPieceTokenizer(str(MODEL / "vocab.txt"), lowercase=True)
    tokenizer.save(str(MODEL / "tokenizer.json"), pretty=False)
    write_json(
        MODEL / "tokenizer_config.json",
        {
            "do_lower_case": True, "strip_accents": None, "tokenize_chinese_chars": True,
            "unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]",
            "cls_token": "[CLS]", "mask_token": "[MASK]",
            "tokenizer_class": "BertTokenizer", "model_max_length": 64,
        },
    )
    config = BertConfig(
        vocab_size=len(tokens), hidden_size=HIDDEN, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=64, max_position_embeddings=64, type_vocab_size=2,
        hidden_act="gelu", layer_norm_eps=1e-5, architectures=["BertModel"],
    )
    bert = BertModel(config, add_pooling_layer=True)
    randomize(bert)
    save_file(
        {name: value.contiguous() for name, value in bert.state_dict().items()
         if value.is_floating_point()},
        MODEL / "model.safetensors", metadata={"format": "pt"},
    )
    write_json(MODEL / "config.json", {
        key: value for key, value in config.to_dict().items()
        if key in """architectures hidden_act hidden_size intermediate_size layer_norm_eps
            max_position_embeddings model_type num_attention_heads num_hidden_layers pad_token_id
            type_vocab_size vocab_size""".split()
    })
    write_json(MODEL / "modules.json", modules(("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")))
    write_json(MODEL / "1_Pooling" / "config.json", old_pooling("mean_tokens"))
    write_json(MODEL / "sentence_bert_config.json", {"max_seq_length": LIMIT, "do_lower_case": False})
    write_json(
        MODEL / "config_sentence_transformers.json",
        {"prompts": {"query": "the query: "}, "default_prompt_name": None,
         "similarity_fn_name": "cosine"},
    )


OLD_MODES = ["cls_token", "max_tokens", "mean_tokens", "mean_sqrt_len_tokens",
             "weightedmean_tokens", "lasttoken"]
NEW_MODES = ["cls", "max", "mean", "mean_sqrt_len_tokens", "weightedmean", "lasttoken"]


def old_pooling(*active):
    flags = {f"pooling_mode_{mode}": mode in active for mode in OLD_MODES}
    return {"word_embedding_dimension": HIDDEN} | flags


def new_pooling(mode):
    return {"embedding_dimension": HIDDEN, "pooling_mode": mode, "include_prompt": True}


def pipelines():
    """Each of the cases as (name, pooling configuration, the modules after it)."""
    normalize = ("2_Normalize", "Normalize")
    for old, new in zip(OLD_MODES, NEW_MODES):
        yield f"old {new}", old_pooling(old), []
        yield f"old {new} normalized", old_pooling(old), [normalize]
        yield f"new {new}", new_pooling(new), []
        yield f"new {new} normalized", new_pooling(new), [normalize]
    yield "old all six", old_pooling(*OLD_MODES), []
    yield "old cls max mean normalized", old_pooling("cls_token", "max_tokens", "mean_tokens"), [normalize]
    yield "old none is mean", old_pooling(), []
    yield "new list of one", new_pooling(["max"]), []
    yield "new list keeps its order", new_pooling(["lasttoken", "mean", "cls"]), []
    yield "new list normalized", new_pooling(["max", "mean"]), [normalize]
    dense = ("2_Dense", "Dense")
    yield "dense tanh", old_pooling("mean_tokens"), [(*dense, "torch.nn.modules.activation.Tanh")]
    yield "dense identity", old_pooling("mean_tokens"), [(*dense, "torch.nn.modules.linear.Identity")]
    yield "dense relu", old_pooling("mean_tokens"), [(*dense, "torch.nn.modules.activation.ReLU")]
    yield "dense gelu", old_pooling("mean_tokens"), [(*dense, "torch.nn.modules.activation.GELU")]
    yield "dense sigmoid", old_pooling("mean_tokens"), [(*dense, "torch.nn.modules.activation.Sigmoid")]
    yield "dense tanh normalized", new_pooling("cls"), [
        (*dense, "torch.nn.modules.activation.Tanh"), ("3_Normalize", "Normalize")]
    yield "normalize before dense", old_pooling("mean_tokens"), [
        normalize, ("3_Dense", "Dense", "torch.nn.modules.activation.Tanh")]


def describe(name, pooling, parts):
    """The files and links that make a pipeline's directory from tiny-bert/."""
    files = {
        "modules.json": modules(("1_Pooling", "Pooling"), *[part[:2] for part in parts]),
        "1_Pooling/config.json": pooling,
    }
    links = {}
    for path, kind, *activation in parts:
        if kind == "Dense":
            files[f"{path}/config.json"] = {
                "in_features": HIDDEN, "out_features": DENSE, "bias": True,
                "activation_function": activation[0],
            }
            links[f"{path}/model.safetensors"] = "tiny-dense/model.safetensors"
    return {"name": name, "files": files, "links": links}


def load(directory):
    return SentenceTransformer(
        str(directory), device="cpu", model_kwargs={"dtype": torch.float32},
        local_files_only=True,
    ).eval()


def encode(model):
    """[texts, dimension], each text alone."""
    rows = [model.encode([text], convert_to_tensor=True, normalize_embeddings=False)
            for text in TEXTS]
    return torch.cat(rows).contiguous()


def build(case, directory):
    directory = pathlib.Path(directory)
    for path, value in case["files"].items():
        write_json(directory / path, value)
    for path, target in case["links"].items():
        (directory / path).symlink_to(HERE / target)
    for file in MODEL.iterdir():
        if file.is_file() and not (directory / file.name).exists():
            (directory / file.name).symlink_to(file)


def main():
    torch.manual_seed(2)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    write_model()
    dense = torch.nn.ModuleDict({"linear": torch.nn.Linear(HIDDEN, DENSE)})
    randomize(dense)
    (HERE / "tiny-dense").mkdir(exist_ok=True)
    save_file(dense.state_dict(), HERE / "tiny-dense" / "model.safetensors",
              metadata={"format": "pt"})

    model = load(MODEL)
    texts, states = [], {}
    for i, text in enumerate(TEXTS):
        features = model.tokenizer(text, truncation=True, max_length=LIMIT, return_tensors="pt")
        whole = model.tokenizer(text, truncation=False)["input_ids"]
        ids = features["input_ids"][0]
        with torch.no_grad():
            output = model[0].auto_model(**features, output_hidden_states=True)
        texts.append({"text": text, "ids": ids.tolist(), "truncated": len(whole) > len(ids)})
        states[f"{i}.ids"] = ids
        for layer, hidden in enumerate(output.hidden_states):
            states[f"{i}.hidden.{layer}"] = hidden[0].clone()
        states[f"{i}.mean"] = output.last_hidden_state[0].mean(dim=0)
        states[f"{i}.normalized"] = model.encode([text], convert_to_tensor=True)[0].clone()
    write_json(HERE / "tiny-bert-texts.json", texts)
    save_file(states, HERE / "tiny-bert-states.safetensors")

    cases, vectors = [], {}
    for case in (describe(*pipeline) for pipeline in pipelines()):
        with tempfile.TemporaryDirectory() as directory:
            build(case, directory)
            vectors[case["name"]] = encode(load(directory))
        cases.append(case)
    write_json(HERE / "pipelines.json", cases)
    save_file(vectors, HERE / "pipelines-vectors.safetensors")


if __name__ == "__main__":
    main()
