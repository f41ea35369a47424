"""Writes gradients/steps.json: fifty steps of learning with two models of families/.

    pip install sentence-transformers==6.2.0 transformers==5.24.0 torch==2.15.0 \
        tokenizers==0.23.3 safetensors==0.8.0 numpy==2.4.6
    python make_steps.py

steps.json:
    pairs      twelve pairs of texts; step k (from 0) learns pairs 4k … 4k + 3, modulo 12
    rates      the learning rate of each step
    models     for each of `bert` and `modernbert`:
        decayed   the tensors that weight decay applies to
        losses    of each step, before its update, in float64
        norms     of all gradients of each step together, before clipping, in float64
        final     the loss of each of the three batches after the last step, in float64
        after     the sum of squares of each tensor of the file after the last step, in float64
        single    the losses as a run in float32 has them

The vectors are means over all tokens, of length one; a text at a time, without padding or dropout.
The loss is MultipleNegativesRankingLoss with scale 20, the optimizer torch's AdamW with
betas 0.9 and 0.999, ε 1e-8, decay 0.01 and a greatest rate of 1e-3; gradients are clipped to norm 1
by torch's clip_grad_norm_, i.e. multiplied by min(1, 1 / (norm + 1e-6)).

The rate of step k is that of get_linear_schedule_with_warmup of transformers, with 5 steps of
warm-up and 50 in all: 1e-3 · k / 5 for k < 5 (so nothing is learned at step 0, though the moments
are), then 1e-3 · (50 − k) / 45.

Weight decay applies to what transformers' Trainer.get_decay_parameter_names tells, by which the
trainer of sentence-transformers goes too: to all parameters but those of an nn.LayerNorm and those
whose lower-case name matches `bias`, `layernorm`, `rmsnorm`, `(?:^|\\.)norm(?:$|\\.)`, or
`_norm(?:$|\\.)` anywhere. Tables of embeddings decay, rows that no text has included; MPNet's
`relative_attention_bias.weight` does not, for its name. A parameter the loss does not depend on at
all is left as it is.

The true gradient of BERT's biases of keys is zero, since softmax does not see them. What rounding
leaves of it is nothing beside ε in float64, but in float32 Adam makes steps of it: `after` of these
tensors is not to be expected of a float32 run.
"""

import random

import torch
from safetensors.torch import load_file
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from transformers import AutoModel, Trainer, get_linear_schedule_with_warmup

from family_models import HERE, LETTERS, ids_of, needless, tokenizer_of, write_json
from gradient_models import Doubles, family

STEPS, WARMUP, BATCH, RATE, DECAY = 50, 5, 4, 1e-3, 0.01


def make_pairs():
    draw = random.Random(1)
    pairs = []
    for _ in range(12):
        first = draw.sample(LETTERS, draw.randint(2, 8))
        second = draw.sample(first, 1) + draw.sample(LETTERS, draw.randint(1, 6))
        pairs.append([" ".join(first), " ".join(second)])
    return pairs


def load(directory, dtype):
    if dtype == torch.float32:
        module = AutoModel.from_pretrained(directory, attn_implementation="eager", dtype=dtype)
    else:
        model, tensors = family(directory)
        module = model.module
        module.load_state_dict(tensors, strict=False)
    module = module.eval()
    assert all(p.dtype == dtype for p in module.parameters())
    for name, tensor in load_file(directory / "model.safetensors").items():
        assert torch.equal(module.state_dict()[name], tensor.to(dtype))
    return module


def embed(module, batch):
    means = [module(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids)))
             .last_hidden_state[0].mean(0) for ids in batch]
    return torch.nn.functional.normalize(torch.stack(means), dim=-1)


def batch_loss(module, batch):
    loss = MultipleNegativesRankingLoss(None, scale=20.0)
    return loss.compute_loss_from_embeddings([embed(module, side) for side in zip(*batch)], None)


def run(module, batches):
    decayed = [n for n in Trainer.get_decay_parameter_names(None, module) if not needless(n)]
    parameters = dict(module.named_parameters())
    optimizer = torch.optim.AdamW(
        [{"params": [p for n, p in parameters.items() if n in decayed], "weight_decay": DECAY},
         {"params": [p for n, p in parameters.items() if n not in decayed], "weight_decay": 0.0}],
        lr=RATE, betas=(0.9, 0.999), eps=1e-8)
    schedule = get_linear_schedule_with_warmup(optimizer, WARMUP, STEPS)
    losses, norms, rates = [], [], []
    for step in range(STEPS):
        loss = batch_loss(module, batches[step % len(batches)])
        optimizer.zero_grad()
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(module.parameters(), 1.0).item())
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    with torch.no_grad():
        final = [batch_loss(module, batch).item() for batch in batches]
    after = {n: p.detach().square().sum().item() for n, p in parameters.items() if not needless(n)}
    return {"decayed": sorted(decayed), "losses": losses, "norms": norms, "final": final,
            "after": after}, rates


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    pairs = make_pairs()
    tokenizer = tokenizer_of(HERE / "families")
    ids = [[ids_of(tokenizer, text) for text in pair] for pair in pairs]
    batches = [ids[start:start + BATCH] for start in range(0, len(ids), BATCH)]
    models = {}
    for name in ("bert", "modernbert"):
        directory = HERE / "families" / name
        module = load(directory, torch.float64)
        with Doubles():
            result, rates = run(module, batches)
        single, _ = run(load(directory, torch.float32), batches)
        models[name] = result | {"single": single["losses"]}
        print(name, result["losses"][:6], result["final"],
              max(abs(a - b) for a, b in zip(result["losses"], single["losses"])))
    write_json(HERE / "gradients" / "steps.json",
               {"pairs": pairs, "rates": rates, "models": models})


if __name__ == "__main__":
    main()
