"""Writes the GGUF files of weights/: the model of tiny-bert/, and tensors of each element type.

    pip install torch==2.15.0 transformers==5.23.0 safetensors==0.8.0 gguf==0.19.0 \
        sentencepiece==0.2.3 tokenizers==0.23.3 protobuf==7.36.2
    python make_gguf.py                    (after make_weights.py, whose PyTorch files it reads)

weights/model-{f32,f16,q8_0}.gguf          the model as llama.cpp's converter writes it
weights/types.gguf                         a tensor of each element type that is read
weights/types-gguf.safetensors             what `gguf` makes of each as float32
weights/unigram.gguf, byte-pair.gguf       the other kinds of tokenizer, each with a small BERT
weights/tokenizers.json                    {"unigram", "byte-pair"}: texts' ids, as `tokenizers` has
                                           them with the same stages
weights/nomic-bert.gguf                    families/nomic-bert-published/ likewise
"""

import io
import json
import pathlib
import tempfile

import gguf
import numpy as np
import sentencepiece
import torch
from sentencepiece import sentencepiece_model_pb2
from safetensors.torch import load_file, save_file
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors
from tokenizers.implementations import ByteLevelBPETokenizer
from transformers import BertConfig, BertModel

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE / "weights"


def quantized(tensor, kind):
    """The tensor in a type that its rows fill, as the converter chooses."""
    array = tensor.float().numpy()
    size = gguf.GGML_QUANT_SIZES[kind][0]
    if array.ndim < 2 or array.shape[-1] % size:
        kind = gguf.GGMLQuantizationType.F32
    return gguf.quantize(array, kind), kind


def write_gguf(path, architecture, tensors, kind, values):
    writer = gguf.GGUFWriter(path, architecture)
    values(writer)
    for name, tensor in tensors.items():
        array, own = quantized(tensor, kind)
        writer.add_tensor(name, array, raw_dtype=own)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def word_piece(writer, vocabulary):
    special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([
        token if token in special else token[2:] if token.startswith("##") else "\u2581" + token
        for token in vocabulary])
    writer.add_token_types([3 if token in special else 1 for token in vocabulary])
    writer.add_token_type_count(2)
    for name, token in [("unk", "[UNK]"), ("sep", "[SEP]"), ("pad", "[PAD]"), ("bos", "[CLS]"),
                        ("mask", "[MASK]")]:
        getattr(writer, f"add_{name}_token_id")(vocabulary.index(token))


BERT_NAMES = [
    ("embeddings.word_embeddings", "token_embd"), ("embeddings.position_embeddings", "position_embd"),
    ("embeddings.token_type_embeddings", "token_types"), ("embeddings.LayerNorm", "token_embd_norm"),
    ("encoder.layer", "blk"), ("attention.self.query", "attn_q"), ("attention.self.key", "attn_k"),
    ("attention.self.value", "attn_v"), ("attention.output.dense", "attn_output"),
    ("attention.output.LayerNorm", "attn_output_norm"), ("intermediate.dense", "ffn_up"),
    ("output.dense", "ffn_down"), ("output.LayerNorm", "layer_output_norm"),
]
NOMIC_NAMES = [
    ("embeddings.word_embeddings", "token_embd"),
    ("embeddings.token_type_embeddings", "token_types"), ("emb_ln", "token_embd_norm"),
    ("encoder.layers", "blk"), ("attn.Wqkv", "attn_qkv"), ("attn.out_proj", "attn_output"),
    ("norm1", "attn_output_norm"), ("mlp.fc11", "ffn_up"), ("mlp.fc12", "ffn_gate"),
    ("mlp.fc2", "ffn_down"), ("norm2", "layer_output_norm"),
]


def renamed(state, names):
    result = {}
    for name, tensor in state.items():
        if "position_ids" in name:
            continue
        for old, new in names:
            name = name.replace(old, new)
        result[name] = tensor
    return result


