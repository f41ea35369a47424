"""Writes gradients/denoising.safetensors: what the loss of denoised texts (TSDAE) depends on.

    pip install transformers==5.24.0 torch==2.15.0 safetensors==0.8.0
    python make_denoising_gradients.py

The encoder is families/bert, a text's vector the mean of its last states, of length 1. The decoder is
BertLMHeadModel with the encoder's weights, as DenoisingAutoEncoderLoss ties them, and with
cross-attention and a head of its own, whose weights are drawn here:
    cls.predictions.<name>              F32
    decoder.layer.<n>.<name>            F32  of the cross-attention
For text number i:
    <i>.ids         I64 [tokens]  the damaged text
    <i>.target      I64 [tokens]  the whole text
and of the mean loss of all tokens of the texts behind their first:
    loss            F64 [1]
    grad.<name>     F32           its gradient by each tensor

Computed in float64 throughout, a text at a time, without padding or dropout, and rounded to F32 at the
end. Queries and keys of the cross-attention, which has one key, get no gradient and are left out.
"""

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, BertLMHeadModel, BertModel

from family_models import HERE
from gradient_models import Doubles


def texts(vocabulary, draw):
    for length in (12, 5, 30, 3, 19):
        own = torch.randint(2, vocabulary, (length,), generator=draw)
        kept = torch.rand(length, generator=draw) > 0.6
        kept[0] = kept[-1] = True
        yield own[kept], own


def main():
    torch.set_num_threads(1)
    draw = torch.Generator().manual_seed(1)
    directory = HERE / "families" / "bert"
    config = AutoConfig.from_pretrained(directory)
    decoding = AutoConfig.from_pretrained(directory, is_decoder=True, add_cross_attention=True)
    torch.set_default_dtype(torch.float64)
    with Doubles():
        encoder = BertModel._from_config(
            config, attn_implementation="eager", dtype=torch.float64).eval()
        decoder = BertLMHeadModel._from_config(
            decoding, attn_implementation="eager", dtype=torch.float64).eval()
    torch.set_default_dtype(torch.float32)
    own = {name: tensor.double().requires_grad_()
           for name, tensor in load_file(directory / "model.safetensors").items()}
    result, drawn, tied = {}, {}, {}
    for name, parameter in decoder.named_parameters():
        file = name.removeprefix("bert.")
        if file in own:
            tied[name] = own[file]
            continue
        if file.startswith("encoder."):
            file = "decoder." + file.removeprefix("encoder.")
        assert "cls." in file or "crossattention" in file, name
        values = torch.randn(parameter.shape, generator=draw) * 0.3
        if name.endswith("LayerNorm.weight"):
            values += 1
        drawn[file] = tied[name] = values.double().requires_grad_()
        if "query" not in name and "key" not in name:
            result[file] = values
    tied["cls.predictions.decoder.weight"] = own["embeddings.word_embeddings.weight"]
    tied["cls.predictions.decoder.bias"] = drawn["cls.predictions.bias"]
    sums, count = 0, 0
    with Doubles():
        for index, (damaged, whole) in enumerate(texts(config.vocab_size, draw)):
            result[f"{index}.ids"], result[f"{index}.target"] = damaged, whole
            states = torch.func.functional_call(encoder, own, kwargs={
                "input_ids": damaged[None], "attention_mask": torch.ones(1, len(damaged))},
                strict=False)
            vector = states.last_hidden_state[0].mean(0)
            vector = vector / vector.norm()
            logits = torch.func.functional_call(decoder, tied, tie_weights=False, kwargs={
                "input_ids": whole[None, :-1], "encoder_hidden_states": vector[None, None],
                "encoder_attention_mask": torch.ones(1, 1), "use_cache": False}).logits
            labels = whole[1:]
            count += len(labels)
            sums = sums - logits[0].log_softmax(-1)[torch.arange(len(labels)), labels].sum()
    loss = sums / count
    loss.backward()
    result["loss"] = loss.detach()[None]
    for name, tensor in (own | drawn).items():
        if name in own or name in result:
            if tensor.grad is not None:
                result["grad." + name] = tensor.grad.float()
        else:
            assert tensor.grad is None or tensor.grad.abs().max() < 1e-12, name
    save_file({name: tensor.detach().contiguous() for name, tensor in result.items()},
              HERE / "gradients" / "denoising.safetensors")
    print(f"loss {loss.item():.6f} of {count} tokens, {len(result)} tensors")


if __name__ == "__main__":
    main()
