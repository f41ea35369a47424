#!/usr/bin/env python3
"""Runs the commands in the documentation and compares what they print with what the pages say.

    Tests/Documentation/run.py PROGRAM [PAGE...]

Of each page, README.md, README.es.md and those of Documentation if none is named, the blocks marked
`console` are run from the top down in one directory, which is empty but for the tables of
Documentation/data:

    $ senc similarity "Está lloviendo." "Llueve."     # a comment is taken off
    0.9125

Output is what a terminal of 80 columns shows, in the language of the page. Numbers with a point are
compared to four digits, since the last ones hang on the CPU; `…` stands for any text in its line,
and alone in a line for any lines. A command must succeed, unless the output has "error:".
`<!-- console` begins commands that the reader does not see; they make files, and must succeed.
Blocks marked otherwise are not run here. Those of the two READMEs are run by other checks, all of
them: see EXAMPLES and ELSEWHERE.
"""
import re
import sys

from page import Page, REPOSITORY
from session import Session

TOLERANCE = 1.01e-4

# What runs the READMEs' other blocks, in .ci/run, where these words must be: `swift` blocks with the
# `text` that follows each, and the commands of `sh` blocks, by how they begin after what they
# install.
EXAMPLES = "\nTests/Examples/run.sh\n"
ELSEWHERE = {
    "swift run -c release senc encode ": "readme_command 'swift run'",
    "SENC_SERVER=1 swift test -c release": "readme_command 'SENC_SERVER=1 swift test'",
    "Release/archive.sh": "\nRelease/archive.sh\n",
    "sh Release/install.sh dist": " sh Release/install.sh dist",
}

NUMBER = r"(?<![\w.,])-?\d+\.\d+(?:e-?\d+)?(?![\w])"


def same_line(expected, actual):
    """Whether a line is as it is said to be, numbers apart from their last digits."""
    pattern, numbers = "", []
    for part in re.findall(rf"{NUMBER}|…|\s+|(?:(?!{NUMBER})[^…\s])+", expected):
        if re.fullmatch(NUMBER, part):
            numbers.append(float(part))
            pattern += r"(-?\d+\.\d+(?:e-?\d+)?)"
        else:
            pattern += ".*" if part == "…" else r"\s+" if part.isspace() else re.escape(part)
    found = re.fullmatch(pattern, actual)
    return found is not None and all(
        abs(float(one) - other) <= TOLERANCE * max(1, abs(other))
        for one, other in zip(found.groups(), numbers)
    )


def same(expected, actual):
    """Whether lines are as they are said to be; `…` alone is any number of lines."""
    if not expected:
        return not actual
    if expected[0].strip() == "…":
        return any(same(expected[1:], actual[skipped:]) for skipped in range(len(actual) + 1))
    return bool(actual) and same_line(expected[0], actual[0]) and same(expected[1:], actual[1:])


def check(page, program):
    """Runs a page's commands; returns their number, and what is wrong."""
    count, faults = 0, []
    with Session(program, "es" if page.spanish else "en") as session:
        for block in page.blocks():
            if block.kind not in ("console", "hidden"):
                continue
            for command in block.commands():
                count += 1
                printed, status = session.run(command.bare)
                expected = [line.rstrip() for line in command.output or []]
                failure = "error:" in "\n".join(expected)
                if (status != 0) != failure:
                    faults.append(f"{command.place}: status {status}: {command.text}")
                    faults += [f"  printed:  {line}" for line in printed]
                elif command.output is not None and not same(expected, printed):
                    faults.append(f"{command.place}: {command.text}")
                    faults += [f"  expected: {line}" for line in expected]
                    faults += [f"  printed:  {line}" for line in printed]
    return count, faults


def elsewhere(page):
    """What is wrong with the blocks of a README that other checks run."""
    checks = (REPOSITORY / ".ci/run").read_text(encoding="utf-8")
    faults, missing, previous = [], set(ELSEWHERE), None
    for block in page.blocks():
        kind = "swift" if (previous, block.kind) == ("swift", "text") else block.kind
        previous = block.kind
        if kind not in ("console", "hidden", "sh", "swift") or (
            kind == "swift" and EXAMPLES not in checks
        ):
            faults.append(f"{page.name}:{block.line}: no check runs this block: {block.kind}")
        for line in block.lines if kind == "sh" else []:
            command = re.sub(r"\s+# .*$", "", line).split("&& ")[-1]
            name = next((name for name in ELSEWHERE if command.startswith(name)), None)
            if name is None or ELSEWHERE[name] not in checks:
                faults.append(f"{page.name}: no check runs: {command}")
            missing.discard(name)
    return faults + [f"{page.name}: this command is gone: {name}" for name in sorted(missing)]


def commands(program):
    """The names of the program's commands, as its help lists them."""
    with Session(program, "en") as session:
        text = "\n".join(session.run("senc help")[0])
    listed = re.search(r"^TEXTS:\n(.*)^TOPICS:\n", text, re.M | re.S)
    if listed is None:
        raise SystemExit(f"{program}: its help lists no commands")
    return re.findall(r"^  ([a-z]+) ", listed[1], re.M)


def names(page, known):
    """What is wrong with the commands that a page names, and in a README with its table of them."""
    faults = [
        f"{page.name}: no command: senc {name}"
        for name in sorted(set(re.findall(r"`senc ([a-z]+)", page.text)) - {*known, "help"})
    ]
    if page.name.startswith("README"):
        rows = re.findall(r"^`([a-z]+)` \| ", page.text, re.M)
        if sorted(rows) != sorted(known):
            faults.append(f"{page.name}: the table has {sorted(rows)}; commands: {sorted(known)}")
    return faults


def main(program, *paths):
    pages = [Page(path) for path in paths] or Page.all()
    known = commands(program)
    total, faults = 0, []
    for page in pages:
        count, found = check(page, program)
        total += count
        faults += found + names(page, known)
        if page.name.startswith("README"):
            faults += elsewhere(page)
    print("\n".join(faults + [f"{total} commands of {len(pages)} pages run"]))
    return 1 if faults or total == 0 else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    raise SystemExit(main(*sys.argv[1:]))