def sizes(writer, config, pooling):
    writer.add_context_length(config["context"])
    writer.add_embedding_length(config["hidden"])
    writer.add_feed_forward_length(config["inner"])
    writer.add_block_count(config["layers"])
    writer.add_head_count(config["heads"])
    writer.add_layer_norm_eps(config["epsilon"])
    writer.add_causal_attention(False)
    writer.add_pooling_type(pooling)


def ggufs():
    config = json.loads((HERE / "tiny-bert/config.json").read_text())
    vocabulary = (HERE / "tiny-bert/vocab.txt").read_text().splitlines()
    numbers = {"context": config["max_position_embeddings"], "hidden": config["hidden_size"],
               "inner": config["intermediate_size"], "layers": config["num_hidden_layers"],
               "heads": config["num_attention_heads"], "epsilon": config["layer_norm_eps"]}

    def values(writer):
        writer.add_name("tiny BERT")
        sizes(writer, numbers, gguf.PoolingType.MEAN)
        word_piece(writer, vocabulary)

    state, half = torch.load(OUT / "pytorch_model.bin"), torch.load(OUT / "model-f16.bin")
    types = gguf.GGMLQuantizationType
    for kind in [types.F32, types.F16, types.Q8_0]:
        name = f"model-{kind.name.lower()}.gguf"
        tensors = renamed(half if kind == types.F16 else state, BERT_NAMES)
        write_gguf(OUT / name, "bert", tensors, kind, values)


def nomic():
    directory = HERE / "families/nomic-bert-published"
    config = json.loads((directory / "config.json").read_text())
    state = load_file(directory / "model.safetensors")
    numbers = {"context": config["n_positions"], "hidden": config["n_embd"],
               "inner": config["n_inner"], "layers": config["n_layer"], "heads": config["n_head"],
               "epsilon": config["layer_norm_epsilon"]}
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary += [f"word{i}" for i in range(config["vocab_size"] - len(vocabulary))]

    def values(writer):
        sizes(writer, numbers, gguf.PoolingType.CLS)
        writer.add_rope_freq_base(config["rotary_emb_base"])
        word_piece(writer, vocabulary)

    write_gguf(OUT / "nomic-bert.gguf", "nomic-bert", renamed(state, NOMIC_NAMES),
               gguf.GGMLQuantizationType.F32, values)


