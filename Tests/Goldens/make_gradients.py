"""Writes gradients/<family>.safetensors: what the vectors of the models of families/ depend on.

    pip install sentence-transformers==6.2.0 transformers==5.24.0 torch==2.15.0 \
        tokenizers==0.23.3 safetensors==0.8.0 numpy==2.4.6
    python make_gradients.py

For text number i of TEXTS below:
    <i>.ids          I64 [tokens]
    <i>.vector       F32 [hidden]  the mean of the last states of all tokens, not normalized
    <i>.direction    F32 [hidden]  c_i, N(0, 1)
and, for the tensors of the model's own model.safetensors under their names there:
    grad.<name>      F32           the gradient of L = sum over i of c_i · vector_i
    padding.<name>   F32 [columns] see below

Computed in float64 throughout, a text at a time, without padding or dropout, and rounded to F32 at
the end. A tensor that L does not depend on is left out. A tensor that several layers share has the
sum of what they get.

A table of embeddings that torch has as Embedding(padding_idx=p) gets no gradient in its row p, even
where p is a token of a text: that row of grad.<name> is zero. So it is for word embeddings of all
families, p being `pad_token_id` (1 for MPNet), and for the positions of RoBERTa, XLM-RoBERTa,
CamemBERT, and MPNet. padding.<name> is the row as mathematics has it; it is there where it is not
zero. (Models of jina and gte on the hub have word embeddings with padding_idx too.)

DistilBERT's sinusoidal positions get their gradient here, whether or not they are to be learned.

A few entries of every gradient are checked against central differences.
"""

import random

import torch
from safetensors.torch import load_file, save_file

from family_models import HERE, TEXTS, ids_of, tokenizer_of
from gradient_models import family

# The text with equal tokens is short: in transformers, dynamic rotations of a short text that
# follows a long one depend on the long one unless the short one is within the trained length.
TEXTS = [text for text in TEXTS if text] + ["m n m m o m z n"]


def vectors(model, tensors, texts):
    return [model.last_states(tensors, ids).mean(0) for ids in texts]


def value(model, tensors, texts, directions):
    return sum((c * v).sum() for c, v in zip(directions, vectors(model, tensors, texts)))


def gradients(model, tensors, texts, directions):
    found = torch.autograd.grad(value(model, tensors, texts, directions), list(tensors.values()),
                                allow_unused=True)
    return {name: gradient for name, gradient in zip(tensors, found) if gradient is not None}


def difference(model, tensors, texts, directions, name, index, step=1e-5):
    flat = tensors[name].detach().view(-1)
    old = flat[index].item()
    ends = []
    with torch.no_grad():
        for sign in (1, -1):
            flat[index] = old + sign * step
            ends.append(value(model, tensors, texts, directions).item())
        flat[index] = old
    return (ends[0] - ends[1]) / (2 * step)


def check(model, tensors, texts, directions, found, draw):
    """`found` is without regard to padding rows."""
    worst = 0.0
    for name, gradient in found.items():
        flat = gradient.reshape(-1)
        for index in {draw.randrange(len(flat)), int(flat.abs().argmax())}:
            exact = flat[index].item()
            near = difference(model, tensors, texts, directions, name, index)
            worst = max(worst, abs(near - exact) / max(1, abs(exact)))
    assert worst < 1e-7, worst
    return worst


def make(directory, seed):
    draw = random.Random(seed)
    torch.manual_seed(seed)
    model, tensors = family(directory)
    tokenizer = tokenizer_of(directory.parent)
    texts = [ids_of(tokenizer, text) for text in TEXTS]
    hidden = model.last_states(tensors, texts[0]).shape[-1]
    directions = [torch.randn(hidden).double() for _ in texts]
    result = {}
    with torch.no_grad():
        found = vectors(model, tensors, texts)
    for i, (ids, vector, direction) in enumerate(zip(texts, found, directions)):
        result[f"{i}.ids"] = torch.tensor(ids)
        result[f"{i}.vector"] = vector.float()
        result[f"{i}.direction"] = direction.float()
    for i, states in enumerate(expected_states(directory)):
        assert (states.mean(0) - result[f"{i}.vector"]).abs().max() < 1e-5
    found = gradients(model, tensors, texts, directions)
    rows = model.padding_rows()
    model.forget_padding()
    true = gradients(model, tensors, texts, directions)
    worst = check(model, tensors, texts, directions, true, draw)
    for name, gradient in found.items():
        result["grad." + name] = gradient.float()
        if name in rows:
            row = true[name][rows[name]].clone()
            assert not gradient[rows[name]].any()
            true[name][rows[name]] = 0
            if row.any():
                result["padding." + name] = row.float()
        assert (true[name] - gradient).abs().max() < 1e-12, name
    path = HERE / "gradients" / f"{directory.name}.safetensors"
    path.parent.mkdir(exist_ok=True)
    save_file({name: tensor.contiguous() for name, tensor in result.items()}, path)
    print(f"{directory.name}: {len(found)} of {len(tensors)} tensors, {worst:.1e}, "
          f"padding {[n for n in result if n.startswith('padding.')]}")


def expected_states(directory):
    """The last states of the same texts as make_families.py has them."""
    tensors = load_file(directory / "expected.safetensors")
    last = max(int(name.split(".")[2]) for name in tensors if ".hidden." in name)
    return [tensors[f"{i + 1}.hidden.{last}"] for i in range(len(TEXTS) - 1)]


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    directories = sorted(path for path in (HERE / "families").iterdir() if path.is_dir())
    for seed, directory in enumerate(directories, 1):
        make(directory, seed)


if __name__ == "__main__":
    main()
