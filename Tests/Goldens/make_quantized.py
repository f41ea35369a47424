"""Writes weights/quantized.safetensors: numbers, and the blocks that `gguf` makes of them.

    pip install gguf==0.19.0 numpy==2.4.6 safetensors==0.8.0
    python make_quantized.py

"values" [rows, 32] in float32; "q4_0" [rows, 18] and "q8_0" [rows, 34] are the bytes of each row's
block. Run on x86: what NumPy makes of an infinite quotient, which the least of subnormal numbers
have, differs by processor.
"""

import pathlib

import gguf
import numpy as np
from safetensors.numpy import save_file

generator = np.random.default_rng(4)
LEAST = np.float32(2.0**-149)


def row(*values):
    """Those values, then zeros."""
    result = np.zeros(32, np.float32)
    result[: len(values)] = values
    return result


def cases():
    yield row()
    yield -row()
    yield row(0, -0.0, 1)
    yield row(1, -1, 0.5)
    yield row(-1, 1, 0.5)
    yield row(0, 3, -3, 3)
    # Quotients that lie between two integers.
    yield np.linspace(-8, 7.5, 32, dtype=np.float32)
    yield np.linspace(7.5, -8, 32, dtype=np.float32)
    yield row(127, *(np.arange(-15, 16) + 0.5))
    yield row(-127, *(np.arange(-15, 16) + 0.5))
    yield row(126.5, 127, -126.5)
    yield np.full(32, 0.1, np.float32)
    # Subnormal numbers; of the least of them the scale is 0, or the inverse of it infinite.
    for factor in [1, 3, 4, 5, 12, 63, 64, 65, 200, 1 << 18, 1 << 21, 1 << 23]:
        yield np.arange(-16, 16).astype(np.float32) / 16 * (factor * LEAST)
        yield np.arange(16, -16, -1).astype(np.float32) / 16 * (factor * LEAST)
    # Scales that are subnormal as float16, or vanish there.
    for magnitude in [1e-3, 1e-5, 1e-6, 3e-7, 1e-7, 1e-8]:
        yield (generator.standard_normal(32) * magnitude).astype(np.float32)
    # The largest scales that a float16 holds.
    yield row(524_152, -1, 300_000)
    yield row(-524_152, 1, -300_000)
    for magnitude in [1, 0.02, 50, 30_000, 1e5]:
        for _ in range(24):
            yield (generator.standard_normal(32) * magnitude).astype(np.float32)
    for _ in range(24):
        yield (generator.standard_normal(32) * 2.0 ** generator.integers(-30, 12, 32)).astype(
            np.float32)
    # Small integers, whose quotients are often exact.
    for _ in range(24):
        yield generator.integers(-16, 17, 32).astype(np.float32)


values = np.stack(list(cases()))
types = gguf.GGMLQuantizationType
with np.errstate(all="ignore"):
    tensors = {name: np.ascontiguousarray(gguf.quantize(values, kind).reshape(len(values), -1))
               for name, kind in [("q4_0", types.Q4_0), ("q8_0", types.Q8_0)]}
assert all(np.isfinite(gguf.dequantize(tensors[name], kind)).all()
           for name, kind in [("q4_0", types.Q4_0), ("q8_0", types.Q8_0)])
save_file({"values": values} | tensors,
          pathlib.Path(__file__).resolve().parent / "weights/quantized.safetensors")
