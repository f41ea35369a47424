#!/usr/bin/env python3
"""Applies the faults of mutants.py one at a time to a copy of the sources and runs the suites that
should notice.

    Tests/Mutants/run.py            goes on where it stopped; results in .build-mutants/results.tsv
    Tests/Mutants/run.py NUMBER…    only these
    Tests/Mutants/run.py --check    only looks whether each fault's text stands once in its file

Status 1 if a fault survives, or has no place."""

import os
import shutil
import subprocess
import sys

from mutants import MUTANTS

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
WORK = os.path.join(ROOT, ".build-mutants")
COPY = os.path.join(WORK, "copy")
RESULTS = os.path.join(WORK, "results.tsv")
# Seconds for a build, and for the suites; a fault that hangs them is noticed, too.
BUILD_LIMIT, TEST_LIMIT = 1800, 900


def places(number):
    _, path, old, _ = MUTANTS[number]
    full = os.path.join(ROOT, "Sources", path)
    if not os.path.exists(full):
        return 0
    with open(full) as file:
        return file.read().count(old)


def swift(*arguments, limit):
    """Whether the command succeeds; `None` if it takes too long."""
    process = subprocess.Popen(
        ("nice", "swift") + arguments, cwd=COPY, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        return process.wait(limit) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
        return None


def build():
    return swift("build", "-c", "release", "--build-tests", "-Xswiftc", "-enable-testing",
                 limit=BUILD_LIMIT)


def test(suites):
    return swift("test", "-c", "release", "--skip-build", "--filter", suites, limit=TEST_LIMIT)


def run(number):
    suites, path, old, new = MUTANTS[number]
    target = os.path.join(COPY, "Sources", path)
    with open(target) as file:
        original = file.read()
    try:
        with open(target, "w") as file:
            file.write(original.replace(old, new))
        if not build():
            return "does not build"
        return "survived" if test(suites) else "noticed"
    finally:
        with open(target, "w") as file:
            file.write(original)


def known():
    if not os.path.exists(RESULTS):
        return {}
    with open(RESULTS) as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return {(row[1], row[2]): row[0] for row in rows}


def key(number):
    _, path, old, new = MUTANTS[number]
    return path, f"{old!r} -> {new!r}"


misplaced = [number for number in range(len(MUTANTS)) if places(number) != 1]
for number in misplaced:
    print(f"{number}: {places(number)} places: {': '.join(key(number))}", file=sys.stderr)
if sys.argv[1:] == ["--check"]:
    print(f"{len(MUTANTS)} faults")
    sys.exit(1 if misplaced else 0)

os.makedirs(WORK, exist_ok=True)
# The copy keeps its build, so that a fault costs what is built above it alone.
for name in ("Sources", "Tests", "Tokenizers", "Weights"):
    subprocess.run(
        ["rsync", "-a", "--delete", f"{ROOT}/{name}/", f"{COPY}/{name}/"], check=True
    ) if shutil.which("rsync") and os.path.isdir(COPY) else shutil.copytree(
        f"{ROOT}/{name}", f"{COPY}/{name}", symlinks=True, dirs_exist_ok=True)
for name in ("Package.swift", "README.md", "README.es.md"):
    shutil.copy2(f"{ROOT}/{name}", COPY)
wanted = [int(argument) for argument in sys.argv[1:]] or range(len(MUTANTS))
if not build():
    sys.exit("the sources do not build without a fault")
for suites in sorted({MUTANTS[number][0] for number in wanted}):
    if not test(suites):
        sys.exit(f"{suites} fail without a fault")

done = known()
for number in wanted:
    if number in misplaced or (not sys.argv[1:] and key(number) in done):
        continue
    done[key(number)] = run(number)
    with open(RESULTS, "a") as file:
        file.write("\t".join((done[key(number)],) + key(number)) + "\n")
    print(f"{number}: {done[key(number)]}: {': '.join(key(number))}", flush=True)

counts = [done.get(key(number), "not run") for number in range(len(MUTANTS))]
noticed, survived = counts.count("noticed"), counts.count("survived")
print(f"{noticed} of {noticed + survived} noticed; {len(MUTANTS) - noticed - survived} others")
sys.exit(1 if survived or misplaced else 0)
