#!/usr/bin/env python3
"""Writes the help of every command into Documentation/command-line.md and its Spanish sister.

    Tests/Documentation/command_line.py [--check] PROGRAM

Both pages begin by hand, down to the comment that names this script; all below it is what the
program says in that language on a terminal of 80 columns. With --check nothing is written, and a
page that is not what the program says is an error.
"""
import difflib
import re
import sys

from page import REPOSITORY
from session import Session

MARK = "<!-- Below is the program's own help, written by Tests/Documentation/command_line.py. -->\n"


def groups(help_text):
    """The headings of the general help, each with the names below it; options have none."""
    found = re.findall(r"^([^\s:][^:\n]*):\n((?:  .*\n)+)", help_text, re.M)
    return [
        (title.capitalize(), re.findall(r"^  ([a-z][a-z-]*) ", rows, re.M))
        for title, rows in found
        if title == title.upper()
    ]


def subcommands(help_text):
    """The names under SUBCOMMANDS, in English."""
    rows = re.search(r"^SUBCOMMANDS:\n((?:  .*\n)+)", help_text, re.M)
    return re.findall(r"^  ([a-z][a-z-]*) ", rows[1], re.M) if rows else []


def generated(program, language):
    """The part of a page that is not written by hand."""
    with Session(program, language) as session, Session(program, "en") as english:

        def told(words, by=session):
            lines, status = by.run(f"senc help {words}".rstrip())
            if status != 0:
                raise SystemExit(f"senc help {words}: status {status}")
            return "\n".join(lines) + "\n"

        listed = [group for group in groups(told("")) if group[1]]
        commands = {name for _, names in listed[:-1] for name in names}
        contents, body = "", ""
        for title, names in listed:
            topics = (title, names) == listed[-1]
            entries = []
            for name in names:
                if topics and name in commands:
                    continue  # its page follows the command's help
                entries.append(f"help {name}" if topics else name)
                if not topics:
                    entries += [f"{name} {sub}" for sub in subcommands(told(name, english))]
            links = [f"[{entry}](#senc-{entry.replace(' ', '-')})" for entry in entries]
            contents += f"- {title}: {', '.join(links)}\n"
            body += f"\n## {title}\n"
            for entry in entries:
                text = told(entry.removeprefix("help "))
                body += f"\n### senc {entry}\n\n```text\n{text}```\n"
        return f"\n{contents}{body}"


def main(arguments):
    check = "--check" in arguments
    program = [argument for argument in arguments if argument != "--check"][0]
    status = 0
    for path, language in (("command-line.md", "en"), ("es/command-line.md", "es")):
        page = REPOSITORY / "Documentation" / path
        text = page.read_text(encoding="utf-8")
        if text.count(MARK) != 1:
            raise SystemExit(f"Documentation/{path} must have once: {MARK}")
        wanted = text.split(MARK)[0] + MARK + generated(program, language)
        if not check:
            page.write_text(wanted, encoding="utf-8")
        elif wanted != text:
            lines = difflib.unified_diff(
                text.splitlines(), wanted.splitlines(), f"Documentation/{path}", "senc help",
                lineterm="", n=1,
            )
            print("\n".join(lines))
            print(f"Documentation/{path} is old: Tests/Documentation/command_line.py writes it anew")
            status = 1
    return status


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    raise SystemExit(main(sys.argv[1:]))
