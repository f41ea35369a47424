"""Writes reference_vectors.json: what transformers makes of the weights in this directory.

    pip install gguf==0.19.0 tokenizers==0.23.3 transformers==5.23.0 torch==2.15.0
    python reference.py [FILE.gguf]

`senc verify` computes the vectors again. The weights of four bits are dequantized by `gguf` and
computed with in float32, each text alone, on one thread; the tokenizer is built from the same file
with Hugging Face's parts. `tolerance` is the largest error of a component that passes.
"""

import json
import pathlib
import sys

import gguf
import numpy
import tokenizers
import torch
import transformers

HERE = pathlib.Path(__file__).resolve().parent
TEXTS = [
    "query: La lluvia golpea la ventana.",
    "query: ¿Cuánto cuesta un billete de ida y vuelta a Córdoba?",
    "passage: El rey y la reina viven en un palacio.",
    "passage: A king and a queen live in a palace.",
    "query: Der Fluß fließt ruhig durch die Stadt.",
    "A Anxos e o Íñigo foron á praza; costoulles 3,50 €. 🙂",
    "L’avi col·lecciona llibres vells\u00a0– n’hi ha més de 1.200.",
    "",
]


def metadata(reader, key):
    return reader.fields[key].contents()


def load(path):
    """The file as transformers' model and as a tokenizer."""
    reader = gguf.GGUFReader(path)
    tokens = metadata(reader, "tokenizer.ggml.tokens")
    scores = metadata(reader, "tokenizer.ggml.scores")
    charsmap = bytes(metadata(reader, "tokenizer.ggml.precompiled_charsmap"))
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.Unigram(list(zip(tokens, scores)), tokens.index("<unk>"))
    )
    tokenizer.normalizer = tokenizers.normalizers.Precompiled(charsmap)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Sequence([
        tokenizers.pre_tokenizers.WhitespaceSplit(), tokenizers.pre_tokenizers.Metaspace(),
    ])
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", tokens.index("<s>")), ("</s>", tokens.index("</s>"))]
    )
    tokenizer.add_special_tokens(
        [tokenizers.AddedToken(token, normalized=False, lstrip=token == "<mask>")
         for token in ("<s>", "<pad>", "</s>", "<unk>", "<mask>")]
    )
    weights = {
        tensor.name: torch.from_numpy(
            numpy.array(gguf.quants.dequantize(tensor.data, tensor.tensor_type), "<f4")
        )
        for tensor in reader.tensors
    }
    config = transformers.BertConfig(
        vocab_size=len(tokens),
        hidden_size=metadata(reader, "bert.embedding_length"),
        num_hidden_layers=metadata(reader, "bert.block_count"),
        num_attention_heads=metadata(reader, "bert.attention.head_count"),
        intermediate_size=metadata(reader, "bert.feed_forward_length"),
        max_position_embeddings=metadata(reader, "bert.context_length"),
        layer_norm_eps=1e-12,
    )
    names = {
        "token_embd": "embeddings.word_embeddings", "position_embd": "embeddings.position_embeddings",
        "token_types": "embeddings.token_type_embeddings", "token_embd_norm": "embeddings.LayerNorm",
        "attn_q": "attention.self.query", "attn_k": "attention.self.key",
        "attn_v": "attention.self.value", "attn_output": "attention.output.dense",
        "attn_output_norm": "attention.output.LayerNorm", "ffn_up": "intermediate.dense",
        "ffn_down": "output.dense", "layer_output_norm": "output.LayerNorm",
    }
    state = {}
    for name, tensor in weights.items():
        *block, part, kind = name.split(".")
        prefix = f"encoder.layer.{block[1]}." if block else ""
        state[f"{prefix}{names[part]}.{kind}"] = tensor
    model = transformers.BertModel(config, add_pooling_layer=False).eval()
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or any("position_ids" not in name for name in missing):
        sys.exit(f"reference.py: missing {missing}, unexpected {unexpected}")
    return model, tokenizer


def encode(model, tokenizer, text):
    encoding = tokenizer.encode(text)
    with torch.no_grad():
        states = model(torch.tensor([encoding.ids[:512]])).last_hidden_state[0]
    return torch.nn.functional.normalize(states.mean(0), dim=0).tolist()


def main():
    torch.set_num_threads(1)
    path = sys.argv[1] if len(sys.argv) > 1 else HERE / "multilingual-e5-small-q4_0.gguf"
    model, tokenizer = load(path)
    vectors = [encode(model, tokenizer, text) for text in TEXTS]
    numbers = [", ".join(f"{number:.9g}" for number in vector) for vector in vectors]
    rows = ",\n".join(f"  [{row}]" for row in numbers)
    texts = ",\n".join("  " + json.dumps(text, ensure_ascii=False) for text in TEXTS)
    (HERE / "reference_vectors.json").write_text(
        f'{{\n "tolerance": 2e-6,\n "texts": [\n{texts}\n ],\n "vectors": [\n{rows}\n ]\n}}\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
