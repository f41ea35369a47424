"""Writes families/: a tiny model with random weights of each family of encoders, and its states.

    pip install sentence-transformers==6.2.0 transformers==5.23.0 torch==2.15.0 \
        tokenizers==0.23.3 safetensors==0.8.0 numpy==2.4.6
    python make_families.py                         the goldens
    python make_families.py DIRECTORY COUNT [SEED]  COUNT models of each family with sizes and
                                                    options drawn at random, for a sweep

families/<name>/            a sentence-transformers directory, weights in float32
families/<name>/expected.safetensors, for text number i of TEXTS:
    <i>.ids        I64 [tokens]
    <i>.hidden.<l> F32 [tokens, hidden]   after the embeddings, and after each layer
    <i>.vector     F32 [hidden]           the model's own vector

The reference is transformers, pooled by sentence-transformers. Two families' own code is not on
PyPI: JinaBERT and GTE as published ("new"). Theirs is `Twin` below, written in numpy and in double
precision from the published description; where transformers can say the same (GTE, under another
name), the script checks the twin against it. "published" Nomic models have the names and keys of
the files on the hub, which the script writes from transformers' own.
"""

import json
import math
import pathlib
import random
import shutil
import sys

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer
from tokenizers import BertWordPieceTokenizer
from transformers import AutoConfig, AutoModel

HERE = pathlib.Path(__file__).resolve().parent
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TOKENS = ["[CLS]", "[PAD]", "[SEP]", "[UNK]", "[MASK]", *LETTERS]
VOCABULARY = len(TOKENS) + 2
# Padding within a text counts for the positions of some families.
TEXTS = ["", "a", "q w [PAD] e r t y [PAD] [PAD] u",
         " ".join(LETTERS[i * i * 7 % 26] for i in range(45))]


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def write_tokenizer(root):
    root.mkdir(parents=True, exist_ok=True)
    (root / "vocab.txt").write_text("\n".join(TOKENS) + "\n")
    BertWordPieceTokenizer(str(root / "vocab.txt")).save(str(root / "tokenizer.json"), pretty=False)
    (root / "vocab.txt").unlink()