def gguf_types():
    generator = np.random.default_rng(7)
    types = gguf.GGMLQuantizationType
    writer = gguf.GGUFWriter(OUT / "types.gguf", "bert")
    writer.add_array("numbers", [1, -2, 3])
    writer.add_array("texts", ["a", "ñ", ""])
    expected = {}
    for kind in [types.F32, types.F16, types.BF16, types.Q4_0, types.Q4_1, types.Q5_0, types.Q5_1,
                 types.Q8_0, types.Q4_K, types.Q5_K, types.Q6_K]:
        size, bytes_ = gguf.GGML_QUANT_SIZES[kind]
        blocks = 3 * max(1, 256 // size)
        data = generator.integers(0, 256, (3, blocks // 3 * bytes_), dtype=np.uint8)
        # Random bits, but scales that are numbers.
        halves = data.reshape(-1, bytes_)
        if kind == types.Q6_K:
            halves[:, 209] &= 0x3B
        elif size > 1:
            halves[:, 1] &= 0xBB
            if kind in (types.Q4_1, types.Q5_1, types.Q4_K, types.Q5_K):
                halves[:, 3] &= 0xBB
        elif kind == types.F32:
            halves[:, 3] &= 0xBF
        else:
            halves[:, 1] &= 0xBB
        values = gguf.dequantize(data, kind)
        assert np.isfinite(values).all(), kind
        expected[kind.name] = torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32))
        if kind == types.F32:
            data = data.view(np.float32)
        elif kind == types.F16:
            data = data.view(np.float16)
        writer.add_tensor(kind.name, data, raw_dtype=kind)
    integers = {"I8": np.int8, "I16": np.int16, "I32": np.int32, "I64": np.int64, "F64": np.float64}
    for name, dtype in integers.items():
        data = np.arange(-3, 3).astype(dtype)
        writer.add_tensor(name, data)
        expected[name] = torch.from_numpy(data.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    save_file(expected, OUT / "types-gguf.safetensors")


TEXTS = ["La lluvia golpea la ventana.", "the king  and the queen", "", " ", "ﬁnal ½ x",
         "漢字 unknown Ωmega", "<s> the <mask> </s>", "a\tb\nc", "día 123 … 100%", "supercalifragilistic"]
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]


def tokenizer_gguf(name, tokenizer_values, tokens, special):
    numbers = {"context": 40, "hidden": 4, "inner": 6, "layers": 1, "heads": 2, "epsilon": 1e-5}
    torch.manual_seed(0)
    model = BertModel(BertConfig(
        vocab_size=len(tokens), hidden_size=4, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=6, max_position_embeddings=40, type_vocab_size=1, initializer_range=0.5),
        add_pooling_layer=False)

    def values(writer):
        sizes(writer, numbers, gguf.PoolingType.MEAN)
        writer.add_token_list(tokens)
        writer.add_token_types([3 if token in special else 1 for token in tokens])
        for role, token in [("bos", "<s>"), ("eos", "</s>"), ("pad", "<pad>"), ("unk", "<unk>")]:
            getattr(writer, f"add_{role}_token_id")(tokens.index(token))
        tokenizer_values(writer)

    write_gguf(OUT / name, "bert", renamed(model.state_dict(), BERT_NAMES),
               gguf.GGMLQuantizationType.F32, values)


def tokenizers():
    corpus = (TEXTS * 3 + ["the rain and the sea", "el rey y la reina", "agua sol luna"] * 5)
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as rules:
        rules.write("FB01\t66 69\nBD\t31 2F 32\n9\t20\n")
        rules.flush()
        buffer = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(corpus), model_writer=buffer, vocab_size=60,
            normalization_rule_tsv=rules.name, minloglevel=2)
    proto = sentencepiece_model_pb2.ModelProto.FromString(buffer.getvalue())
    charsmap = proto.normalizer_spec.precompiled_charsmap
    pieces = [(token, 0.0) for token in SPECIAL]
    pieces += [(piece.piece, piece.score) for piece in proto.pieces[3:]] + [("<mask>", 0.0)]
    unigram = Tokenizer(models.Unigram(pieces, unk_id=3))
    unigram.normalizer = normalizers.Precompiled(charsmap)
    unigram.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])

    def unigram_values(writer):
        writer.add_tokenizer_model("t5")
        writer.add_token_scores([score for _, score in pieces])
        writer.add_add_space_prefix(True)
        writer.add_precompiled_charsmap(charsmap)

    special = SPECIAL + ["<mask>"]
    tokenizer_gguf("unigram.gguf", unigram_values, [token for token, _ in pieces], special)

    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(corpus, vocab_size=340, special_tokens=special)
    state = json.loads(trained.to_str())
    vocabulary = state["model"]["vocab"]
    byte_pair = Tokenizer(models.BPE(
        vocabulary, [tuple(merge) for merge in state["model"]["merges"]]))
    byte_pair.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)

    def byte_pair_values(writer):
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre("roberta-bpe")
        writer.add_token_merges([" ".join(merge) for merge in state["model"]["merges"]])

    tokens = sorted(vocabulary, key=vocabulary.get)
    tokenizer_gguf("byte-pair.gguf", byte_pair_values, tokens, special)

    result = {"texts": TEXTS}
    for name, tokenizer in [("unigram", unigram), ("byte-pair", byte_pair)]:
        tokenizer.add_special_tokens(
            SPECIAL + [AddedToken("<mask>", lstrip=True, special=True, normalized=False)])
        tokenizer.post_processor = processors.RobertaProcessing(
            ("</s>", tokenizer.token_to_id("</s>")), ("<s>", tokenizer.token_to_id("<s>")),
            add_prefix_space=False)
        result[name] = [tokenizer.encode(text).ids for text in TEXTS]
    (OUT / "tokenizers.json").write_text(json.dumps(result) + "\n")


ggufs()
nomic()
gguf_types()
tokenizers()
