"""Tiny models of two families whose own code is not on PyPI: JinaBERT and GTE as published ("new").

Their reference is `Twin`, written in numpy and in double precision from the published description;
where transformers can say the same (GTE, under another name), the twin is checked against it. See
make_families.py.
"""

import math

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModel

from family_models import TEXTS, VOCABULARY, ids_of, tokenizer_of, write_model


class Twin:
    """An encoder that normalizes after its blocks, in numpy and double precision.

    GTE (Alibaba-NLP/new-impl) and JinaBERT (jinaai/jina-bert-implementation) as their model cards,
    papers and configuration describe them.
    """

    def __init__(self, config, tensors):
        self.config = config
        self.tensors = {k: v.double().numpy() for k, v in tensors.items()}

    def linear(self, name, x):
        y = x @ self.tensors[name + ".weight"].T
        bias = self.tensors.get(name + ".bias")
        return y if bias is None else y + bias

    def norm(self, name, x):
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + self.config["layer_norm_eps"])
        return x * self.tensors[name + ".weight"] + self.tensors[name + ".bias"]

    def activation(self, name, x):
        if name == "relu":
            return np.maximum(x, 0)
        return x * 0.5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))

    def attend(self, q, k, v, bias=0.0):
        """q, k, v [heads, tokens, size]"""
        scores = q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1]) + bias
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        answer = weights @ v
        return answer.transpose(1, 0, 2).reshape(q.shape[1], -1)

    def heads(self, x):
        return x.reshape(len(x), self.config["num_attention_heads"], -1).transpose(1, 0, 2)

    def embed(self, ids):
        x = self.tensors["embeddings.word_embeddings.weight"][ids]
        if self.config.get("type_vocab_size"):
            x = x + self.tensors["embeddings.token_type_embeddings.weight"][0]
        return self.norm("embeddings.LayerNorm", x)

    def states(self, ids):
        x = self.embed(ids)
        result = [x]
        for index in range(self.config["num_hidden_layers"]):
            x = self.layer(f"encoder.layer.{index}.", x)
            result.append(x)
        return result


