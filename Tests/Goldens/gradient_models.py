"""The tiny models of families/ as differentiable functions of their files' tensors, in doubles.

See make_gradients.py and make_steps.py.
"""

import json
import math

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch.overrides import TorchFunctionMode
from transformers import AutoConfig, AutoModel

from family_models import needless
from family_twins import GTETwin, JinaTwin


class Doubles(TorchFunctionMode):
    """Computes in float64 what the models insist to do in float32: norms, softmax, rotations."""

    def __torch_function__(self, function, types, args=(), kwargs=None):
        def doubled(value):
            return torch.float64 if value is torch.float32 else value
        if function is torch.Tensor.float:
            function = torch.Tensor.double
        return function(*map(doubled, args),
                        **{key: doubled(value) for key, value in (kwargs or {}).items()})


class TransformersModel:
    """A model of transformers. `files` maps the file's tensors to those of the model."""

    def __init__(self, config, files=lambda tensors: tensors):
        self.files = files
        torch.set_default_dtype(torch.float64)
        with Doubles():
            self.module = AutoModel.from_config(
                config, attn_implementation="eager", dtype=torch.float64).eval()
        torch.set_default_dtype(torch.float32)

    def check(self, tensors):
        mapped = self.files(tensors)
        needed = {k: v.shape for k, v in self.module.state_dict().items() if not needless(k)}
        assert needed == {k: v.shape for k, v in mapped.items()}

    def last_states(self, tensors, ids):
        with Doubles():
            output = torch.func.functional_call(self.module, self.files(tensors), kwargs={
                "input_ids": torch.tensor([ids]), "attention_mask": torch.ones(1, len(ids))})
        return output.last_hidden_state[0]

    def padding_rows(self):
        """The rows of tables that get no gradient, as torch's Embedding(padding_idx=...) has it."""
        return {name + ".weight": module.padding_idx
                for name, module in self.module.named_modules()
                if isinstance(module, torch.nn.Embedding) and module.padding_idx is not None}

    def forget_padding(self):
        for module in self.module.modules():
            if isinstance(module, torch.nn.Embedding):
                module.padding_idx = None


class TorchTwin:
    """The twins of family_twins.py once more, for autograd."""

    def __init__(self, config, twin):
        self.config = config
        self.twin = twin(config, {})
        self.padding = config["pad_token_id"]

    def check(self, tensors):
        ids = [0, 7, 8, 1, 9, 8, 2]
        self.twin.tensors = {k: v.detach().numpy() for k, v in tensors.items()}
        expected = torch.from_numpy(self.twin.states(ids)[-1])
        assert (self.last_states(tensors, ids) - expected).abs().max() < 1e-12

    def padding_rows(self):
        return {"embeddings.word_embeddings.weight": self.padding}

    def forget_padding(self):
        self.padding = None

    def last_states(self, tensors, ids):
        self.tensors = tensors
        x = F.embedding(torch.tensor(ids), tensors["embeddings.word_embeddings.weight"],
                        padding_idx=self.padding)
        if self.config.get("type_vocab_size"):
            x = x + tensors["embeddings.token_type_embeddings.weight"][0]
        x = self.norm("embeddings.LayerNorm", x)
        for index in range(self.config["num_hidden_layers"]):
            x = self.layer(f"encoder.layer.{index}.", x)
        return x

    def linear(self, name, x):
        return F.linear(x, self.tensors[name + ".weight"], self.tensors.get(name + ".bias"))

    def norm(self, name, x):
        return F.layer_norm(x, x.shape[-1:], self.tensors[name + ".weight"],
                            self.tensors[name + ".bias"], self.config["layer_norm_eps"])

    def heads(self, x):
        return x.reshape(len(x), self.config["num_attention_heads"], -1).transpose(0, 1)

    def attend(self, q, k, v, bias=0.0):
        scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[-1]) + bias
        return (scores.softmax(-1) @ v).transpose(0, 1).flatten(1)


