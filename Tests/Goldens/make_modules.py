"""Writes tiny-modules/, module-cases.json and module-vectors.safetensors: what may follow or precede
pooling, beside tiny-bert/, which make_tiny_bert.py has written before.

    pip install sentence-transformers==6.2.0 transformers==5.23.0 torch==2.15.0 \
        tokenizers==0.23.3 safetensors==0.8.0 numpy==2.4.6
    python make_modules.py

tiny-modules/            the weights of modules, linked from the cases
module-cases.json, module-vectors.safetensors   as pipelines.json and pipelines-vectors.safetensors
"""

import importlib.util
import pathlib
import tempfile

import torch
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE / "tiny-modules"

spec = importlib.util.spec_from_file_location("tiny", HERE / "make_tiny_bert.py")
tiny = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tiny)

ACTIVATIONS = """CELU ELU Hardsigmoid Hardswish Hardtanh LeakyReLU LogSigmoid Mish ReLU6 SELU SiLU
Softplus Softsign Tanhshrink""".split()


def dense(outputs=16, activation="Tanh", **more):
    return {"in_features": 32, "out_features": outputs, "bias": True,
            "activation_function": f"torch.nn.modules.activation.{activation}"} | more


def case(name, pooling, parts=(), files=None, links=None):
    """The parts are (path, kind, configuration, weights); weights are of tiny-modules/."""
    all_files = {
        "modules.json": tiny.modules(("1_Pooling", "Pooling"), *[part[:2] for part in parts]),
        "1_Pooling/config.json": pooling,
    }
    all_links = dict(links or {})
    for path, _, config, weights in parts:
        if config is not None:
            all_files[f"{path}/config.json"] = config
        if weights:
            all_links[f"{path}/model.safetensors"] = f"tiny-modules/{weights}.safetensors"
    return {"name": name, "files": all_files | (files or {}), "links": all_links}


def sentences(**values):
    return {"config_sentence_transformers.json": values}


def cases():
    mean = tiny.new_pooling("mean")
    for activation in ACTIVATIONS:
        yield case(f"dense {activation}", mean,
                   [("2_Dense", "Dense", dense(activation=activation), "dense")])
    new_keys = {"module_input_name": "sentence_embedding", "module_output_name": "sentence_embedding"}
    yield case("dense residual", mean,
               [("2_Dense", "Dense", dense(32, use_residual=True, **new_keys), "square")])
    yield case("dense projected residual", mean,
               [("2_Dense", "Dense", dense(16, "ReLU", use_residual=True), "projected")])
    yield case("dense without bias", mean, [("2_Dense", "Dense", dense(bias=False), "unbiased")])
    yield case("layer norm", mean, [("2_LayerNorm", "LayerNorm", {"dimension": 32}, "norm")])
    yield case("layer norm, dense, normalize", tiny.new_pooling("cls"), [
        ("2_LayerNorm", "LayerNorm", {"dimension": 32}, "norm"),
        ("3_Dropout", "Dropout", {"dropout": 0.5}, None),
        ("4_Dense", "Dense", dense(), "dense"),
        ("5_Normalize", "Normalize", new_keys, None)])
    prompt = sentences(prompts={"q": "the queen of the sea "}, default_prompt_name="q")
    for mode in tiny.NEW_MODES:
        pooling = tiny.new_pooling(mode)
        yield case(f"prompt {mode}", pooling, files=prompt)
        yield case(f"prompt not pooled {mode}", pooling | {"include_prompt": False}, files=prompt)
    yield case("truncated", mean, [("2_Normalize", "Normalize", None, None)],
               files=sentences(truncate_dim=7, prompts={}, similarity_fn_name="euclidean"))
    yield case("truncated to more", mean, files=sentences(truncate_dim=70))
    short = {"max_seq_length": 9, "do_lower_case": False}
    yield case("short", mean, files={"sentence_bert_config.json": short})
    yield case("lowered", mean, files={
        "sentence_bert_config.json": {"max_seq_length": 30, "do_lower_case": True},
        "tokenizer_config.json": {
            "do_lower_case": False, "tokenizer_class": "BertTokenizer", "model_max_length": 64}})
    yield case("new sentence file", mean, files={
        "sentence_bert_config.json": {
            "transformer_task": "feature-extraction",
            "modality_config": {
                "text": {"method": "forward", "method_output_name": "last_hidden_state"}},
            "module_output_name": "token_embeddings"},
        "tokenizer_config.json": {"tokenizer_class": "BertTokenizer", "model_max_length": 11}})
    yield case("both forms", mean | tiny.old_pooling("mean_tokens"))
    yield case("both forms, old dimension", tiny.old_pooling("max_tokens") | {"pooling_mode": "max"})


def legacy():
    """A case without sentence_bert_config.json, which each other case has from tiny-bert/."""
    one = case("older sentence file", tiny.new_pooling("mean"),
               files={"sentence_roberta_config.json": {"max_seq_length": 7}})
    return one | {"without": ["sentence_bert_config.json"]}


def plain():
    return {"name": "no modules", "files": {}, "links": {},
            "without": ["modules.json", "sentence_bert_config.json",
                        "config_sentence_transformers.json"]}


def main():
    torch.manual_seed(6)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    OUT.mkdir(exist_ok=True)
    random = lambda *shape: 0.3 * torch.randn(*shape)
    linear = lambda outputs: {"linear.weight": random(outputs, 32), "linear.bias": random(outputs)}
    for name, tensors in {
        "dense": linear(16), "square": linear(32),
        "projected": linear(16) | {"residual.weight": random(16, 32)},
        "unbiased": {"linear.weight": random(16, 32)},
        "norm": {"norm.weight": 1 + random(32), "norm.bias": random(32)},
    }.items():
        save_file(tensors, OUT / f"{name}.safetensors", metadata={"format": "pt"})
    written, vectors = [], {}
    for one in [*cases(), legacy(), plain()]:
        with tempfile.TemporaryDirectory() as directory:
            tiny.build(one, directory)
            for name in one.get("without", []):
                (pathlib.Path(directory) / name).unlink()
            vectors[one["name"]] = tiny.encode(tiny.load(directory))
        written.append(one)
    tiny.write_json(HERE / "module-cases.json", written)
    save_file(vectors, HERE / "module-vectors.safetensors")


if __name__ == "__main__":
    main()
