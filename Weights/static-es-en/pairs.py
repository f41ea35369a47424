"""Writes pairs.csv, English texts with their Spanish translations, from packages of Debian.

    apt-get install libreoffice-help-en-us libreoffice-help-es libreoffice-l10n-es \\
        sword-text-web sword-text-sparv diatheke
    python pairs.py pairs.csv

Of LibreOffice (MPL-2.0) the paragraphs of its help that have the same id in the same file, and the
texts of its windows; of the Bible (public domain) the verses of the World English Bible and of the
Reina-Valera of 1909. Each pair is there once, and none whose two texts are equal or whose Spanish is
English that nobody has translated. The same packages give the same bytes. Prints how many there are.
"""

import csv
import gettext
import html
import html.parser
import pathlib
import re
import subprocess
import sys

HELP = pathlib.Path("/usr/share/libreoffice/help")
CATALOGUES = pathlib.Path("/usr/lib/libreoffice/program/resource/es/LC_MESSAGES")
BIBLES = {"en": "engWEB2015eb", "es": "spaRV1909eb"}
WORD = re.compile(r"[^\W\d_]+")
COMMON = {
    "en": set(
        "the of to and is in for you or this that with on are be by from as not can it if your an "
        "when which use all will at click choose select".split()
    ),
    "es": set(
        "el la los las de del que y en un una para con por se es su sus al o no como si esta este "
        "cuando pulse puede seleccione haga más todos".split()
    ),
}


class Paragraphs(html.parser.HTMLParser):
    """The texts of a page's elements that have an id of a paragraph or heading."""

    def __init__(self, path):
        super().__init__()
        self.found, self.tag, self.id, self.parts = {}, None, None, []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        id = dict(attributes).get("id") or ""
        if self.tag is None and re.match("(par|hd|tit)_id", id):
            self.tag, self.id, self.parts = tag, id, []
        elif tag == "br":
            self.parts.append(" ")

    def handle_endtag(self, tag):
        if tag == self.tag:
            # An id that a page has twice, by including another, tells nothing.
            text = " ".join("".join(self.parts).split())
            self.found[self.id] = None if self.id in self.found else text
            self.tag = None

    def handle_data(self, data):
        if self.tag is not None:
            self.parts.append(data)


def help_pairs():
    for path in sorted((HELP / "es" / "text").rglob("*.html")):
        other = HELP / "en-US" / path.relative_to(HELP / "es")
        if other.exists():
            spanish, english = Paragraphs(path).found, Paragraphs(other).found
            for id, text in english.items():
                if text and spanish.get(id):
                    yield text, spanish[id]


def message_pairs():
    for path in sorted(CATALOGUES.glob("*.mo")):
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)._catalog
        for key, translation in sorted(catalogue.items(), key=lambda pair: str(pair[0])):
            if isinstance(key, str) and key:
                texts = (key.split("\x04")[-1], translation)
                # Without the marks of keys, tags and places for values.
                yield tuple(
                    " ".join(re.sub(r"<[^<>]*>|[~_](?=\w)|[$%]\w*|\(~?\w\)", "", text).split())
                    for text in texts
                )


def verses(module):
    output = subprocess.run(
        ["diatheke", "-b", module, "-f", "internal", "-k", "Genesis 1:1-Revelation 22:21"],
        check=True, capture_output=True, text=True,
    ).stdout
    result = {}
    for line in output.splitlines():
        # Where a footnote was, the words on both sides touch. The heading of the last chapter that
        # had one stands before each verse.
        text = re.sub("<title.*?</title>", "", line.replace("</w><w", "</w> <w"))
        text = " ".join(html.unescape(re.sub("<[^>]*>", "", text)).split())
        if match := re.match(r"(\w[\w ]* \d+:\d+): (.+)", text):
            result[match[1]] = match[2]
    return result


def verse_pairs():
    english, spanish = verses(BIBLES["en"]), verses(BIBLES["es"])
    for name, text in english.items():
        if name in spanish:
            yield text, spanish[name]


def is_pair(english, spanish):
    """Whether both texts have words, differ, and the second is not plainly English."""
    first, second = (WORD.findall(text.lower()) for text in (english, spanish))
    if not first or not second or first == second:
        return False
    counts = {name: sum(word in COMMON[name] for word in second) for name in COMMON}
    longer, shorter = max(len(first), len(second)), min(len(first), len(second))
    return counts["en"] <= counts["es"] and longer <= 3 * shorter + 3


def main():
    known, rows = set(), []
    for name, pairs in (
        ("help", help_pairs()), ("windows", message_pairs()), ("Bible", verse_pairs()),
    ):
        before, long = len(rows), 0
        for pair in pairs:
            if is_pair(*pair) and pair not in known:
                known.add(pair)
                rows.append(pair)
                long += len(pair[0].split()) >= 4
        print(f"{name}: {len(rows) - before} pairs, {long} of four words or more", file=sys.stderr)
    with open(sys.argv[1], "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("english", "spanish"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
