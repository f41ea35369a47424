"""Writes Sources/SencTokenizers/Unicode/ReferenceExceptions.swift.

Asks the reference (tokenizers 0.23.3) what it does with every Unicode scalar and compares that
with three Unicode databases: Python 3.11's (14.0), utf8proc 2.8.0 (15.0) and unicodedata2
18.0.0 (18.0). A scalar needs an exception when any of them disagrees with the reference or when
the newest leaves it unassigned, because a later utf8proc may then say anything of it. Ranges are
widened over neighbors that the reference treats alike, which keeps the tables short.

Run: python make_reference_exceptions.py > ../../Sources/SencTokenizers/Unicode/ReferenceExceptions.swift
"""

import ctypes
import ctypes.util
import struct
import unicodedata

import unicodedata2
from tokenizers import Regex, normalizers, pre_tokenizers

utf8proc = ctypes.CDLL(ctypes.util.find_library("utf8proc"))
utf8proc.utf8proc_get_property.restype = ctypes.POINTER(ctypes.c_uint16)
utf8proc.utf8proc_category_string.restype = ctypes.c_char_p


def bert(**on):
    options = dict.fromkeys(("clean_text", "handle_chinese_chars", "strip_accents", "lowercase"))
    return normalizers.BertNormalizer(**{k: on.get(k, False) for k in options}).normalize_str


clean = bert(clean_text=True)
strip = bert(strip_accents=True)
lower = bert(lowercase=True)
nfd = normalizers.NFD().normalize_str
split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str
SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
MARKS = {}
for c in SCALARS:
    MARKS.setdefault(unicodedata.combining(chr(c)), chr(c))
MARKS.pop(0)
# Of these classes the first marks are newer than the reference; class 6 has no other.
MARKS.pop(6)
MARKS[218] = "\u302a"


def reference_class(c):
    s = chr(c)
    if c == 0 or c == 0xFFFD or s.isspace() and c not in (0x1C, 0x1D, 0x1E, 0x1F):
        return "fixed"
    if clean("a" + s + "b") == "ab":
        return "control"
    if len(split("a" + s + "b")) == 3:
        return "punctuation"
    if strip("a" + s) == "a":
        return "mark"
    return "plain"


def class_of(category, c):
    if category in ("Cc", "Cf", "Co", "Cs"):
        return "control"
    if category[0] == "P" or c < 128 and chr(c) in "$+<=>^`|~":
        return "punctuation"
    return "mark" if category == "Mn" else "plain"


def categories(c):
    s = chr(c)
    yield unicodedata.category(s)
    yield utf8proc.utf8proc_category_string(c).decode()
    yield unicodedata2.category(s)


def reference_combines(c, expected):
    """Whether the reference reorders the scalar as its combining class would have it."""
    s = chr(c)
    as_expected = True
    inert = True
    for value, mark in MARKS.items():
        for text, swapped in ((s + mark, value < expected), (mark + s, value > expected)):
            result = nfd("a" + text)
            as_expected &= result == "a" + (text[::-1] if swapped else text)
            inert &= result == "a" + text
    assert as_expected or inert, hex(c)
    return as_expected and not inert


def combining_classes(c):
    s = chr(c)
    return {
        unicodedata.combining(s),
        utf8proc.utf8proc_get_property(c)[1],
        unicodedata2.combining(s),
    }


def canonical(database, c):
    text = database.decomposition(chr(c))
    return bool(text) and not text.startswith("<") or 0xAC00 <= c < 0xD7A4


def ranges(flags):
    """Ranges of the scalars whose flag is True, joined over those whose flag is None."""
    result, start, last = [], None, None
    for c, flag in flags:
        if flag is False:
            if start is not None:
                result.append((start, last))
            start = None
        elif flag:
            start = c if start is None else start
            last = c
    if start is not None:
        result.append((start, last))
    return result


def swift_ranges(name, comment, values):
    print(f"\n    /// {comment}")
    print(f"    static let {name}: [UInt32] = [")
    items = [f"0x{a:04X}, 0x{b:04X}," for a, b in values]
    line = "       "
    for item in items:
        if len(line) + len(item) + 1 > 96:
            print(line)
            line = "       "
        line += " " + item
    print(line)
    print("    ]")


plain, inert, caseless, lowered, classes = [], [], [], [], {"mark": [], "punctuation": []}
for c in SCALARS:
    s = chr(c)
    newest = unicodedata2.category(s)
    kind = reference_class(c)
    if kind == "fixed":
        plain.append((c, False))
    else:
        known = {class_of(category, c) for category in categories(c)}
        unassigned = newest == "Cn"
        if kind == "plain":
            plain.append((c, True if unassigned or known != {"plain"} else None))
        else:
            plain.append((c, False))
            if known != {kind}:
                classes[kind].append(c)

    combining = combining_classes(c)
    decomposed = nfd(s)
    moves = False
    if decomposed == s and combining != {0}:
        moves = reference_combines(c, max(combining))
    if decomposed != s or moves:
        inert.append((c, False))
        assert not moves or len(combining) == 1, hex(c)
    else:
        anywhere = canonical(unicodedata, c) or canonical(unicodedata2, c)
        inert.append((c, True if newest == "Cn" or combining != {0} or anywhere else None))

    small = lower(s)
    if small != s:
        caseless.append((c, False))
        if small != chr(utf8proc.utf8proc_tolower(c)) or small != s.lower():
            lowered.append((c, small))
    else:
        cased = utf8proc.utf8proc_tolower(c) != c or s.lower() != s or newest in ("Lu", "Lt")
        caseless.append((c, True if newest == "Cn" or cased else None))