class GTETwin(Twin):
    def frequencies(self, size):
        config = self.config
        scaling = config.get("rope_scaling")
        index = np.arange(0, size, 2)
        base = config["rope_theta"]
        if scaling is None or scaling["factor"] <= 1:
            return 1.0 / base ** (index / size)
        factor, mixed = scaling["factor"], scaling.get("mixed_b")
        if mixed is None:
            return 1.0 / (base * factor) ** (index / size) / factor ** (2 / size)
        a = math.log(factor) / (size / 2) ** mixed
        return 1.0 / base ** (index / size) / np.exp(a * np.arange(1, size // 2 + 1) ** mixed)

    def rotate(self, x):
        """[heads, tokens, size]: halves, not neighbors, make pairs."""
        half = x.shape[-1] // 2
        angles = np.arange(x.shape[1])[:, None] * self.frequencies(x.shape[-1])
        a, b = x[..., :half], x[..., half:]
        return np.concatenate([a * np.cos(angles) - b * np.sin(angles),
                               b * np.cos(angles) + a * np.sin(angles)], -1)

    def layer(self, name, x):
        attention = name + "attention."
        if attention + "qkv_proj.weight" in self.tensors:
            q, k, v = np.split(self.linear(attention + "qkv_proj", x), 3, -1)
        else:
            q, k, v = (self.linear(f"{attention}{p}_proj", x) for p in "qkv")
        answer = self.attend(self.rotate(self.heads(q)), self.rotate(self.heads(k)), self.heads(v))
        x = self.norm(name + "attn_ln", x + self.linear(attention + "o_proj", answer))
        up, gate = np.split(self.linear(name + "mlp.up_gate_proj", x), 2, -1)
        inner = self.activation(self.config["hidden_act"], gate) * up
        return self.norm(name + "mlp_ln", x + self.linear(name + "mlp.down_proj", inner))


class JinaTwin(Twin):
    def slopes(self, heads):
        def powers(count):
            start = 2 ** (-(2 ** -(math.log2(count) - 3)))
            return [start * start**i for i in range(count)]
        if math.log2(heads).is_integer():
            return powers(heads)
        closest = 2 ** math.floor(math.log2(heads))
        return powers(closest) + self.slopes(2 * closest)[0::2][: heads - closest]

    def layer(self, name, x):
        place = np.arange(len(x))
        distance = np.abs(place[None, :] - place[:, None])
        bias = -np.array(self.slopes(self.config["num_attention_heads"]))[:, None, None] * distance
        attention = name + "attention."
        q, k, v = (self.heads(self.linear(f"{attention}self.{p}", x))
                   for p in ("query", "key", "value"))
        answer = self.linear(attention + "output.dense", self.attend(q, k, v, bias))
        x = self.norm(attention + "output.LayerNorm", x + answer)
        gate, rest = np.split(self.linear(name + "mlp.gated_layers", x), 2, -1)
        kind = {"geglu": "gelu", "reglu": "relu"}[self.config["feed_forward_type"]]
        inner = self.activation(kind, gate) * rest
        return self.norm(name + "mlp.layernorm", x + self.linear(name + "mlp.wo", inner))


def twin_case(root, name, twin_type, config, shapes, seed):
    torch.manual_seed(seed)
    tensors = {}
    for key, shape in shapes.items():
        noise = torch.randn(shape)
        if "norm" in key.lower() or "_ln" in key:
            tensors[key] = float(key.endswith("weight")) + 0.3 * noise
        elif len(shape) == 2 and "embedding" not in key:
            tensors[key] = 1.4 / math.sqrt(shape[1]) * noise
        else:
            tensors[key] = 0.3 * noise
    write_model(root / name, config, tensors)
    twin, tokenizer, expected = twin_type(config, tensors), tokenizer_of(root), {}
    for i, text in enumerate(TEXTS):
        ids = ids_of(tokenizer, text)
        states = twin.states(ids)
        expected[f"{i}.ids"] = torch.tensor(ids)
        for layer, state in enumerate(states):
            expected[f"{i}.hidden.{layer}"] = torch.tensor(state).float()
        mean = states[-1].mean(0)
        expected[f"{i}.vector"] = torch.tensor(mean / np.linalg.norm(mean)).float()
    save_file(expected, root / name / "expected.safetensors")
    return tensors, expected


def norm_shapes(name, size):
    return {name + ".weight": (size,), name + ".bias": (size,)}


def gte_case(root, name, seed, hidden, heads, inner, layers, types=1, packed=True, scaling=None,
             theta=10000.0, positions=64, activation="gelu"):
    config = {
        "model_type": "new", "vocab_size": VOCABULARY, "hidden_size": hidden,
        "num_attention_heads": heads, "intermediate_size": inner, "num_hidden_layers": layers,
        "max_position_embeddings": positions, "type_vocab_size": types, "hidden_act": activation,
        "layer_norm_eps": 1e-12, "layer_norm_type": "layer_norm", "pack_qkv": packed,
        "position_embedding_type": "rope", "rope_theta": theta, "rope_scaling": scaling,
        "logn_attention_scale": False, "logn_attention_clip1": False, "pad_token_id": 1,
    }
    shapes = {"embeddings.word_embeddings.weight": (VOCABULARY, hidden)}
    if types:
        shapes["embeddings.token_type_embeddings.weight"] = (types, hidden)
    shapes |= norm_shapes("embeddings.LayerNorm", hidden)
    for i in range(layers):
        p = f"encoder.layer.{i}."
        parts = [("qkv_proj", 3 * hidden)] if packed else [(f"{x}_proj", hidden) for x in "qkv"]
        for part, outputs in parts + [("o_proj", hidden)]:
            shapes[f"{p}attention.{part}.weight"] = (outputs, hidden)
            shapes[f"{p}attention.{part}.bias"] = (outputs,)
        shapes[p + "mlp.up_gate_proj.weight"] = (2 * inner, hidden)
        shapes[p + "mlp.down_proj.weight"] = (hidden, inner)
        shapes[p + "mlp.down_proj.bias"] = (hidden,)
        shapes |= norm_shapes(p + "attn_ln", hidden) | norm_shapes(p + "mlp_ln", hidden)
    tensors, expected = twin_case(root, name, GTETwin, config, shapes, seed)
    if scaling is None or "mixed_b" not in scaling:
        check_gte(config, tensors, expected)


def check_gte(config, tensors, expected):
    """Runs the same weights as transformers' `gte`, with the scaling told in its words."""
    size = config["hidden_size"] // config["num_attention_heads"]
    rope = {"rope_type": "default", "rope_theta": config["rope_theta"]}
    scaling = config["rope_scaling"]
    if scaling and scaling["factor"] > 1:
        rope = {"rope_type": "linear", "factor": scaling["factor"] ** (2 / size),
                "rope_theta": config["rope_theta"] * scaling["factor"]}
    keys = """vocab_size hidden_size num_attention_heads intermediate_size num_hidden_layers
        max_position_embeddings type_vocab_size hidden_act layer_norm_eps pad_token_id""".split()
    model = AutoModel.from_config(AutoConfig.for_model(
        "gte", rope_parameters=rope, **{key: config[key] for key in keys}),
        attn_implementation="eager").eval()
    renamed = {}
    for name, value in tensors.items():
        name = name.replace("encoder.layer.", "layers.").replace("attention.o", "self_attn.o")
        name = name.replace("attn_ln", "post_attention_layernorm")
        name = name.replace("mlp_ln", "post_mlp_layernorm").replace("attention.", "self_attn.")
        if "qkv_proj" in name:
            for letter, part in zip("qkv", value.chunk(3)):
                renamed[name.replace("qkv", letter)] = part
        elif "up_gate_proj" in name:
            up, gate = value.chunk(2)
            renamed[name.replace("up_gate", "up")] = up
            renamed[name.replace("up_gate", "gate")] = gate
        else:
            renamed[name] = value
    model.load_state_dict(renamed, strict=True)
    for i in range(len(TEXTS)):
        with torch.no_grad():
            state = model(input_ids=expected[f"{i}.ids"][None]).last_hidden_state[0]
        last = expected[f"{i}.hidden.{config['num_hidden_layers']}"]
        assert (state - last).abs().max() < 2e-5, (state - last).abs().max()


def jina_case(root, name, seed, hidden, heads, inner, layers, kind="geglu", types=2):
    config = {
        "model_type": "bert", "vocab_size": VOCABULARY, "hidden_size": hidden,
        "num_attention_heads": heads, "intermediate_size": inner, "num_hidden_layers": layers,
        "max_position_embeddings": 64, "type_vocab_size": types, "hidden_act": "gelu",
        "layer_norm_eps": 1e-12, "position_embedding_type": "alibi", "feed_forward_type": kind,
        "emb_pooler": "mean", "pad_token_id": 0,
    }
    shapes = {"embeddings.word_embeddings.weight": (VOCABULARY, hidden),
              "embeddings.token_type_embeddings.weight": (types, hidden)}
    shapes |= norm_shapes("embeddings.LayerNorm", hidden)
    for i in range(layers):
        p = f"encoder.layer.{i}."
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            shapes[f"{p}attention.{part}.weight"] = (hidden, hidden)
            shapes[f"{p}attention.{part}.bias"] = (hidden,)
        shapes |= norm_shapes(p + "attention.output.LayerNorm", hidden)
        shapes[p + "mlp.gated_layers.weight"] = (2 * inner, hidden)
        shapes[p + "mlp.wo.weight"] = (hidden, inner)
        shapes[p + "mlp.wo.bias"] = (hidden,)
        shapes |= norm_shapes(p + "mlp.layernorm", hidden)
    twin_case(root, name, JinaTwin, config, shapes, seed)