def write_model(directory, config, tensors, pooling="mean"):
    """A directory in the layout of sentence-transformers."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    write_json(directory / "config.json", config)
    save_file({name: value.contiguous() for name, value in tensors.items()},
              directory / "model.safetensors", metadata={"format": "pt"})
    write_json(directory / "modules.json", [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (path, kind) in enumerate(
            [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")])])
    width = config.get("hidden_size") or config.get("dim") or config.get("n_embd")
    write_json(directory / "1_Pooling" / "config.json",
               {"embedding_dimension": width, "pooling_mode": pooling, "include_prompt": True})
    (directory / "tokenizer.json").symlink_to("../tokenizer.json")
    write_json(directory / "tokenizer_config.json", {
        "tokenizer_class": "BertTokenizer", "unk_token": "[UNK]", "sep_token": "[SEP]",
        "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]",
        "model_max_length": 64})


def randomize(model):
    """N(0, 0.3) for biases and tables, N(0, 1.4 / √inputs) for matrices; gains about 1.

    Where nothing holds the sum of all layers to a size, matrices are half of that.
    """
    grows = any(name in ("final_norm.weight", "norm.weight") for name in model.state_dict())
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape)
        if "norm" in name.lower() or "emb_ln" in name or "attn_ln" in name or "mlp_ln" in name:
            is_gain = name.endswith("weight") and "gemma" not in type(model).__name__.lower()
            parameter.data = float(is_gain) + 0.3 * noise
        elif parameter.dim() == 2 and "embedding" not in name and "embed_tokens" not in name \
                and "relative" not in name:
            parameter.data = (0.7 if grows else 1.4) / math.sqrt(parameter.shape[1]) * noise
        elif "relative" in name:
            parameter.data = noise
        else:
            parameter.data = 0.3 * noise


def needless(name):
    return "pooler" in name or "position_ids" in name or "inv_freq" in name


def ids_of(tokenizer, text):
    return tokenizer.encode(text).ids


def clean(config, keep=()):
    """What distinguishes a configuration, without the noise of all defaults."""
    dropped = """_name_or_path add_cross_attention architectures bad_words_ids bos_token_id
        chunk_size_feed_forward classifier_dropout classifier_bias classifier_activation
        classifier_pooling cross_attention_hidden_size decoder_bias decoder_start_token_id
        deterministic_flash_attn dtype embedding_dropout eos_token_id finetuning_task
        hidden_dropout_prob attention_probs_dropout_prob classifier_dropout_prob id2label
        initializer_cutoff_factor initializer_range is_decoder is_encoder_decoder label2id
        mlp_dropout attention_dropout dropout output_attentions output_hidden_states
        problem_type qa_dropout seq_classif_dropout return_dict sparse_pred_ignore_index
        sparse_prediction summary_activation summary_last_dropout summary_type
        summary_use_proj summary_first_dropout tie_word_embeddings transformers_version
        use_cache cls_token_id sep_token_id""".split()
    return {k: v for k, v in config.items() if k in keep or k not in dropped}


def transformers_case(root, name, model_type, options, seed, pooling="mean", published=None,
                      old_keys=None):
    """A model by transformers.

    published: maps (config, tensors) to those of the files on the hub, if transformers does not
        read them.
    old_keys: keys of `config.json` as older versions wrote them, in place of `rope_parameters`.
    """
    torch.manual_seed(seed)
    config = AutoConfig.for_model(
        model_type, vocab_size=VOCABULARY, attn_implementation="eager",
        **{"pad_token_id": 1} | options)
    model = AutoModel.from_config(config, attn_implementation="eager").eval()
    randomize(model)
    tensors = {k: v.clone() for k, v in model.state_dict().items() if not needless(k)}
    written = clean(config.to_dict())
    if old_keys is not None:
        del written["rope_parameters"]
        written |= old_keys
    directory = root / name
    if published:
        reference = root / (name + ".reference")
        write_model(reference, written, tensors, pooling)
        written, tensors = published(dict(config.to_dict()), tensors)
    else:
        reference = directory
    write_model(directory, written, tensors, pooling)
    sentences = SentenceTransformer(str(reference), device="cpu", local_files_only=True,
                                    model_kwargs={"attn_implementation": "eager"}).eval()
    sentences.max_seq_length = 64
    loaded = sentences[0].auto_model
    for key, value in model.state_dict().items():
        assert torch.equal(loaded.state_dict()[key], value) or needless(key), key
    tokenizer = tokenizer_of(root)
    expected = {}
    for i, text in enumerate(TEXTS):
        ids = ids_of(tokenizer, text)
        with torch.no_grad():
            output = loaded(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids)),
                            output_hidden_states=True)
        expected[f"{i}.ids"] = torch.tensor(ids)
        states = list(output.hidden_states)
        assert torch.equal(states[-1], output.last_hidden_state)
        for layer, state in enumerate(states):
            expected[f"{i}.hidden.{layer}"] = state[0].clone()
        expected[f"{i}.vector"] = sentences.encode([text], convert_to_tensor=True)[0].clone()
    save_file(expected, directory / "expected.safetensors")
    if published:
        shutil.rmtree(reference)
    return model, expected


def tokenizer_of(root):
    from tokenizers import Tokenizer
    return Tokenizer.from_file(str(root / "tokenizer.json"))


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


def published_nomic(positions=64, scaling=None, trained=2048):
    def publish(config, tensors):
        renamed = {}
        for name, value in tensors.items():
            new = name.replace("embeddings.LayerNorm", "emb_ln")
            new = new.replace("layers.", "encoder.layers.") if new.startswith("layers.") else new
            for old, published in [
                ("self_attn.o_proj", "attn.out_proj"), ("up_proj", "fc11"), ("gate_proj", "fc12"),
                ("down_proj", "fc2"), ("post_attention_layernorm", "norm1"),
                ("post_mlp_layernorm", "norm2")]:
                new = new.replace(old, published)
            if "q_proj" in new:
                parts = [tensors[name.replace("q_proj", f"{x}_proj")] for x in "qkv"]
                renamed[new.replace("self_attn.q_proj", "attn.Wqkv")] = torch.cat(parts)
            elif "k_proj" not in new and "v_proj" not in new:
                renamed[new] = value
        return {
            "model_type": "nomic_bert", "activation_function": "swiglu", "causal": False,
            "layer_norm_epsilon": config["layer_norm_eps"], "max_trained_positions": trained,
            "mlp_fc1_bias": False, "mlp_fc2_bias": False, "n_embd": config["hidden_size"],
            "n_head": config["num_attention_heads"], "n_inner": config["intermediate_size"],
            "n_layer": config["num_hidden_layers"], "n_positions": positions,
            "parallel_block": False, "prenorm": False, "qkv_proj_bias": False,
            "rotary_emb_base": config["rope_parameters"]["rope_theta"], "rotary_emb_fraction": 1.0,
            "rotary_emb_interleaved": False, "rotary_emb_scale_base": None,
            "rotary_scaling_factor": scaling, "type_vocab_size": config["type_vocab_size"],
            "use_rms_norm": False, "vocab_size": config["vocab_size"],
        }, renamed
    return publish


def bert_sizes(hidden=18, heads=3, inner=28, layers=2, **more):
    return {"hidden_size": hidden, "num_attention_heads": heads, "intermediate_size": inner,
            "num_hidden_layers": layers, "max_position_embeddings": 56} | more


def decoder_sizes(hidden=18, heads=4, keys=2, size=6, inner=28, layers=2, **more):
    return bert_sizes(hidden, heads, inner, layers) | {
        "num_key_value_heads": keys, "head_dim": size} | more


FAR, NEAR = "full_attention", "sliding_attention"


def goldens(root):
    case = transformers_case
    case(root, "bert", "bert", bert_sizes(layer_norm_eps=1e-12, hidden_act="relu"), 1)
    case(root, "roberta", "roberta",
         bert_sizes(hidden_act="gelu_new", type_vocab_size=1, pad_token_id=1), 2)
    case(root, "xlm-roberta", "xlm-roberta",
         bert_sizes(20, 4, 28, layer_norm_eps=1e-5, type_vocab_size=1, pad_token_id=5), 3)
    case(root, "camembert", "camembert", bert_sizes(14, 2, 30, 3, hidden_act="silu"), 4)
    case(root, "distilbert", "distilbert", {
        "dim": 20, "n_heads": 4, "hidden_dim": 26, "n_layers": 2, "max_position_embeddings": 56,
        "sinusoidal_pos_embds": True}, 5)
    case(root, "mpnet", "mpnet", bert_sizes(layer_norm_eps=1e-5, hidden_act="gelu_fast"), 6)
    case(root, "albert", "albert", bert_sizes(
        hidden=12, layers=3, embedding_size=8, num_hidden_groups=2, inner_group_num=2), 7)
    case(root, "electra", "electra", bert_sizes(embedding_size=16, hidden_act="gelu"), 8)
    nomic = bert_sizes(rope_parameters={"rope_type": "default", "rope_theta": 1000.0})
    case(root, "nomic-bert", "nomic_bert", nomic, 9)
    case(root, "nomic-bert-published", "nomic_bert", nomic, 9, published=published_nomic())
    case(root, "nomic-bert-scaled", "nomic_bert", nomic | {
        "max_position_embeddings": 16,
        "rope_parameters": {"rope_type": "dynamic", "rope_theta": 1000.0, "factor": 2.0}}, 10,
        published=published_nomic(64, scaling=2, trained=16))
    case(root, "modernbert", "modernbert", bert_sizes(
        layers=4, hidden=16, heads=2, inner=20, local_attention=10,
        hidden_activation="gelu"), 11, old_keys={
            "global_rope_theta": 8e4, "local_rope_theta": 500.0,
            "global_attn_every_n_layers": 3, "position_embedding_type": "absolute"})
    case(root, "modernbert-biases", "modernbert", bert_sizes(
        layers=2, local_attention=7, layer_types=[NEAR, FAR], norm_bias=True, mlp_bias=True,
        attention_bias=True, hidden_activation="gelu_pytorch_tanh", norm_eps=1e-6), 12)
    jina_case(root, "jina-bert", 13, 18, 3, 28, 2)
    gte_case(root, "gte", 14, 18, 3, 28, 2)
    gte_case(root, "gte-scaled", 15, 20, 2, 24, 2, types=0, theta=20000.0,
             scaling={"type": "ntk", "factor": 8.0})
    gte_case(root, "gte-mixed", 16, 16, 2, 32, 2, packed=False,
             scaling={"type": "ntk", "factor": 2.0, "mixed_b": 0.625})
    case(root, "gte-transformers", "gte", bert_sizes(pad_token_id=1), 17)
    case(root, "qwen3", "qwen3", decoder_sizes(
        use_sliding_window=False), 18, pooling="lasttoken",
        old_keys={"rope_theta": 1000000, "rope_scaling": None})
    case(root, "qwen3-sliding", "qwen3", decoder_sizes(
        hidden=14, heads=3, keys=1, size=10, layers=3, attention_bias=True,
        use_sliding_window=True, sliding_window=9, max_window_layers=1), 19, pooling="lasttoken")
    case(root, "embeddinggemma", "gemma3_text", decoder_sizes(
        hidden=18, heads=3, keys=1, size=10, inner=24, layers=3, sliding_window=12,
        use_bidirectional_attention=True, query_pre_attn_scalar=18,
        layer_types=[NEAR, NEAR, FAR]), 20, old_keys={
            "rope_theta": 1e5, "rope_local_base_freq": 1e3,
            "rope_scaling": {"rope_type": "linear", "factor": 2.0}})
    case(root, "gemma3-causal", "gemma3_text", decoder_sizes(
        hidden=16, heads=4, keys=2, size=6, inner=20, layers=3, sliding_window=8,
        query_pre_attn_scalar=6, layer_types=[NEAR, FAR, NEAR],
        rope_scaling={"rope_type": "linear", "factor": 8.0}), 21)
    case(root, "eurobert", "eurobert", bert_sizes(num_key_value_heads=1, mlp_bias=True), 22,
         old_keys={"rope_theta": 250000.0})


def sweep(root, count, seed):
    """Models of odd sizes and options."""
    draw = random.Random(seed)
    pick = draw.choice
    acts = ["gelu", "gelu_new", "gelu_fast", "gelu_pytorch_tanh", "quick_gelu", "relu", "silu"]

    def sizes(**more):
        heads = pick([1, 2, 3, 4, 5, 7])
        return bert_sizes(heads * pick([4, 6, 8, 10, 14, 16, 18]), heads, draw.randint(5, 120),
                          draw.randint(1, 6), **more)

    def decoder(**more):
        keys = pick([1, 2, 3])
        return decoder_sizes(draw.randint(3, 60), keys * pick([1, 2, 3]), keys,
                             2 * draw.randint(1, 20), draw.randint(5, 120), draw.randint(1, 6),
                             attention_bias=pick([True, False]), rms_norm_eps=pick([1e-6, 1e-5]),
                             **more)

    def rope(*thetas):
        kind = pick([{}, {"rope_type": "default"}, {"rope_type": "linear", "factor": 4.0}])
        return {"rope_type": "default"} | kind | {"rope_theta": pick(thetas)}

    for i in range(count):
        def case(name, model_type, options, **more):
            transformers_case(root, f"{name}-{i}", model_type, options, draw.randint(0, 1 << 30),
                              **more)
        act, eps = {"hidden_act": pick(acts)}, {"layer_norm_eps": pick([1e-12, 1e-7, 1e-5])}
        pooling = pick(["mean", "cls", "lasttoken"])
        case("bert", "bert", sizes(**act, **eps), pooling=pooling)
        for name in ["roberta", "xlm-roberta", "camembert"]:
            case(name, name, sizes(**act, **eps, pad_token_id=pick([0, 1, 7]),
                                   type_vocab_size=pick([1, 2])))
        s = sizes()
        case("distilbert", "distilbert", {
            "dim": s["hidden_size"], "n_heads": s["num_attention_heads"],
            "hidden_dim": s["intermediate_size"], "n_layers": s["num_hidden_layers"],
            "max_position_embeddings": 70, "activation": pick(acts),
            "sinusoidal_pos_embds": pick([True, False])
            and s["hidden_size"] % 2 == 0})
        case("mpnet", "mpnet", sizes(**act, **eps,
                                     relative_attention_num_buckets=pick([32, 40])))
        s = sizes(**act, **eps, embedding_size=draw.randint(3, 50),
                  inner_group_num=pick([1, 2, 3]))
        case("albert", "albert", s | {
            "num_hidden_groups": draw.randint(1, s["num_hidden_layers"])})
        s = sizes(**act, **eps)
        case("electra", "electra", s | {"embedding_size": pick([s["hidden_size"], 9, 50])})
        s = sizes(rope_parameters={"rope_type": "default", "rope_theta": pick([1e3, 1e4])}, **eps)
        case("nomic", "nomic_bert", s | act)
        case("nomic-published", "nomic_bert", s, published=published_nomic())
        case("nomic-scaled", "nomic_bert", s | {
            "max_position_embeddings": 20, "rope_parameters": {
                "rope_type": "dynamic", "rope_theta": 1e3, "factor": 3.0}},
            published=published_nomic(64, scaling=3, trained=20)) \
            if s["hidden_size"] // s["num_attention_heads"] > 2 else None
        s = sizes(local_attention=draw.randint(1, 40), hidden_activation=pick(acts),
                  norm_bias=pick([True, False]), mlp_bias=pick([True, False]),
                  attention_bias=pick([True, False]), global_attn_every_n_layers=pick([1, 2, 3]),
                  rope_parameters={FAR: rope(1.6e5, 1e4), NEAR: rope(1e4, 1e3)})
        case("modernbert", "modernbert", s)
        s = sizes()
        jina_case(root, f"jina-{i}", draw.randint(0, 1 << 30), s["hidden_size"],
                  s["num_attention_heads"], s["intermediate_size"], s["num_hidden_layers"],
                  pick(["geglu", "reglu"]), pick([1, 2]))
        s = sizes()
        gte_case(root, f"gte-{i}", draw.randint(0, 1 << 30), s["hidden_size"],
                 s["num_attention_heads"], s["intermediate_size"], s["num_hidden_layers"],
                 pick([0, 1, 2]), pick([True, False]),
                 pick([None, {"type": "ntk", "factor": 2.0}, {"type": "ntk", "factor": 1.0},
                       {"type": "ntk", "factor": 8.0, "mixed_b": 0.5}]),
                 pick([1e4, 1.6e5]), 64, pick(["gelu", "relu"]))
        case("gte-transformers", "gte", sizes(**act, **eps, type_vocab_size=pick([0, 1]),
                                              rope_parameters=rope(1e4, 1.6e5)))
        case("qwen3", "qwen3", decoder(
            **act, rope_parameters=rope(1e6, 1e4), use_sliding_window=pick([True, False]),
            sliding_window=draw.randint(1, 30), max_window_layers=pick([0, 1, 3])),
            pooling=pooling)
        s = decoder(hidden_activation=pick(acts), sliding_window=draw.randint(2, 40),
                    use_bidirectional_attention=pick([True, False]),
                    query_pre_attn_scalar=draw.randint(3, 40), sliding_window_pattern=pick([2, 3]),
                    rope_parameters={FAR: rope(1e6, 1e5), NEAR: rope(1e4, 1e3)})
        s["hidden_size"] = s["num_attention_heads"] * pick([4, 6, 8])
        case("gemma3", "gemma3_text", s, pooling=pooling)
        case("eurobert", "eurobert", sizes(
            **act, attention_bias=pick([True, False]), mlp_bias=pick([True, False]),
            rope_parameters=rope(1e4, 2.5e5)))


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "families"
    write_tokenizer(root)
    if len(sys.argv) > 2:
        sweep(root, int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    else:
        goldens(root)


if __name__ == "__main__":
    main()