def exceptions(holds, *databases):
    """The ranges where the reference says yes and some database no, and the other way round."""
    yes, no = [], []
    for c in SCALARS:
        held = holds(chr(c))
        said = {database(c) for database in databases}
        unassigned = unicodedata2.category(chr(c)) == "Cn"
        yes.append((c, (True if said != {True} else None) if held else False))
        no.append((c, False if held else True if unassigned or said != {False} else None))
    return ranges(yes), ranges(no)


def of_categories(*prefixes):
    """Tests of every database for the general category."""
    databases = (
        lambda c: unicodedata.category(chr(c)),
        lambda c: utf8proc.utf8proc_category_string(c).decode(),
        lambda c: unicodedata2.category(chr(c)),
    )
    return [lambda c, database=database: database(c).startswith(prefixes) for database in databases]


def matches(pattern):
    split = pre_tokenizers.Split(Regex(pattern), "removed").pre_tokenize_str
    return lambda s: split(s) == []


whitespace = pre_tokenizers.Whitespace().pre_tokenize_str
# What a map that replaces "a" by "X" replaces whole is one grapheme cluster.
units = [0] * 512
units[0] = 1 << 10
units[0x60] = 3 << 10 | 1 << 8 | ord("a")
units[0x63] = 1 << 31
charsmap = struct.pack(f"<I{len(units)}I", 4 * len(units), *units) + b"X\0"
clusters = normalizers.Precompiled(charsmap).normalize_str
assert clusters("ab") == "Xb" and clusters("a\u0301b") == "Xb"
utf8proc.utf8proc_grapheme_break.restype = ctypes.c_bool

letters = exceptions(matches(r"\p{L}"), *of_categories("L"))
numbers = exceptions(matches(r"\p{N}"), *of_categories("N"))
digits = pre_tokenizers.Digits(individual_digits=True).pre_tokenize_str
numerics = exceptions(lambda s: len(digits("a" + s)) == 2, *of_categories("N"))
words = exceptions(
    lambda s: whitespace("a" + s) == [("a" + s, (0, 2))], *of_categories("L", "M", "Nd", "Nl", "Pc"))
joining = exceptions(
    lambda s: clusters("a" + s) == "X",
    lambda c: not utf8proc.utf8proc_grapheme_break(ord("a"), c),
    lambda c: unicodedata2.category(chr(c)) in ("Mn", "Me")
    or not utf8proc.utf8proc_grapheme_break(ord("a"), c))
strip_accents = normalizers.StripAccents().normalize_str
combining = exceptions(lambda s: strip_accents(s) == "", *of_categories("M"))
nfkd = normalizers.NFKD().normalize_str
compatible = []
for c in SCALARS:
    s = chr(c)
    if nfkd(s) != s:
        assert nfkd(s) == unicodedata2.normalize("NFKD", s), hex(c)
        compatible.append((c, False))
    else:
        changed = {d.normalize("NFKD", s) for d in (unicodedata, unicodedata2)} != {s}
        compatible.append((c, True if changed or unicodedata2.category(s) == "Cn" else None))

print("""// Written by Tests/Goldens/make_reference_exceptions.py; change it there.

/// Where the reference tokenizer and utf8proc disagree about Unicode, as the reference has it.
///
/// The reference (Hugging Face tokenizers 0.23.3) takes categories from Unicode 8, decompositions
/// from Unicode 12 and lower case from Unicode 17; utf8proc has one version, whichever is
/// installed. The tables name every scalar about which some version from 14 to 18 says otherwise
/// than the reference, and every scalar still unassigned in 18. They are consulted before
/// utf8proc, so results do not depend on its version. Ranges are pairs, first and last, ascending.
enum ReferenceExceptions {""", end="")
swift_ranges("plain", "Neither control, nor punctuation, nor a nonspacing mark.", ranges(plain))
swift_ranges("inert", "Without decomposition and with combining class 0.", ranges(inert))
swift_ranges("caseless", "Their own lower case.", ranges(caseless))
for name, values in classes.items():
    text = ", ".join(f"0x{c:04X}" for c in values)
    print(f"\n    /// Of the class {name}.\n    static let {name}s: [UInt32] = [{text}]")
for name, comment, (yes, no) in [
    ("letters", "Of the categories L*", letters), ("numbers", "Of the categories N*", numbers),
    ("numerics", "Numeric to the reference's digit splitter", numerics),
    ("words", "Matched by `\\w`", words),
    ("combining", "A mark to the reference's removal of accents", combining),
    ("joining", "Part of the grapheme cluster before", joining),
]:
    swift_ranges(name, comment + ".", yes)
    swift_ranges("non" + name, "Not so.", no)
swift_ranges("compatible", "Without compatible decomposition.", ranges(compatible))
print("\n    /// Each scalar and its lower case, ascending; U+0130 becomes two scalars and is not here.")
print("    static let lowered: [UInt32] = [")
line = "       "
for c, small in lowered:
    if len(small) != 1:
        assert c == 0x130 and small == "i\u0307"
        continue
    item = f" 0x{c:04X}, 0x{ord(small):04X},"
    if len(line) + len(item) > 96:
        print(line)
        line = "       "
    line += item
print(line)
print("    ]\n}")
