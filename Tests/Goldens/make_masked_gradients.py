"""Writes gradients/masked.safetensors: what the loss of masked words depends on.

    pip install transformers==5.24.0 torch==2.15.0 safetensors==0.8.0
    python make_masked_gradients.py

The encoder is families/bert; the head is BertForMaskedLM's, tied to the word embeddings, with weights
drawn here:
    cls.predictions.<name>  F32
For text number i:
    <i>.ids         I64 [tokens]  as the model sees it
    <i>.labels      I64 [tokens]  -100 where nothing is to be told
and of the mean loss of all tokens that are to be told:
    loss            F64 [1]
    grad.<name>     F32           its gradient by each tensor, by the file's names

Computed in float64 throughout, a text at a time, without padding or dropout, and rounded to F32 at the
end. No text has the padding token, whose row torch gives no gradient where it is looked up.
"""

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, BertForMaskedLM

from family_models import HERE
from gradient_models import Doubles

PADDING, CHOSEN = 1, 0.3


def texts(vocabulary, draw):
    for length in (12, 5, 30, 2, 19, 40):
        own = torch.randint(2, vocabulary, (length,), generator=draw)
        chosen = torch.rand(length, generator=draw) < CHOSEN
        chosen[0] = chosen[-1] = False
        seen = torch.where(chosen & (torch.rand(length, generator=draw) < 0.8), 4, own)
        yield seen, torch.where(chosen, own, -100)


def main():
    torch.set_num_threads(1)
    draw = torch.Generator().manual_seed(1)
    directory = HERE / "families" / "bert"
    config = AutoConfig.from_pretrained(directory)
    assert config.pad_token_id == PADDING
    torch.set_default_dtype(torch.float64)
    with Doubles():
        model = BertForMaskedLM._from_config(
            config, attn_implementation="eager", dtype=torch.float64).eval()
    torch.set_default_dtype(torch.float32)
    files = load_file(directory / "model.safetensors")
    state = {"bert." + name: tensor.double() for name, tensor in files.items()}
    result = {}
    for name, parameter in model.named_parameters():
        if name.startswith("cls."):
            values = torch.randn(parameter.shape, generator=draw) * 0.3
            if name.endswith("LayerNorm.weight"):
                values += 1
            result[name] = values
            state[name] = values.double()
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert not unexpected, unexpected
    assert all(name.startswith("cls.predictions.decoder") or "position_ids" in name
               for name in missing), missing
    model.tie_weights()
    sums, count = 0, 0
    with Doubles():
        for index, (seen, labels) in enumerate(texts(config.vocab_size, draw)):
            result[f"{index}.ids"], result[f"{index}.labels"] = seen, labels
            logits = model(input_ids=seen[None], attention_mask=torch.ones(1, len(seen))).logits
            chosen = labels >= 0
            count += int(chosen.sum())
            sums = sums - logits[0].log_softmax(-1)[chosen, labels[chosen]].sum()
    loss = sums / count
    loss.backward()
    result["loss"] = loss.detach()[None]
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
        result["grad." + name.removeprefix("bert.")] = parameter.grad.float()
    save_file({name: tensor.contiguous() for name, tensor in result.items()},
              HERE / "gradients" / "masked.safetensors")
    print(f"loss {loss.item():.6f} of {count} tokens, {len(result)} tensors")


if __name__ == "__main__":
    main()
