"""Writes dtypes.safetensors, dtypes-expected.safetensors and tiny-bert-sharded/ (from tiny-bert/).

    pip install torch==2.15.0 safetensors==0.8.0 transformers==5.23.0
    python make_safetensors.py

dtypes.safetensors           a tensor of each element type that torch can write, named for it, and
                             some of unusual shape
dtypes-expected.safetensors  what torch makes of each as float32, where there is a conversion here
tiny-bert-sharded/           the tensors of tiny-bert/ as transformers saves them in several files
"""

import pathlib
import shutil

import torch
from safetensors.torch import save_file
from transformers import BertModel

HERE = pathlib.Path(__file__).resolve().parent
REALS = [0.0, -0.0, 1.0, -1.5, 3.14159265, 1e-3, 65504.0, 65520.0, 1e30, -1e300, 2.0**-14, 2.0**-24,
         -3 * 2.0**-20, 2.0**-126, 2.0**-133, 2.0**-149, 1 + 2.0**-24, 1 + 3 * 2.0**-24,
         float("inf"), float("-inf"), float("nan")]
INTEGERS = {
    torch.int8: [0, 1, -1, 127, -128],
    torch.uint8: [0, 1, 128, 255],
    torch.int16: [0, -1, 32767, -32768],
    torch.uint16: [0, 1, 65535],
    torch.int32: [0, -1, 2**24 + 1, 2**24 + 3, 2**31 - 1, -(2**31)],
    torch.uint32: [0, 2**24 + 1, 2**32 - 1, 2**32 - 129],
    torch.int64: [0, -1, 2**24 + 1, 2**53 + 1, 2**63 - 1, -(2**63), 2**62 + 2**38, 2**62 + 2**38 + 1],
    torch.uint64: [0, 2**63, 2**63 + 2**39, 2**63 + 2**39 + 1, 2**64 - 1],
}
NAMES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16",
         torch.int8: "I8", torch.uint8: "U8", torch.int16: "I16", torch.uint16: "U16",
         torch.int32: "I32", torch.uint32: "U32", torch.int64: "I64", torch.uint64: "U64"}


def every_pattern(dtype):
    """One of every 251 of the 65,536 patterns of 16 bits, and the ends."""
    patterns = list(range(0, 65536, 251)) + [1, 0x3FF, 0x400, 0x7BFF, 0x8001, 0x83FF, 0xFBFF]
    return torch.tensor(patterns, dtype=torch.int32).to(torch.uint16).view(dtype)


def main():
    tensors = {}
    for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16):
        tensors[NAMES[dtype]] = torch.tensor(REALS, dtype=torch.float64).to(dtype)
    tensors["F16 patterns"] = every_pattern(torch.float16)
    tensors["BF16 patterns"] = every_pattern(torch.bfloat16)
    for dtype, values in INTEGERS.items():
        tensors[NAMES[dtype]] = torch.tensor(values, dtype=dtype)
    tensors["BOOL"] = torch.tensor([True, False, True])
    tensors["scalar"] = torch.tensor(2.5)
    tensors["empty"] = torch.zeros(0, 3)
    tensors["no columns"] = torch.zeros(3, 0)
    tensors["matrix"] = torch.arange(12, dtype=torch.float16).reshape(4, 3)
    tensors["cube ñ 漢"] = torch.arange(24, dtype=torch.int16).reshape(2, 3, 4)
    expected = {name: tensor.to(torch.float32) for name, tensor in tensors.items()}
    tensors["C64"] = torch.tensor([1 + 2j], dtype=torch.complex64)
    tensors["F8_E4M3"] = torch.tensor([1.0, 2.0, 3.0]).to(torch.float8_e4m3fn)
    tensors["F8_E5M2"] = torch.tensor([1.0, 2.0, 3.0]).to(torch.float8_e5m2)
    save_file(tensors, HERE / "dtypes.safetensors", metadata={"note": "línea\n\"dos\"", "n": "1"})
    save_file(expected, HERE / "dtypes-expected.safetensors")

    sharded = HERE / "tiny-bert-sharded"
    shutil.rmtree(sharded, ignore_errors=True)
    bert = BertModel.from_pretrained(HERE / "tiny-bert")
    bert.save_pretrained(sharded, max_shard_size="40KB")
    (sharded / "config.json").unlink()


if __name__ == "__main__":
    main()
