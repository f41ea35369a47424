"""Which paths git ignores by patterns, from `git check-ignore` itself.

    python3 Tests/Goldens/make_patterns.py COUNT SEED > Tests/Goldens/patterns/ignored.json

draws patterns until COUNT lists of them have been found that match something, no two of the same
pattern; those written by hand come first. The file is {"paths": […], "cases": [{"patterns": […],
"ignored": [numbers of paths]}]}; a path that ends in a slash is a directory.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

FILES = """
a b.md foo.o foo/bar foo/a/bar foo/a/b/bar foo/baz.o foobar foo/barbaz foox/y/bar a.b/c deep/foo/bar.md
src/node_modules/x/index.js node_modules/y.js notes/r.md notes/e/s.md notes/e/f/t.txt .hidden/u
.env x[1].c x1.c x-c xac x]c x^c x!c xAc x5c #hash !bang sp\\ ace/two\\ end back\\\\slash q/star*name
build/out/z.log build/keep.log docs/build/v.log docs/a-b_c.txt docs/A.TXT ñandú/año.md
""".split()
FILES = [f.replace("\\ ", " ").replace("\\\\", "\\") for f in FILES] + ["a b/c d", "tail "]

BY_HAND = [
    ["**/*.md"], ["*.md"], ["node_modules/"], ["node_modules"], ["**/node_modules/**"],
    ["/node_modules"], ["./node_modules"], ["notes/*"], ["notes/**"], ["notes/*.md"],
    ["notes/**/*.txt"], ["foo/**/bar"], ["foo**/bar"], ["foo/**bar"], ["**/bar"], ["/**/bar"],
    ["**foo/bar"], ["foo/***/bar"], ["fo?/bar"], ["foo?bar"], ["foo/bar/"], ["/foo"], ["foo/"],
    ["x[[]1].c"], ["x\\[1\\].c"], ["x[!a]c"], ["x[^a]c"], ["x[]]c"], ["x[!]]c"], ["x[]-]c"],
    ["x[a-c]c"], ["x[c-a]c"], ["x[[:upper:]]c"], ["x[[:digit:][:upper:]]c"], ["x[[:nope:]]c"],
    ["x[[:digit:]c"], ["x[a"], ["x[\\]]c"], ["x[a-\\c]c"], ["x[--]c"], ["x[!-]c"], ["x[,-.]c"],
    ["\\#hash"], ["#hash"], ["\\!bang"], ["!bang"], ["tail\\ "], ["tail "], ["tail   "], ["a\\ b/"],
    ["back\\\\slash"], ["back\\slash"], ["q/star\\*name"], ["q/\\star*"], ["foo\\"], ["/"], ["*"],
    ["**"], ["*/"], ["/*"], ["/*/"], ["*/*"], ["**/"], ["a/**/b"], [""], ["!"], ["\\"],
    ["*", "!*.md"], ["*.log", "!keep.log"], ["build/", "!build/keep.log"],
    ["build/*", "!build/keep.log"], ["/*", "!/foo", "/foo/*", "!/foo/bar"], ["*.o", "!foo/"],
    ["notes/**", "!notes/**/", "!*.txt"], ["\u00f1*"], ["\u00f1and?"], ["ñand[ú]"], ["*.m[a-z]"],
    ["a.b/"], ["?"], ["??"], [".*"], [".env"], ["*.js\r"], ["foo/**/"], ["foo/*/bar"],
    ["**/foo/**/bar*"], ["*foo*"], ["f*o"], ["f*o/b*r"], ["f**o/bar"], ["[f]oo/bar"], ["foo/[!b]*"],
]

PIECES = [
    "a", "b", "foo", "bar", "x", "c", ".md", ".o", "/", "/", "/", "*", "*", "**", "**/", "/**",
    "?", "[a-c]", "[!b]", "[^f]", "[[:alpha:]]", "\\", "notes", "e", "docs", "build", ".", "-",
]


def random_pattern(draw):
    text = "".join(draw.choice(PIECES) for _ in range(draw.randint(1, 6)))
    return ("!" if draw.random() < 0.1 else "") + text


def paths():
    result = set(FILES)
    for name in FILES:
        parts = name.split("/")
        result.update("/".join(parts[:end]) + "/" for end in range(1, len(parts)))
    return sorted(result)


def ignored(root, patterns, all_paths):
    with open(os.path.join(root, ".git/info/exclude"), "w", newline="") as file:
        file.write("\n".join(patterns) + "\n")
    command = ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "--stdin", "-z"]
    run = subprocess.run(
        command, cwd=root, input="\0".join(path.rstrip("/") for path in all_paths).encode() + b"\0", capture_output=True)
    assert run.returncode in (0, 1), run.stderr
    found = set(run.stdout.decode().split("\0"))
    return [number for number, path in enumerate(all_paths) if path.rstrip("/") in found]


def main():
    count, draw = int(sys.argv[1]), random.Random(int(sys.argv[2]))
    all_paths = paths()
    with tempfile.TemporaryDirectory() as root:
        subprocess.run(["git", "init", "-q", root], check=True)
        for path in all_paths:
            target = os.path.join(root, path)
            if path.endswith("/"):
                os.makedirs(target, exist_ok=True)
            else:
                os.makedirs(os.path.dirname(target), exist_ok=True)
                open(target, "w").close()
        cases, seen = [], set()
        for patterns in BY_HAND:
            seen.update(patterns)
            cases.append({"patterns": patterns, "ignored": ignored(root, patterns, all_paths)})
        while len(cases) < count:
            patterns = [random_pattern(draw) for _ in range(draw.choice([1, 1, 1, 2, 3]))]
            if seen.intersection(patterns):
                continue
            found = ignored(root, patterns, all_paths)
            if not found and draw.random() < 0.9:
                continue
            seen.update(patterns)
            cases.append({"patterns": patterns, "ignored": found})
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    print('{"paths": ' + json.dumps(all_paths, ensure_ascii=False) + ',\n"cases": [\n' + lines + "\n]}")


main()
