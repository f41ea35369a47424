"""Writes roles.json: what tiny-bert makes of a text without a role, of a query and of a document,
whatever prompts it declares.

    pip install sentence-transformers==6.2.0 transformers==5.23.0 torch==2.15.0 numpy==2.4.6
    python make_roles.py

An array of cases: {"name", "configuration": of config_sentence_transformers.json, "text", "encode",
"encode_query", "encode_document": vectors}.
"""

import json
import pathlib
import shutil
import tempfile

from sentence_transformers import SentenceTransformer

HERE = pathlib.Path(__file__).resolve().parent
TEXT = "the king"
# sentence-transformers adds empty prompts for queries and documents to those that are declared, so
# that other names for the prompt of documents are not seen beside its own: they are not compared.
CASES = {
    "nothing": {},
    "queries alone": {"prompts": {"query": "the query: "}},
    "both roles": {"prompts": {"query": "the query: ", "document": "rain "}},
    "a default that is neither": {"prompts": {"other": "queen "}, "default_prompt_name": "other"},
    "a default beside both": {
        "prompts": {"query": "the query: ", "document": "rain ", "other": "queen "},
        "default_prompt_name": "other"},
    "a default that is for queries": {
        "prompts": {"query": "the query: "}, "default_prompt_name": "query"},
    "passages beside empty documents": {
        "prompts": {"query": "the query: ", "document": "", "passage": "rain "}},
}

cases = []
for name, configuration in CASES.items():
    with tempfile.TemporaryDirectory() as directory:
        shutil.copytree(HERE / "tiny-bert", directory, dirs_exist_ok=True)
        path = pathlib.Path(directory, "config_sentence_transformers.json")
        path.write_text(json.dumps(configuration))
        model = SentenceTransformer(directory, device="cpu")
        case = {"name": name, "configuration": json.dumps(configuration), "text": TEXT}
        for function in ("encode", "encode_query", "encode_document"):
            case[function] = [float(x) for x in getattr(model, function)(TEXT)]
        cases.append(case)
(HERE / "roles.json").write_text(json.dumps(cases, indent=1) + "\n")
