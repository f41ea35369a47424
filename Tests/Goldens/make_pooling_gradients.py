"""Writes gradients/poolings.json and .safetensors: gradients through poolings and more.

    pip install sentence-transformers==6.2.0 transformers==5.24.0 torch==2.15.0 \
        safetensors==0.8.0 numpy==2.4.6
    python make_pooling_gradients.py

poolings.safetensors has the states of the last layer of three texts, used by all cases,
    states.<i>                F32 [tokens, 6]   of 1, 4, and 9 tokens
and for each case
    <case>.direction          F32 [3, width]    c_i
    <case>.output             F64 [3, width]    what the last module makes of each text
    <case>.states.<i>         F64 [tokens, 6]   gradient of L = sum over i of c_i · output_i
    <case>.<m>.<name>         F32               a tensor of module number m
    <case>.<m>.<name>.grad    F64               its gradient
poolings.json is a list of cases {"name", "pooling": [modes], "modules": [...]}; a module is
{"type", "configuration", "tensors": [names within the module]}, its configuration as config.json of
sentence-transformers has it. The pooling is module 0 in the count; its mode(s) join vectors in
the order given.

Two tokens of the third text have equal greatest values in column 0, and all four of the second in
column 1: torch's max gives the gradient to the first of them.

Texts are computed one at a time and once more as a padded batch, which must agree.
"""

import torch
from safetensors.torch import save_file
from sentence_transformers.sentence_transformer.modules import Dense, LayerNorm, Normalize, Pooling

from family_models import HERE, write_json
from gradient_models import Doubles

WIDTH = 6
ACTIVATIONS = """Identity Tanh GELU ReLU SiLU Sigmoid CELU ELU Hardsigmoid Hardswish Hardtanh
    LeakyReLU LogSigmoid Mish ReLU6 SELU Softplus Softsign Tanhshrink""".split()


def make_states():
    states = [torch.randn(tokens, WIDTH) for tokens in (1, 4, 9)]
    states[1][:, 1] = 0.75
    states[2][6, 0] = states[2][3, 0] = states[2][:, 0].max() + 0.5
    return states


def dense(inputs, outputs, activation="Tanh", bias=True, residual=False):
    module = Dense(inputs, outputs, bias, getattr(torch.nn, activation)(), use_residual=residual)
    for parameter in module.parameters():
        parameter.data = torch.randn(parameter.shape)
    return module


def layer_norm(size):
    module = LayerNorm(size)
    module.norm.weight.data = 1 + 0.3 * torch.randn(size)
    module.norm.bias.data = 0.3 * torch.randn(size)
    return module


def cases():
    for mode in Pooling.POOLING_MODES:
        yield mode, [mode], []
    yield "cls-mean", ["cls", "mean"], []
    yield "all", list(Pooling.POOLING_MODES), []
    yield "reversed", ["lasttoken", "max", "mean"], []
    yield "normalize", ["mean"], [Normalize()]
    yield "normalize-joined", ["max", "mean_sqrt_len_tokens"], [Normalize()]
    for activation in ACTIVATIONS:
        yield f"dense-{activation}", ["mean"], [dense(WIDTH, 5, activation)]
    yield "dense-no-bias", ["cls"], [dense(WIDTH, 4, bias=False)]
    yield "dense-residual", ["mean"], [dense(WIDTH, WIDTH, residual=True)]
    yield "dense-residual-projected", ["mean"], [dense(WIDTH, 4, "GELU", residual=True)]
    yield "layer-norm", ["mean"], [layer_norm(WIDTH)]
    yield "dense-normalize", ["mean"], [dense(WIDTH, 5, "Identity"), Normalize()]
    yield "two-denses", ["weightedmean"], [
        dense(WIDTH, 8, "Identity", bias=False), dense(8, 5, "Identity", bias=False), Normalize()]
    yield "everything", ["cls", "max"], [
        layer_norm(2 * WIDTH), dense(2 * WIDTH, 7, "SiLU"), dense(7, 7, "Tanh", residual=True),
        Normalize()]


def run(modules, states, mask):
    features = {"token_embeddings": states, "attention_mask": mask}
    with Doubles():
        for module in modules:
            features = module(features)
    return features["sentence_embedding"]


def padded(modules, states):
    length = max(map(len, states))
    mask = torch.tensor([[int(i < len(s)) for i in range(length)] for s in states])
    filled = torch.stack([torch.cat([s, torch.full((length - len(s), WIDTH), 9.0)])
                          for s in states])
    return run(modules, filled, mask)


def one_by_one(modules, states):
    return torch.cat([run(modules, s[None], torch.ones(1, len(s), dtype=torch.int64))
                      for s in states])


def main():
    torch.manual_seed(1)
    states = make_states()
    tensors = {f"states.{i}": s for i, s in enumerate(states)}
    described = []
    for name, modes, modules in cases():
        names = [[n for n, _ in module.named_parameters()] for module in modules]
        described.append({"name": name, "pooling": modes, "modules": [
            {"type": type(module).__name__,
             "configuration": module.get_config_dict() if module.config_keys else {},
             "tensors": n} for module, n in zip(modules, names)]})
        for m, module in enumerate(modules, 1):
            for n, parameter in module.named_parameters():
                tensors[f"{name}.{m}.{n}"] = parameter.data.float().clone()
        modules = [module.double() for module in modules]
        pipeline = [Pooling(WIDTH, modes), *modules]
        leaves = [s.double().requires_grad_() for s in states]
        parameters = [p for module in modules for p in module.parameters()]
        output = one_by_one(pipeline, leaves)
        direction = torch.randn(output.shape)
        found = torch.autograd.grad((direction * output).sum(), leaves + parameters)
        again = torch.autograd.grad((direction * padded(pipeline, leaves)).sum(),
                                    leaves + parameters)
        for one, other in zip(found, again):
            assert (one - other).abs().max() < 1e-12, name
        assert output.dtype == torch.float64
        tensors[f"{name}.direction"], tensors[f"{name}.output"] = direction, output.detach()
        for i, gradient in enumerate(found[:3]):
            tensors[f"{name}.states.{i}"] = gradient
        keys = [f"{name}.{m}.{n}.grad" for m, ns in enumerate(names, 1) for n in ns]
        tensors |= zip(keys, found[3:], strict=True)
    ties = tensors["max.states.2"][:, 0].nonzero(), tensors["max.states.1"][:, 1].nonzero()
    assert [t.tolist() for t in ties] == [[[3]], [[0]]]
    save_file({k: v.contiguous() for k, v in tensors.items()},
              HERE / "gradients" / "poolings.safetensors")
    write_json(HERE / "gradients" / "poolings.json", described)


if __name__ == "__main__":
    main()
