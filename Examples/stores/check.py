"""Runs recipes as a reader would, and holds what they find against senc's exact search:
check.py [STORE…], all if none is named.

Each loads 1,000 made-up sentences, enough for an index, and answers questions; adds one and finds
it later, in another process; and refuses to ask or to add by another model.
"""

import contextlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from recipe import SENC, encode, lines

HERE = Path(__file__).resolve().parent
STORES = ["postgresql", "qdrant", "lancedb", "duckdb", "sqlite_vec", "faiss"]

PLACES = [
    *["hotel del puerto", "albergue", "camping", "balneario", "hostal"],
    *["palacio", "refugio de montaña", "apartamento", "monasterio", "castillo"],
]
THINGS = [
    *["el desayuno se sirve", "la piscina está abierta", "los perros pueden entrar"],
    *["hay aparcamiento gratuito", "la música suena", "el museo se visita", "el médico atiende"],
    *["la cocina está cerrada", "se alquilan bicicletas", "no hay agua caliente"],
]
TIMES = [
    *["hasta las once", "en verano", "los lunes", "todo el año", "cuando llueve", "en agosto"],
    *["por la noche", "si se pide antes", "desde las ocho", "entre semana"],
]
TEXTS = [f"En el {' '.join(parts)}." for parts in itertools.product(PLACES, THINGS, TIMES)]
ADDED = "El jardín botánico abre los domingos."
QUESTIONS = ["¿Dónde se puede nadar?", "When is breakfast?", "dog", "Wo kann ich parken?"]

# Of scores: stores add up in another order.
TOLERANCE = 1e-5


class Corpus:
    """Texts in a file, with their vectors in another."""

    def __init__(self, directory: Path, name: str, texts: list[str]) -> None:
        self.texts, self.vectors = directory / f"{name}.txt", directory / f"{name}.npy"
        self.texts.write_text("".join(text + "\n" for text in texts), encoding="utf-8")
        encode(["--input", str(self.texts)], self.vectors, "passage")

    def scores(self, question: str) -> dict[int, float]:
        """All rows with their scores as senc has them, the closest first."""
        arguments = ["--input", str(self.vectors), "--top", str(len(lines(self.texts))), "--json"]
        command = [SENC, "search", *arguments, "--", question]
        found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        return dict(zip(found["indices"], found["scores"], strict=True))

    def check(self, printed: list[str], questions: list[str], top: int = 3) -> None:
        """Ends the checks unless the rows are those that senc finds, in its order."""
        texts = lines(self.texts)
        for question in questions:
            asked, hits, printed = printed[0], printed[1 : top + 1], printed[top + 1 :]
            scores = self.scores(question)
            seen = set()
            for hit, best in zip(hits, scores.values(), strict=False):
                score, number, text = hit.split("\t")
                row = int(number)
                right = abs(float(score) - scores[row]) <= TOLERANCE and text == texts[row]
                if asked != question or not right or best - scores[row] > TOLERANCE or row in seen:
                    raise SystemExit(f"{question}: {hit}; senc: {best}, and {scores[row]} for it")
                seen.add(row)
        if printed:
            raise SystemExit(f"not asked for: {printed}")


def recipe(
    store: str, corpus: Corpus, place: Path, *arguments: str, **environment: str
) -> list[str]:
    """Runs a recipe; returns the lines that it printed, or what it reported if it failed."""
    command = [sys.executable, str(HERE / f"into_{store}.py"), str(corpus.texts), *arguments]
    result = subprocess.run(
        command, cwd=place, env=os.environ | environment, capture_output=True, encoding="utf-8"
    )
    if result.returncode and not result.stderr.startswith("error: "):
        raise SystemExit(f"{store}: {result.stdout}{result.stderr}")
    return (result.stderr if result.returncode else result.stdout).splitlines()


def check(store: str, corpus: Corpus, more: Corpus, other: Path, place: Path) -> None:
    """Tries one recipe."""
    with contextlib.ExitStack() as stack:
        environment = {}
        if store == "postgresql":
            from postgresql_server import postgresql

            environment = stack.enter_context(postgresql())
        corpus.check(recipe(store, corpus, place, *QUESTIONS, **environment), QUESTIONS)
        questions = ["botanical garden", *QUESTIONS]
        printed = recipe(store, corpus, place, *questions, "--add", ADDED, **environment)
        if len(printed) < 2 or ADDED not in printed[1]:
            raise SystemExit(f"{store}: what was added is not found: {printed}")
        more.check(printed, questions)
        for arguments in (["dog"], ["--add", "dog"]):
            environment["SENC_MODEL"] = str(other)
            printed = recipe(store, corpus, place, *arguments, **environment)
            if not printed or not printed[0].startswith("error: the store has vectors of "):
                raise SystemExit(f"{store}: another model is not refused: {printed}")
        del environment["SENC_MODEL"]
        more.check(recipe(store, corpus, place, "dog", **environment), ["dog"])
    print(f"{store}: rows and scores are senc's, before and after an addition;", printed[0])


def main(stores: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        directory = Path(scratch)
        corpus = Corpus(directory, "texts", TEXTS)
        more = Corpus(directory, "more", [*TEXTS, ADDED])
        other = HERE.parent.parent / "Weights/all-MiniLM-L6-v2"
        for store in stores:
            place = directory / store
            place.mkdir()
            check(store, corpus, more, other, place)


if __name__ == "__main__":
    unknown = set(sys.argv[1:]) - set(STORES)
    if unknown:
        raise SystemExit(f"no recipe: {' '.join(sorted(unknown))}; recipes: {' '.join(STORES)}")
    main(sys.argv[1:] or STORES)
