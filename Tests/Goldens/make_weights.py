"""Writes weights/: the model of tiny-bert/ in the other formats, and tensors of each element type.

    pip install torch==2.15.0 transformers==5.23.0 safetensors==0.8.0 gguf==0.19.0 \
        onnx==1.23.2 onnxscript==0.7.2 \
        sentencepiece==0.2.3 tokenizers==0.23.3
    python make_weights.py

weights/pytorch_model.bin, model-f16.bin   the tensors of tiny-bert/, in float32 and float16
weights/model-f16.safetensors              the same, for comparison
weights/sharded/                           the tensors of tiny-bert/ as sharded PyTorch archives
weights/types.bin                          a tensor of each element type, and of unusual forms
weights/types-expected.safetensors         what torch makes of each as float32
weights/model-{f32,f16,q8_0}.gguf          the model as llama.cpp's converter writes it
weights/types.gguf                         a tensor of each element type that is read
weights/types-gguf.safetensors             what `gguf` makes of each as float32
weights/unigram.gguf, byte-pair.gguf       the other kinds of tokenizer, each with a small BERT
weights/tokenizers.json                    {"unigram", "byte-pair"}: texts' ids, as `tokenizers` has
                                           them with the same stages
weights/nomic-bert.gguf                    families/nomic-bert-published/ likewise
weights/onnx/model.onnx                    the model as torch's older exporter writes it, whose
                                           weights are named for the nodes that use them
weights/onnx/model-f16.onnx                the same in float16
weights/onnx/newer.onnx, newer.onnx.data   as the newer one writes it, the data beside it
weights/types.onnx                         a tensor of each element type and form of data
weights/types-onnx.safetensors             what `onnx` makes of each as float32
"""

import io
import json
import pathlib
import tempfile

import gguf
import numpy as np
import onnx
import sentencepiece
import torch
from sentencepiece import sentencepiece_model_pb2
from safetensors.torch import load_file, save_file
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors
from tokenizers.implementations import ByteLevelBPETokenizer
from transformers import BertConfig, BertModel

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE / "weights"


def pytorch(state, half):
    torch.save(state, OUT / "pytorch_model.bin")
    torch.save(half, OUT / "model-f16.bin")
    save_file(half, OUT / "model-f16.safetensors")

    shards = OUT / "sharded"
    shards.mkdir(exist_ok=True)
    names = sorted(state)
    weight_map = {}
    for number, part in enumerate([names[:20], names[20:]], start=1):
        shard = f"pytorch_model-{number:05}-of-00002.bin"
        # A parameter is pickled with a function of its own.
        torch.save({name: torch.nn.Parameter(state[name]) for name in part}, shards / shard)
        weight_map |= dict.fromkeys(part, shard)
    index = {"metadata": {"total_size": 0}, "weight_map": weight_map}
    (shards / "pytorch_model.bin.index.json").write_text(json.dumps(index, indent=1) + "\n")


def types():
    values = load_file(HERE / "dtypes.safetensors")
    convertible = load_file(HERE / "dtypes-expected.safetensors")
    tensors = {name: tensor for name, tensor in values.items() if name in convertible}
    base = torch.arange(60, dtype=torch.float32).reshape(3, 4, 5)
    tensors |= {
        "transposed": torch.arange(70.0).reshape(2, 35).T,
        "wide transposed": torch.arange(1400, dtype=torch.float16).reshape(35, 40).T,
        "permuted": base.permute(2, 0, 1),
        "part": base[1:, 2, ::2],
        "tied": base,
        "tied column": base[:, :, 3],
        "scalar": torch.tensor(2.5),
        "empty transposed": torch.zeros(0, 3).T,
        "parameter": torch.nn.Parameter(torch.ones(2)),
    }
    expected = {name: tensor.detach().float().contiguous() for name, tensor in tensors.items()}
    # A checkpoint keeps more than tensors, and these in `state_dict`.
    torch.save({"epoch": 3, "rate": 0.5, "done": None, "large": 2**80, "tags": ["a", ("b", {})],
                "state_dict": tensors}, OUT / "types.bin")
    save_file({name: tensor.clone() for name, tensor in expected.items()},
              OUT / "types-expected.safetensors")


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


