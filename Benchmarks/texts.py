"""Makes the texts to encode: texts.py DIRECTORY [--short N] [--long N]

short.txt has N sentences of some 20 tokens, long.txt has N paragraphs of some 220, one a line.
Three quarters are from Python's documentation (the topics of its help and the docstrings of its
library), one quarter is put together from parts of Spanish sentences. The same Python gives the
same texts; no two are alike.
"""

import argparse
import ast
import pathlib
import random
import re
import sys
import sysconfig

from pydoc_data.topics import topics

SENTENCE_WORDS = range(7, 24)
PARAGRAPH_WORDS = 135
SPANISH_SENTENCES = 10

WHO = """La vecina del tercero|El viejo pescador|Un perro sin dueño|Mi hermana mayor|El alcalde
Nadie en la oficina|La orquesta del pueblo|Una niña con paraguas|El tren de las ocho|Su abogado
La directora del museo|El equipo visitante|Un grupo de turistas|La tormenta|El médico de guardia
Aquel escritor desconocido|La cooperativa agrícola|El satélite|Cada uno de los testigos|Don Julián"""
WHAT = """cruzó el puente sin mirar atrás|no quiso firmar el contrato|cantaba una canción triste
perdió las llaves de la casa|llegó tarde a la reunión|vendió todas las entradas|volvió a fallar
explicó el problema con paciencia|encontró una caja llena de cartas|esperaba una respuesta
cambió el rumbo de la investigación|pidió un café con leche|dejó abierta la ventana|se quedó dormido
reparó el reloj de la torre|aprendió a nadar|guardó silencio|escribió un informe de cien páginas
contó la misma historia de siempre|duplicó el precio del pan"""
WHERE = """antes del amanecer|a pesar de la lluvia|en la esquina de la plaza|durante el invierno de 1962
sin decir una palabra|cuando empezó la música|por primera vez en muchos años|según las últimas cifras
mientras los demás miraban el cielo|cerca de la frontera|porque faltaban datos|con ayuda de un amigo
en menos de un minuto|después de una larga discusión|aunque estaba prohibido|en nombre del gobierno
bajo un sol de justicia|entre la estación y el mar|como de costumbre|y nadie supo por qué"""
PARTS = [part.replace("\n", "|").split("|") for part in (WHO, WHAT, WHERE)]


def spanish_sentences(randomness):
    who, what, where = PARTS
    numbers = list(range(len(who) * len(what) * len(where)))
    randomness.shuffle(numbers)
    for number in numbers:
        rest, third = divmod(number, len(where))
        first, second = divmod(rest, len(what))
        yield f"{who[first]} {what[second]} {where[third]}."


def documentation():
    """The documentation's paragraphs, in an order that does not change."""
    texts = [topics[name] for name in sorted(topics)]
    library = pathlib.Path(sysconfig.get_path("stdlib"))
    for path in sorted(library.rglob("*.py")):
        parts = path.relative_to(library).parts
        if {"site-packages", "dist-packages", "test", "tests", "idlelib", "lib2to3"} & set(parts):
            continue
        try:
            tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                texts.append(ast.get_docstring(node) or "")
    for text in texts:
        for paragraph in re.split(r"\n\s*\n", text):
            if ">>>" not in paragraph:
                yield " ".join(paragraph.split())


def documentation_sentences():
    for paragraph in documentation():
        for sentence in re.split(r"(?<=[.!?]) +", paragraph):
            if len(sentence.split()) in SENTENCE_WORDS:
                yield sentence


def documentation_paragraphs():
    words = []
    for paragraph in documentation():
        words += paragraph.split()
        if len(words) >= PARAGRAPH_WORDS:
            yield " ".join(words[:PARAGRAPH_WORDS])
            words = []


def spanish_paragraphs(randomness):
    sentences = spanish_sentences(randomness)
    while True:
        group = [sentence for sentence, _ in zip(sentences, range(SPANISH_SENTENCES))]
        if len(group) < SPANISH_SENTENCES:
            return
        yield " ".join(group)


def mixture(documents, spanish, count):
    """`count` different texts in an order without order."""
    spanish = list(dict.fromkeys(spanish))
    documents = list(dict.fromkeys(documents))
    random.Random(1).shuffle(documents)
    chosen = documents[:count - min(count // 4, len(spanish))]
    chosen += spanish[:count - len(chosen)]
    random.Random(2).shuffle(chosen)
    return chosen


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--short", type=int, default=6000)
    parser.add_argument("--long", type=int, default=600)
    arguments = parser.parse_args()
    arguments.directory.mkdir(parents=True, exist_ok=True)
    sets = [
        ("short", documentation_sentences(), spanish_sentences(random.Random(3)), arguments.short),
        ("long", documentation_paragraphs(), spanish_paragraphs(random.Random(4)), arguments.long),
    ]
    for name, documents, spanish, count in sets:
        texts = mixture(documents, spanish, count)
        if len(texts) < count:
            print(f"only {len(texts)} different {name} texts to be had", file=sys.stderr)
        text = "".join(text + "\n" for text in texts)
        (arguments.directory / f"{name}.txt").write_text(text, "utf-8")


main()
