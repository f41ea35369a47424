"""Writes reference_vectors.json: what sentence-transformers makes of the model in this directory.

    pip install sentence-transformers==6.2.0 transformers==5.24.0 torch==2.15.0
    python reference.py

`senc verify` computes the vectors again. The float16 vectors of tokens are computed with in float32,
each text alone, on one thread. `tolerance` is the largest error of a component that passes.
"""

import json
import pathlib

import torch
from sentence_transformers import SentenceTransformer

HERE = pathlib.Path(__file__).resolve().parent
TEXTS = [
    "La lluvia golpea la ventana.",
    "The rain hits the window.",
    "El rey y la reina viven en un palacio.",
    "A king and a queen live in a palace.",
    "¿Cuánto cuesta un billete de ida y vuelta a Córdoba?",
    "How much is a return ticket to Cordoba?",
    "EN MAYÚSCULAS: 3,50 € – ¡qué caro! 🙂",
    "Una palabra que no existe: desembrujulamiento",
]

torch.set_num_threads(1)
model = SentenceTransformer(str(HERE), device="cpu", local_files_only=True).float()
vectors = [model.encode(text).tolist() for text in TEXTS]
numbers = [", ".join(f"{number:.9g}" for number in vector) for vector in vectors]
rows = ",\n".join(f"  [{row}]" for row in numbers)
texts = ",\n".join("  " + json.dumps(text, ensure_ascii=False) for text in TEXTS)
(HERE / "reference_vectors.json").write_text(
    f'{{\n "tolerance": 2e-6,\n "texts": [\n{texts}\n ],\n "vectors": [\n{rows}\n ]\n}}\n',
    encoding="utf-8",
)