def ggufs(state, half):
    config = json.loads((HERE / "tiny-bert/config.json").read_text())
    vocabulary = (HERE / "tiny-bert/vocab.txt").read_text().splitlines()
    numbers = {"context": config["max_position_embeddings"], "hidden": config["hidden_size"],
               "inner": config["intermediate_size"], "layers": config["num_hidden_layers"],
               "heads": config["num_attention_heads"], "epsilon": config["layer_norm_eps"]}

    def values(writer):
        writer.add_name("tiny BERT")
        sizes(writer, numbers, gguf.PoolingType.MEAN)
        word_piece(writer, vocabulary)

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


class Encoder(torch.nn.Module):
    """BERT without what the older exporter cannot trace: how it makes its mask."""

    def __init__(self, model):
        super().__init__()
        self.embeddings, self.encoder = model.embeddings, model.encoder

    def forward(self, input_ids, attention_mask, token_type_ids):
        states = self.embeddings(input_ids=input_ids, token_type_ids=token_type_ids)
        mask = (1 - attention_mask[:, None, None, :].to(states.dtype)) * -1e4
        return self.encoder(states, attention_mask=mask)[0]


def export(module, path, **arguments):
    names = ["input_ids", "attention_mask", "token_type_ids"]
    ids = torch.ones(2, 7, dtype=torch.long)
    torch.onnx.export(module, (ids, ids, ids * 0), path, input_names=names,
                      output_names=["last_hidden_state"], **arguments)


def strip(model):
    """Takes out what only tells how the graph came about."""
    for node in model.graph.node:
        del node.metadata_props[:]
        node.ClearField("doc_string")
    for tensor in model.graph.initializer:
        del tensor.metadata_props[:]
    del model.graph.value_info[:]
    del model.graph.metadata_props[:]
    del model.metadata_props[:]
    return model


def onnxes():
    directory = OUT / "onnx"
    directory.mkdir(exist_ok=True)
    model = BertModel.from_pretrained(HERE / "tiny-bert", add_pooling_layer=False,
                                      attn_implementation="eager").eval()
    older = {"dynamo": False, "opset_version": 14, "dynamic_axes": {
        name: {0: "batch", 1: "sequence"}
        for name in ["input_ids", "attention_mask", "token_type_ids"]}}
    export(Encoder(model), directory / "model.onnx", **older)
    shape = {0: torch.export.Dim("batch", max=8), 1: torch.export.Dim("sequence", max=64)}
    export(Encoder(model), directory / "newer.onnx", dynamo=True, dynamic_shapes=(shape,) * 3)
    newer = onnx.load(directory / "newer.onnx")
    (directory / "newer.onnx.data").unlink(missing_ok=True)
    onnx.save(strip(newer), directory / "newer.onnx", save_as_external_data=True,
              location="newer.onnx.data", size_threshold=64)
    export(Encoder(model.half()), directory / "model-f16.onnx", **older)


def onnx_types():
    helper, kinds = onnx.helper, onnx.TensorProto
    values = np.array([[0, 1, -2], [0.5, 3, 40]])
    tensors, expected = [], {}
    for name in ["FLOAT", "FLOAT16", "BFLOAT16", "DOUBLE", "INT8", "UINT8", "INT16", "UINT16",
                 "INT32", "UINT32", "INT64", "UINT64", "BOOL"]:
        kind = getattr(kinds, name)
        dtype = helper.tensor_dtype_to_np_dtype(kind)
        array = np.abs(values).astype(dtype) if name[0] in "UB" else values.astype(dtype)
        if name == "BFLOAT16":
            array = values.astype(dtype)
        raw = helper.make_tensor(name, kind, array.shape, array.tobytes(), raw=True)
        typed = helper.make_tensor(name + " typed", kind, array.shape, array.flatten())
        tensors += [raw, typed]
        floats = torch.from_numpy(array.astype(np.float32))
        expected[name] = expected[name + " typed"] = floats
    model = helper.make_model(helper.make_graph([], "types", [], [], tensors))
    onnx.save(model, OUT / "types.onnx")
    save_file({name: tensor.clone() for name, tensor in expected.items()},
              OUT / "types-onnx.safetensors")


OUT.mkdir(exist_ok=True)
STATE = {name: tensor for name, tensor in load_file(HERE / "tiny-bert/model.safetensors").items()
         if not name.startswith("pooler.")}
HALF = {name: tensor.half() if tensor.is_floating_point() else tensor
        for name, tensor in STATE.items()}
pytorch(STATE, HALF)
types()
ggufs(STATE, HALF)
nomic()
gguf_types()
tokenizers()
onnxes()
onnx_types()
