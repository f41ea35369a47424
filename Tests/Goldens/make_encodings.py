"""Writes encodings/: texts in encodings and compressed, and what Python reads of them.

    pip install zstandard; python make_encodings.py        (Python 3.11)

encodings.json       for each name of an encoding, bytes in hexadecimal and the text that they are
lines.txt.bz2        records/lines.txt in two streams
lines.txt.xz         in two streams with padding between them
lines.txt.zst        in two frames, a skippable frame before them
"""

import bz2
import json
import lzma
import pathlib

import zstandard

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE / "encodings"
TEXTS = {
    "latin1": "La lluvia cayó aún más.\nÑandú ÿ\n",
    "iso-8859-15": "Œuvre à 5 €\n",
    "windows-1252": "“Rain” – 5 €\n",
    "cp1252": "It’s…\n",
    "windows-1251": "Дождь идёт\n",
    "koi8-r": "Дождь идёт\n",
    "mac-roman": "Año nuevo\n",
    "cp437": "Größe ▒\n",
    "shift_jis": "雨が降る\nソ表\n",
    "euc-jp": "雨が降る\n",
    "iso-2022-jp": "雨が降る\nabc\n",
    "euc-kr": "비가 온다\n",
    "big5": "下雨了\n",
    "gb2312": "下雨了\n",
    "gb18030": "下雨了 😀\n",
    "utf-8": "é 😀\n",
    "utf-16le": "é 😀\n雨\n",
    "utf-16be": "é 😀\n雨\n",
    "utf-32le": "é 😀\n",
    "utf-32be": "é 😀\n",
    "utf-7": "é 1\n",
}


def main():
    OUT.mkdir(exist_ok=True)
    cases = [
        {"encoding": name, "bytes": text.encode(name).hex(), "text": text}
        for name, text in TEXTS.items()
    ]
    (OUT / "encodings.json").write_text(
        json.dumps(cases, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    lines = (HERE / "records" / "lines.txt").read_bytes()
    halves = lines[:777], lines[777:]
    (OUT / "lines.txt.bz2").write_bytes(b"".join(bz2.compress(half) for half in halves))
    (OUT / "lines.txt.xz").write_bytes(
        lzma.compress(halves[0], check=lzma.CHECK_CRC32) + bytes(8) + lzma.compress(halves[1]))
    frames = b"".join(
        zstandard.ZstdCompressor(level=3, write_checksum=True).compress(half) for half in halves)
    skippable = bytes.fromhex("5c2a4d18") + (3).to_bytes(4, "little") + b"abc"
    (OUT / "lines.txt.zst").write_bytes(skippable + frames)


main()
