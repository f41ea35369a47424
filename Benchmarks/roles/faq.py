"""Finds the answers of faq.tsv by its questions with each choice of prompts, within and across
languages, by `senc evaluate`: how many come first of 40.

    python faq.py [MODEL]        # senc on the path, or $SENC its name
"""

import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SENC = os.environ.get("SENC", "senc")
MODEL = sys.argv[1] if len(sys.argv) > 1 else "multilingual-e5-small"
PROMPTS = {"none": "", "query": "query: ", "passage": "passage: "}
PLACES = [("es", "es"), ("en", "en"), ("es", "en"), ("en", "es")]

with open(HERE / "faq.tsv", newline="") as file:
    rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

with tempfile.TemporaryDirectory() as directory:
    def table(kind, language):
        path = pathlib.Path(directory, f"{kind}-{language}.jsonl")
        path.write_text("".join(
            json.dumps({"id": str(number), "text": row[f"{kind}_{language}"]}) + "\n"
            for number, row in enumerate(rows)))
        return str(path)

    print("before questions, before answers", *("→".join(place) for place in PLACES), sep="\t")
    for first, query in PROMPTS.items():
        for second, passage in PROMPTS.items():
            found = []
            for asked, answered in PLACES:
                result = subprocess.run(
                    [SENC, "evaluate", "--queries", table("question", asked), "--passages",
                     table("answer", answered), "--model", MODEL, "--query-prompt-text", query,
                     "--passage-prompt-text", passage, "--json"],
                    capture_output=True, text=True, check=True)
                found.append(round(json.loads(result.stdout)["accuracy@1"] * len(rows)))
            print(f"{first}, {second}", *found, sep="\t")
