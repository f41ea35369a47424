"""Counts the public symbols of modules by their symbol graphs, and finds those without
documentation: without a comment, or with one of parameters and errors alone.

What is not counted is not ours to describe:
- members that a type has by a protocol, whether the compiler makes them (`!=`) or the type does
  (`message`, `startIndex`): the protocol's own documentation is theirs, and DocC shows it;
- members that stand nowhere in the sources (`init(rawValue:)`, `allCases`);
- blocks of extensions, which are lists of members;
- symbols of other modules that this one exports, which are counted with those.
"""
import itertools
import json
import sys
from pathlib import Path
from urllib.parse import unquote, urlparse


def check(graphs, root):
    """Prints the counts, and ends the program with a list if anything lacks documentation.

    graphs: the directory of each module's symbol graphs, by its name."""
    failures = []
    print(f"{'module':16} {'public symbols':>14} {'undocumented':>12}")
    for module, directory in graphs.items():
        own = list(own_symbols(module, directory))
        missing = [symbol for symbol in own if not is_described(symbol)]
        print(f"{module:16} {len(own):14} {len(missing):12}")
        failures += sorted(f"{place(symbol, root)}: {name(symbol)}" for symbol in missing)
    if failures:
        sys.exit("without documentation:\n" + "\n".join(failures))


def own_symbols(module, directory):
    files = sorted(directory.glob("*.symbols.json"))
    if not files:
        sys.exit(f"no symbol graph of {module} ({directory})")
    for file in files:
        graph = json.loads(file.read_text())
        inherited = {r["source"] for r in graph["relationships"] if "sourceOrigin" in r}
        for symbol in graph["symbols"]:
            identifier = symbol["identifier"]["precise"]
            if (
                "::SYNTHESIZED::" not in identifier
                and identifier not in inherited
                and f"/Sources/{module}/" in symbol.get("location", {}).get("uri", "")
                and symbol["kind"]["identifier"] != "swift.extension"
            ):
                yield symbol


def is_described(symbol):
    lines = [line["text"].strip() for line in symbol.get("docComment", {}).get("lines", [])]
    return any(itertools.takewhile(lambda line: not line.startswith("- "), lines))


def name(symbol):
    return ".".join(symbol["pathComponents"])


def place(symbol, root):
    path = Path(unquote(urlparse(symbol["location"]["uri"]).path))
    if path.is_relative_to(root):
        path = path.relative_to(root)
    return f"{path}:{symbol['location']['position']['line'] + 1}"
