"""Writes texts of many languages, one a line, to DIR/CODE.txt: what SENC_LANGUAGES has tests measure.

    apt-get download wesnoth-1.16-data gnucash-common gimp-data
    python languages.py DIR FILE…

Files are Debian packages, of which the catalogues of gettext are read (.mo), and apt's lists of
translated descriptions (Translation-es and so on, which `apt-get update` fetches for the languages
of `Acquire::Languages`). Texts are of 5 to 60 words; of languages written without spaces, of 15 to
300 characters. Markup and places for values are taken out.

    SENC_LANGUAGES=DIR swift test --filter LanguageMeasureTests
"""

import gettext
import io
import pathlib
import re
import subprocess
import sys
import tarfile
import urllib.parse

MAXIMUM = 20_000
UNSPACED = {"ja", "zh", "th", "km", "my"}
# What catalogues call a language that has a shorter code.
CODES = {"nb_NO": "nb", "zh_CN": "zh", "zh_TW": "zh", "pt_BR": "pt", "he": "he", "es_419": "es"}
LOCALE = re.compile(r"/locale/([a-z]{2,3}(?:_[A-Z0-9]+)?)/LC_MESSAGES/[^/]+\.mo$")


def cleaned(text):
    text = re.sub(r"<[^>]*>|%\(?[a-z]*\)?[-+0-9.]*[a-zA-Z]|\$[a-z_|]+|\{[^}]*\}", " ", text)
    return " ".join(text.replace("_", "").replace("&", "").split())


def is_text(code, text):
    if code in UNSPACED:
        return 15 <= len(text) <= 300
    return 5 <= len(text.split()) <= 60 and sum(map(str.isalpha, text)) > len(text) / 2


def of_package(path):
    data = subprocess.run(
        ["dpkg-deb", "--fsys-tarfile", path], check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            found = LOCALE.search(member.name)
            if not found or not member.isfile():
                continue
            try:
                catalogue = gettext.GNUTranslations(archive.extractfile(member))._catalog
            except (IndexError, ValueError):
                continue  # a header that Python cannot read
            code = CODES.get(found[1], found[1])
            for original, text in catalogue.items():
                original = original[0] if isinstance(original, tuple) else original
                if not isinstance(text, str) or not original or text == original:
                    continue
                # What stands before ^ says only where a text is.
                yield code, text
                if code == "es":
                    yield "en", original.split("^", 1)[-1].split("\x04")[-1]


def of_descriptions(path):
    code = urllib.parse.unquote(path.name).rsplit("Translation-", 1)[1].split(".")[0]
    code = CODES.get(code, code)
    paragraph = []
    for line in path.read_text("utf-8").splitlines() + [""]:
        if line.startswith(" ") and line.strip() != "." and not line.startswith("  "):
            paragraph.append(line.strip())
        else:
            yield code, " ".join(paragraph)
            paragraph = []
        if line.startswith("Description-") and not line.startswith("Description-md5"):
            yield code, line.split(": ", 1)[-1]


def main():
    directory, *files = map(pathlib.Path, sys.argv[1:])
    texts = {}
    for path in files:
        read = of_package if path.suffix == ".deb" else of_descriptions
        for code, text in read(path):
            text = cleaned(text)
            if is_text(code, text):
                texts.setdefault(code, {})[text] = None
    for code, found in sorted(texts.items()):
        if len(found) >= 400:
            found = list(found)
            step = max(1, len(found) // MAXIMUM)
            found = found[::step][:MAXIMUM]
            (directory / f"{code}.txt").write_text("\n".join(found) + "\n", "utf-8")
            print(code, len(found))


if __name__ == "__main__":
    main()
