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

The reference is transformers, pooled by sentence-transformers (family_models.py); for two families
it is our own (family_twins.py).
"""

import pathlib
import random
import sys

import torch

from family_models import HERE, published_nomic, transformers_case, write_tokenizer
from family_twins import gte_case, jina_case


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
