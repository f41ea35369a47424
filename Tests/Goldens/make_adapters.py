"""Writes adapters/: LoRA adapters over models of families/, and the vectors that they give.

    pip install peft==0.21.2 transformers==5.23.0 sentence-transformers==6.2.0 torch==2.13.0 \
        safetensors==0.8.0
    python make_adapters.py

adapters/<name>/               as PEFT saves it, the base's path relative to it; or, the last one,
                               as sentence-transformers saves a model with an adapter
adapters/vectors.safetensors   <name> F32 [texts, hidden] of families/'s TEXTS: mean, length 1
"""

import json
import pathlib
import shutil

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from transformers import AutoModel

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE / "adapters"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TEXTS = ["", "a", "q w [PAD] e r t y [PAD] [PAD] u",
         " ".join(LETTERS[i * i * 7 % 26] for i in range(45))]
CASES = {
    "bert-biases": ("bert", dict(
        r=4, lora_alpha=6, target_modules=["query", "value", "dense"], bias="all")),
    "bert-patterns": ("bert", dict(
        r=4, lora_alpha=6, use_rslora=True,
        target_modules=r".*layer\.\d+\.(attention\.self\.(query|value)|output\.dense)",
        rank_pattern={"layer.1.attention.self.query": 2, "output.dense": 3},
        alpha_pattern={r"0\.attention\.self\.(query|key)": 3})),
    "bert-layers": ("bert", dict(
        r=2, lora_alpha=5, target_modules=["query", "key", "intermediate.dense"],
        layers_to_transform=[1], layers_pattern="layer", modules_to_save=["LayerNorm"])),
    "bert-lora-bias": ("bert", dict(
        r=3, lora_alpha=4, target_modules=["value", "output.dense"], exclude_modules=["x"],
        lora_bias=True)),
    "roberta-tables": ("roberta", dict(
        r=3, lora_alpha=4, fan_in_fan_out=True,
        target_modules=["word_embeddings", "position_embeddings", "query"])),
    "modernbert-magnitudes": ("modernbert", dict(
        r=3, lora_alpha=4, use_dora=True, target_modules=["Wqkv", "Wo", "Wi"])),
    "nomic-linear": ("nomic-bert", dict(r=2, lora_alpha=4, target_modules="all-linear")),
}


def randomize(model):
    for name, parameter in model.named_parameters():
        if "magnitude" in name:
            parameter.data *= 1 + 0.3 * torch.rand(parameter.shape)
        elif "lora_" in name or parameter.requires_grad:
            parameter.data += 0.3 * torch.randn(parameter.shape)


def vectors(model, tokenizer):
    rows = []
    for text in TEXTS:
        ids = torch.tensor([tokenizer.encode(text).ids])
        with torch.no_grad():
            states = model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
        rows.append(torch.nn.functional.normalize(states[0].mean(0), dim=0))
    return torch.stack(rows)


def relocate(path, base):
    """The base by its place, and no line of what every adapter has."""
    file = path / "adapter_config.json"
    config = json.loads(file.read_text())
    config["base_model_name_or_path"] = base
    config["target_modules"] = (sorted(config["target_modules"])
                                if isinstance(config["target_modules"], list)
                                else config["target_modules"])
    file.write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
    for extra in path.rglob("README.md"):
        extra.unlink()


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    tokenizer = Tokenizer.from_file(str(HERE / "families" / "tokenizer.json"))
    arrays = {}
    for seed, (name, (base, options)) in enumerate(CASES.items()):
        torch.manual_seed(seed)
        source = str(HERE / "families" / base)
        model = get_peft_model(AutoModel.from_pretrained(source), LoraConfig(**options))
        randomize(model)
        path = OUT / name
        model.save_pretrained(path)
        relocate(path, source)
        loaded = PeftModel.from_pretrained(AutoModel.from_pretrained(source), str(path)).eval()
        arrays[name] = vectors(loaded, tokenizer)
        plain = vectors(AutoModel.from_pretrained(source).eval(), tokenizer)
        print(name, (plain - arrays[name]).abs().max().item())
        relocate(path, f"../../families/{base}")
        if name == "bert-layers":
            # As older versions saved it.
            from safetensors.torch import load_file
            torch.save(load_file(path / "adapter_model.safetensors"), path / "adapter_model.bin")
            (path / "adapter_model.safetensors").unlink()

    torch.manual_seed(50)
    path = OUT / "saved-by-sentence-transformers"
    model = SentenceTransformer(str(HERE / "families" / "bert"), device="cpu")
    model.add_adapter(LoraConfig(r=2, lora_alpha=4, target_modules=["query", "value"]))
    randomize(model)
    model.save(str(path), create_model_card=False)
    model = SentenceTransformer(str(path), device="cpu")
    arrays[path.name] = torch.cat([model.encode([t], convert_to_tensor=True) for t in TEXTS])
    relocate(path, "../../families/bert")
    save_file({k: v.contiguous() for k, v in arrays.items()}, OUT / "vectors.safetensors")


if __name__ == "__main__":
    main()
