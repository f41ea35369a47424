"""Writes nmt.json: every scalar that the reference's normalizer Nmt changes, and what it makes of it.

Run: python make_nmt.py        (tokenizers 0.23.3)
"""

import json
import pathlib

from tokenizers import normalizers

normalize = normalizers.Nmt().normalize_str
changed = {}
for scalar in range(0x110000):
    if not 0xD800 <= scalar < 0xE000 and (text := normalize(f"a{chr(scalar)}b")[1:-1]) != chr(scalar):
        changed[str(scalar)] = text
pathlib.Path(__file__).with_name("nmt.json").write_text(json.dumps(changed) + "\n")
