"""Writes vector-elements/: vectors in each element type as NumPy and sentence-transformers have it.

    pip install numpy==2.4.6 sentence-transformers==6.2.0
    python make_vector_elements.py

vectors.npy   float32 [40, 21]; component 5 is constant in the first 20, which give the ranges
ranges.npy    float32 [2, 21]
float16.npy, int8.npy, binary.npy   the vectors converted
corners.npy   float32 [rows, 8]: numbers at which rounding to binary16 changes, both signs
corners-float16.npy                 those converted
version2.npy, version3.npy          vectors.npy in later format versions
"""

import pathlib

import numpy as np
from sentence_transformers.util.quantization import quantize_embeddings

HERE = pathlib.Path(__file__).resolve().parent / "vector-elements"


def corners():
    """Every 61st binary16 and the middle to the next, each with its neighbors, as float32."""
    halves = np.arange(0, 0x7C00, 61, dtype=np.uint16)
    halves = np.concatenate((halves, np.array([1, 2, 0x3FF, 0x400, 0x401, 0x7BFE], np.uint16)))
    exact = halves.view(np.float16).astype(np.float32)
    above = (halves + np.uint16(1)).view(np.float16).astype(np.float32)
    middle = (exact + above) / np.float32(2)
    special = np.array([0, 65504, 65519.99, 65520, 65536, 1e38, np.inf, 2.0**-24, 2.0**-25,
                        2.0**-25 * 1.0001, 2.0**-26, 2.0**-149], np.float32)
    values = np.concatenate((exact, middle, special))
    values = np.concatenate(
        (values, np.nextafter(values, np.float32(0)), np.nextafter(values, np.float32(np.inf))))
    nan = np.array([0x7F800001, 0x7FC00000, 0x7FA12345, 0x7FFFFFFF], np.uint32).view(np.float32)
    values = np.concatenate((values, nan))
    values = np.concatenate((values, -values))
    return np.resize(values, (-(-len(values) // 8), 8))


def main():
    HERE.mkdir(exist_ok=True)
    generator = np.random.default_rng(3)
    vectors = generator.normal(size=(40, 21)).astype(np.float32) / np.float32(np.sqrt(21))
    vectors[:20, 5] = vectors[0, 5]
    vectors[25] = 0
    vectors[26] *= 1e6
    vectors[27, :7] = [0.0, -0.0, 1e-45, -1e-45, np.inf, -np.inf, 1]
    calibration = vectors[:20]
    ranges = np.vstack((calibration.min(axis=0), calibration.max(axis=0)))
    numbers = corners()
    with np.errstate(over="ignore", invalid="ignore"):
        arrays = {
            "vectors": vectors,
            "ranges": ranges,
            "float16": vectors.astype(np.float16),
            "int8": quantize_embeddings(vectors, "int8", ranges=ranges),
            "binary": quantize_embeddings(vectors, "ubinary"),
            "corners": numbers,
            "corners-float16": numbers.astype(np.float16),
        }
    for name, array in arrays.items():
        np.save(HERE / f"{name}.npy", array)
    for version in (2, 3):
        with open(HERE / f"version{version}.npy", "wb") as file:
            np.lib.format.write_array(file, vectors, version=(version, 0))


main()
