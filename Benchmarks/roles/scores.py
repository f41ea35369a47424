"""Measures how a model scores texts that have nothing to do with each other, and writes it to
scores.json in the model's directory, from which `senc` takes default thresholds and percentiles.

    python scores.py DIRECTORY        # needs numpy; senc on the path, or $SENC its name

The texts are those of Sources/Senc/Scores/UnrelatedTexts.swift in the languages that the model's card
names; pairs are made within a language. There is a distribution for each pair of prompts that senc puts
by itself: that of comparisons twice, and those of queries and of passages.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
SENC = os.environ.get("SENC", "senc")
NAMES = {"en": "english", "es": "spanish", "fr": "french", "de": "german"}
directory = pathlib.Path(sys.argv[1])

shown = json.loads(subprocess.run([SENC, "inspect", str(directory), "--json"],
                                  capture_output=True, text=True, check=True).stdout)
stated = shown.get("languages", {}).get("value", "").split(", ")
source = (ROOT / "Sources/Senc/Scores/UnrelatedTexts.swift").read_text()
groups = []
for language in [x for x in NAMES if x in {s[:2] for s in stated}] or ["en"]:
    lines = re.search(rf'static let {NAMES[language]} = """\n(.*?)\n\s*"""', source, re.S)[1]
    groups.append([line.strip() for line in lines.splitlines()])


def prompt(row):
    name = re.match(r"prompt (\S+)$", shown[row]["value"])
    return json.loads((directory / "config_sentence_transformers.json").read_text())[
        "prompts"][name[1]] if name else ""


def unit(prompt):
    with tempfile.TemporaryDirectory() as place:
        output = str(pathlib.Path(place, "v.npy"))
        texts = "".join(text + "\n" for group in groups for text in group)
        subprocess.run([SENC, "encode", "--model", str(directory), "--input", "-", "--prompt-text",
                        prompt, "--output", output], input=texts, text=True, check=True,
                       capture_output=True)
        rows = numpy.load(output).astype(numpy.float64)
    rows /= numpy.linalg.norm(rows, axis=1, keepdims=True)
    return numpy.split(rows, numpy.cumsum([len(group) for group in groups])[:-1])


distributions = []
comparison = prompt("comparisons")
for pair in dict.fromkeys([(comparison,) * 2, (prompt("query role"), prompt("passage role"))]):
    first, second = unit(pair[0]), unit(pair[1])
    scores = []
    for a, b in zip(first, second):
        table = a @ b.T
        scores.append(table[numpy.triu_indices(len(a), 1)] if pair[0] == pair[1]
                      else table[~numpy.eye(len(a), dtype=bool)])
    scores = numpy.concatenate(scores)
    quantiles = numpy.quantile(scores, numpy.arange(100) / 100)
    distributions.append({
        "metric": "cosine", "prompts": list(pair),
        "quantiles": [round(float(x), 5) for x in quantiles],
        "tail": round(float((scores[scores > quantiles[-1]] - quantiles[-1]).mean()), 6),
        "identical": 1})
    print(len(scores), "pairs", pair, "median", distributions[-1]["quantiles"][50],
          "99 %", distributions[-1]["quantiles"][99], "tail", distributions[-1]["tail"])
lines = ",\n".join(" " + json.dumps(x) for x in distributions)
(directory / "scores.json").write_text(
    '{"format": "senc scores", "version": 1, "distributions": [\n' + lines + "\n]}\n")
