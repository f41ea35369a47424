"""Tiny models of families that transformers has, with random weights, and their states.

"published" Nomic models have the names and keys of the files on the hub, which are written from
transformers' own. See make_families.py.
"""

import json
import math
import pathlib
import shutil

import torch
from safetensors.torch import save_file
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