class TorchGTE(TorchTwin):
    def __init__(self, config):
        super().__init__(config, GTETwin)

    def rotate(self, x):
        half = x.shape[-1] // 2
        angles = torch.arange(x.shape[1])[:, None] * torch.from_numpy(
            self.twin.frequencies(x.shape[-1]))
        a, b = x[..., :half], x[..., half:]
        return torch.cat([a * angles.cos() - b * angles.sin(), b * angles.cos() + a * angles.sin()],
                         -1)

    def layer(self, name, x):
        attention = name + "attention."
        if attention + "qkv_proj.weight" in self.tensors:
            q, k, v = self.linear(attention + "qkv_proj", x).chunk(3, -1)
        else:
            q, k, v = (self.linear(f"{attention}{p}_proj", x) for p in "qkv")
        answer = self.attend(self.rotate(self.heads(q)), self.rotate(self.heads(k)), self.heads(v))
        x = self.norm(name + "attn_ln", x + self.linear(attention + "o_proj", answer))
        up, gate = self.linear(name + "mlp.up_gate_proj", x).chunk(2, -1)
        inner = (F.gelu if self.config["hidden_act"] == "gelu" else F.relu)(gate) * up
        return self.norm(name + "mlp_ln", x + self.linear(name + "mlp.down_proj", inner))


class TorchJina(TorchTwin):
    def __init__(self, config):
        super().__init__(config, JinaTwin)

    def layer(self, name, x):
        place = torch.arange(len(x))
        slopes = torch.tensor(self.twin.slopes(self.config["num_attention_heads"])).double()
        bias = -slopes[:, None, None] * (place[None, :] - place[:, None]).abs()
        attention = name + "attention."
        q, k, v = (self.heads(self.linear(f"{attention}self.{p}", x))
                   for p in ("query", "key", "value"))
        answer = self.linear(attention + "output.dense", self.attend(q, k, v, bias))
        x = self.norm(attention + "output.LayerNorm", x + answer)
        gate, rest = self.linear(name + "mlp.gated_layers", x).chunk(2, -1)
        inner = (F.gelu if self.config["feed_forward_type"] == "geglu" else F.relu)(gate) * rest
        return self.norm(name + "mlp.layernorm", x + self.linear(name + "mlp.wo", inner))


def unpublished_nomic(tensors):
    """Undoes published_nomic of family_models.py."""
    result = {}
    for name, value in tensors.items():
        new = name.replace("emb_ln", "embeddings.LayerNorm").removeprefix("encoder.")
        for published, own in [
            ("attn.out_proj", "self_attn.o_proj"), ("fc11", "up_proj"), ("fc12", "gate_proj"),
            ("fc2", "down_proj"), ("norm1", "post_attention_layernorm"),
            ("norm2", "post_mlp_layernorm")]:
            new = new.replace(published, own)
        if "Wqkv" in new:
            for letter, part in zip("qkv", value.chunk(3)):
                result[new.replace("attn.Wqkv", f"self_attn.{letter}_proj")] = part
        else:
            result[new] = value
    return result


def nomic_config(config):
    scaling = config["rotary_scaling_factor"]
    rope = {"rope_type": "default"} if scaling is None else \
        {"rope_type": "dynamic", "factor": float(scaling)}
    return AutoConfig.for_model(
        "nomic_bert", vocab_size=config["vocab_size"], hidden_size=config["n_embd"],
        num_attention_heads=config["n_head"], intermediate_size=config["n_inner"],
        num_hidden_layers=config["n_layer"], layer_norm_eps=config["layer_norm_epsilon"],
        max_position_embeddings=config["n_positions" if scaling is None
                                       else "max_trained_positions"],
        type_vocab_size=config["type_vocab_size"], pad_token_id=1,
        rope_parameters=rope | {"rope_theta": config["rotary_emb_base"]})


def family(directory):
    """The model of a directory, and the tensors of its file as doubles that want gradients."""
    config = json.loads((directory / "config.json").read_text())
    if config["model_type"] == "new":
        model = TorchGTE(config)
    elif "feed_forward_type" in config:
        model = TorchJina(config)
    elif "n_embd" in config:
        model = TransformersModel(nomic_config(config), unpublished_nomic)
    else:
        model = TransformersModel(AutoConfig.from_pretrained(directory))
    tensors = {name: value.double().requires_grad_()
               for name, value in load_file(directory / "model.safetensors").items()}
    model.check(tensors)
    return model, tensors
