"""Writes what the reference makes of every Unicode scalar: scalars.txt, as hashes, and nmt.json, what
its normalizer Nmt changes.

Run: python make_scalars.py        (tokenizers 0.23.3)

scalars.txt has a line for each setting of the normalizer: its flags (clean, chinese, accents, lower
case), then a 32-bit FNV-1a hash for each block of 256 scalars. Hashed are the words, each followed
by a line feed, of every context with every scalar of the block in it; surrogates are left out.
"""

import json
import pathlib

from tokenizers import normalizers, pre_tokenizers

CONTEXTS = ["{0}", "a{0}b", "E\u0301{0}\u0323\u302e\u05b0c", "\u302e\u0323{0}\u0345{0}\u1100\u1161"]
SETTINGS = [(1, 1, 1, 1), (1, 1, 0, 1), (0, 0, 1, 0), (0, 0, 0, 0)]

split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str
lines = []
for clean, chinese, strip, lower in SETTINGS:
    normalize = normalizers.BertNormalizer(
        clean_text=bool(clean), handle_chinese_chars=bool(chinese), strip_accents=bool(strip),
        lowercase=bool(lower)).normalize_str
    hashes = []
    for block in range(0, 0x110000, 256):
        value = 0x811C9DC5
        for scalar in range(block, block + 256):
            if 0xD800 <= scalar < 0xE000:
                continue
            for context in CONTEXTS:
                words = split(normalize(context.format(chr(scalar))))
                for byte in "".join(word + "\n" for word, _ in words).encode():
                    value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
        hashes.append(f"{value:08x}")
    lines.append(f"{clean}{chinese}{strip}{lower} {' '.join(hashes)}\n")
pathlib.Path(__file__).with_name("scalars.txt").write_text("".join(lines), "ascii")

normalize = normalizers.Nmt().normalize_str
changed = {}
for scalar in range(0x110000):
    if not 0xD800 <= scalar < 0xE000 and (text := normalize(f"a{chr(scalar)}b")[1:-1]) != chr(scalar):
        changed[str(scalar)] = text
pathlib.Path(__file__).with_name("nmt.json").write_text(json.dumps(changed) + "\n")
