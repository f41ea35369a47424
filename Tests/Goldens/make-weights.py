"""Writes weights/: the model of tiny-bert/ in the other formats, and tensors of each element type.

    pip install torch==2.15.0 transformers==5.23.0 safetensors==0.8.0
    python make-weights.py

weights/pytorch_model.bin, model-f16.bin   the tensors of tiny-bert/, in float32 and float16
weights/model-f16.safetensors              the same, for comparison
weights/sharded/                           the tensors of tiny-bert/ as sharded PyTorch archives
weights/types.bin                          a tensor of each element type, and of unusual forms
weights/types-expected.safetensors         what torch makes of each as float32
"""

import json
import pathlib

import torch
from safetensors.torch import load_file, save_file

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


OUT.mkdir(exist_ok=True)
STATE = {name: tensor for name, tensor in load_file(HERE / "tiny-bert/model.safetensors").items()
         if not name.startswith("pooler.")}
HALF = {name: tensor.half() if tensor.is_floating_point() else tensor
        for name, tensor in STATE.items()}
pytorch(STATE, HALF)
types()
