"""A page of the documentation: its code blocks, and the commands in them."""
import os
import pathlib
import re

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


class Command:
    """A command as a page has it, with the lines that it is said to print; none if not said."""

    def __init__(self, page, line, text, output):
        self.page, self.line, self.text, self.output = page, line, text, output

    @property
    def place(self):
        return f"{self.page.name}:{self.line}"

    @property
    def bare(self):
        """The command without a comment at its end."""
        return re.sub(r"\s+# .*$", "", self.text)


class Block:
    """A code block, or a comment that the reader does not see and the checks run."""

    def __init__(self, page, line, kind, lines):
        self.page, self.line, self.kind, self.lines = page, line, kind, lines

    def commands(self):
        """The commands after `$ `, each with the lines below it."""
        lines = list(enumerate(self.lines, self.line + 1))
        while lines:
            number, text = lines.pop(0)
            if not text.startswith("$ "):
                raise SystemExit(f"{self.page.name}:{number}: no command prints this: {text}")
            text = text[2:]
            end = re.search(r"<<-?\s*'?(\w+)'?", text)
            while lines and (text.endswith("\\") or end and not text.endswith("\n" + end[1])):
                text += "\n" + lines.pop(0)[1]
            output = []
            while lines and not lines[0][1].startswith("$ "):
                output.append(lines.pop(0)[1])
            yield Command(self.page, number, text, None if self.kind == "hidden" else output)


class Page:
    def __init__(self, path):
        path = pathlib.Path(path).resolve()
        self.name = os.path.relpath(path, REPOSITORY)
        self.text = path.read_text(encoding="utf-8")
        self.spanish = path.parent.name == "es" or path.name.endswith(".es.md")

    def blocks(self):
        """Code blocks by the word after the backquotes, and hidden ones, from the top down."""
        start, kind, lines = 0, None, []
        for number, line in enumerate(self.text.split("\n"), 1):
            if kind is None:
                if opening := re.fullmatch(r"(?:```(\w*)|<!-- console)", line):
                    start, kind, lines = number, opening[1] if "`" in line else "hidden", []
            elif line == ("-->" if kind == "hidden" else "```"):
                yield Block(self, start, kind, lines)
                kind = None
            else:
                lines.append(line)
        if kind is not None:
            raise SystemExit(f"{self.name}:{start}: the block has no end")

    @staticmethod
    def all():
        """The pages that a reader is shown."""
        found = sorted(REPOSITORY.glob("README*.md")) + sorted(
            (REPOSITORY / "Documentation").glob("**/*.md")
        )
        return [Page(path) for path in found]
