"""Writes weights/: the model of tiny-bert/ in the other formats, and tensors of each element type;
make_gguf.py writes those of GGUF.

    pip install torch==2.15.0 transformers==5.23.0 safetensors==0.8.0 onnx==1.23.2 onnxscript==0.7.2
    python make_weights.py

weights/pytorch_model.bin, model-f16.bin   the tensors of tiny-bert/, in float32 and float16
weights/model-f16.safetensors              the same, for comparison
weights/sharded/                           the tensors of tiny-bert/ as sharded PyTorch archives
weights/types.bin                          a tensor of each element type, and of unusual forms
weights/types-expected.safetensors         what torch makes of each as float32
weights/onnx/model.onnx                    the model as torch's older exporter writes it, whose
                                           weights are named for the nodes that use them
weights/onnx/model-f16.onnx                the same in float16
weights/onnx/newer.onnx, newer.onnx.data   as the newer one writes it, the data beside it
weights/types.onnx                         a tensor of each element type and form of data
weights/types-onnx.safetensors             what `onnx` makes of each as float32
"""

import json
import pathlib

import numpy as np
import onnx
import torch
from safetensors.torch import load_file, save_file
from transformers import BertModel

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
onnxes()
onnx_types()
