"""Writes records/: texts in the formats that senc reads, and what Python reads of them.

    python make_records.py        (Python 3.11, its standard library alone)

minimal.csv     csv.writer's, quotes where needed, CR LF
quoted.csv      every field quoted, LF, a byte order mark, a last line without end
tabs.tsv        between tabs, some blank lines
nested.jsonl    json.dumps', texts in an object inside, escaped to ASCII and not, blank lines
lines.txt       lines that end in LF and CR LF, some empty, some not UTF-8
members.txt.gz  lines.txt in several gzip members of unlike levels, padded with zeros
expected.json   for each file: its texts, ids if it has any, and for lines.txt the number of U+FFFD
"""

import csv
import gzip
import io
import json
import pathlib
import random

HERE = pathlib.Path(__file__).resolve().parent / "records"
PIECES = ["", "word", " two words ", '"', '""', ",", "\t", "\n", "\r\n", "\r", "é", "中文", "😀", "\\",
          "'", "\u2028", "{", "0", "a" * 40]


def text(random):
    return "".join(random.choice(PIECES) for _ in range(random.randrange(6)))


def table(texts, **dialect):
    file = io.StringIO(newline="")
    writer = csv.writer(file, **dialect)
    writer.writerow(["id", "the text", 'a "note", quoted'])
    for index, item in enumerate(texts):
        writer.writerow([index * 10, item, texts[-index]])
    return file.getvalue()


def read_table(data, delimiter):
    file = io.StringIO(data.decode("utf-8-sig"), newline="")
    rows = list(csv.DictReader(file, delimiter=delimiter, strict=True))
    return {"texts": [row["the text"] for row in rows], "ids": [row["id"] for row in rows]}


def main():
    HERE.mkdir(exist_ok=True)
    generator = random.Random(3)
    texts = [text(generator) for _ in range(200)]
    files, expected = {}, {}

    files["minimal.csv"] = table(texts).encode()
    files["quoted.csv"] = b"\xef\xbb\xbf" + table(
        texts, quoting=csv.QUOTE_ALL, lineterminator="\n").encode()[:-1]
    rows = table(texts, delimiter="\t", quoting=csv.QUOTE_ALL).split('"\r\n"')
    files["tabs.tsv"] = '"\r\n\r\n\n"'.join(rows).encode()
    for name in files:
        expected[name] = read_table(files[name], "\t" if name == "tabs.tsv" else ",")

    lines = []
    for index, item in enumerate(texts):
        identity = [index, f"no. {index}", index / 8, index % 2 == 0][index % 4]
        value = {"a": [1, {"text": "not this"}], "body": {"text": item, "n": None}, "id": identity}
        lines.append(json.dumps(value, ensure_ascii=index % 2 == 0))
        lines += [""] * (index % 7 == 0) + [" \t\r"] * (index % 11 == 0)
    files["nested.jsonl"] = "\n".join(lines).encode()
    values = [json.loads(line) for line in files["nested.jsonl"].decode().split("\n") if line.strip()]
    expected["nested.jsonl"] = {
        "texts": [value["body"]["text"] for value in values],
        "ids": [value["id"] if isinstance(value["id"], str) else json.dumps(value["id"])
                for value in values]}

    ends = [b"\n", b"\r\n"]
    bad = [b"", b"", b"\xff", b"\xe4\xb8", b"\xed\xa0\x80", b"\xf0\x9f\x98", b"\xc0\xaf"]
    plain = [item for item in PIECES if "\n" not in item and "\r" not in item]
    data = b""
    for _ in range(300):
        data += generator.choice(plain).encode() + generator.choice(bad) + generator.choice(ends)
    files["lines.txt"] = data + b"the last"
    decoded = files["lines.txt"].decode(errors="replace")
    expected["lines.txt"] = {
        "texts": [line.removesuffix("\r") for line in decoded.split("\n")],
        "replacements": decoded.count("\N{REPLACEMENT CHARACTER}")}

    data = files["lines.txt"]
    members = [data[:100], b"", data[100:101], data[101:]]
    files["members.txt.gz"] = b"".join(
        gzip.compress(member, level, mtime=0) for level, member in zip([9, 0, 6, 1], members))
    files["members.txt.gz"] += bytes(100)
    assert gzip.decompress(files["members.txt.gz"]) == data
    expected["members.txt.gz"] = expected["lines.txt"]

    for name, content in files.items():
        (HERE / name).write_bytes(content)
    (HERE / "expected.json").write_text(json.dumps(expected, indent=0) + "\n")


main()
