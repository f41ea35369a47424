#!/usr/bin/env python3
"""Applies the faults of mutants.py one at a time to a copy of the sources and runs the suites that
should notice.

    Tests/Mutants/run.py            goes on where it stopped; results in .build-mutants/results.tsv
    Tests/Mutants/run.py NUMBER…    only these, also those that have a result
    Tests/Mutants/run.py SUITES…    only those of these suites, as mutants.py names them
    Tests/Mutants/run.py --check    only looks whether each fault's text stands once in its file

Of the package, only what a suite needs is built, file by file with -O: a fault costs seconds then,
not the minutes of a release build. Status 1 if a fault survives, or has no place."""

import os
import shutil
import signal
import subprocess
import sys
import time

from mutants import MUTANTS

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
WORK = os.path.join(ROOT, ".build-mutants")
COPY = os.path.join(WORK, "copy")
FILES = ("Package.swift", "README.md", "README.es.md")
RESULTS = os.path.join(WORK, "results.tsv")
# Seconds for a build, and for suites without a fault. With one, they have a minute and five times
# what they took without: a fault that hangs them is noticed, too.
BUILD_LIMIT, TEST_LIMIT = 3600, 1800
OPTIONS = ("-Xswiftc", "-O", "-Xcc", "-O2")
# Tests that kill the program at a moment, wait for a server or measure memory or time: beside other
# work they fail without a fault. Nothing among the faults is noticed by them alone.
SKIPPED = {
    "SencCLITests": (
        "KillTests", "EncodeResumeTests", "aKilledBuildLeavesTheIndexAsItWas", "PullCommandTests",
        "FileFaultTests", "MemoryTests", "BenchmarkTests",
    ),
    "SencMathTests": ("SpeedTests",),
}
# Stands at the end of the copy's manifest: leaves what the suites in SENC_ONLY need.
ONLY = """
if let only = Context.environment["SENC_ONLY"] {
    var waiting = only.split(separator: "|").map(String.init)
    var wanted = Set(waiting)
    while let name = waiting.popLast() {
        let target = package.targets.first { $0.name == name }
        for case .byNameItem(let needed, _) in target?.dependencies ?? []
        where wanted.insert(needed).inserted {
            waiting.append(needed)
        }
    }
    package.targets.removeAll { !wanted.contains($0.name) }
    package.products.removeAll {
        !wanted.isSuperset(
            of: ($0 as? Product.Library)?.targets ?? ($0 as? Product.Executable)?.targets ?? [])
    }
}
"""


def places(number):
    _, path, old, _ = MUTANTS[number]
    full = os.path.join(ROOT, "Sources", path)
    if not os.path.exists(full):
        return 0
    with open(full) as file:
        return file.read().count(old)


def targets(suites):
    """The test targets of suites: SencCLITests of SencCLITests/MapTests."""
    return "|".join(dict.fromkeys(part.split("/")[0] for part in suites.split("|")))


def swift(command, suites, *arguments, limit):
    """Whether the command succeeds; `None` if it takes too long."""
    with open(os.path.join(WORK, "log"), "w") as log:
        process = subprocess.Popen(
            ("nice", "swift", command) + OPTIONS + arguments, cwd=COPY, stdout=log, stderr=log,
            env={**os.environ, "SENC_ONLY": targets(suites)}, start_new_session=True)
    try:
        return process.wait(limit) == 0
    except subprocess.TimeoutExpired:
        return None
    finally:
        # Also when the script is interrupted: nothing goes on building what is put right again.
        if process.poll() is None:
            # `swift test` ends the tests, which are a process group of their own.
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def build(suites):
    return swift("build", suites, "--build-tests", limit=BUILD_LIMIT)


def test(suites, limit):
    parts = suites.split("|")
    chosen = "|".join(part.replace("/", r"\.") + r"[./]" for part in parts)
    skipped = [name for target in targets(suites).split("|") for name in SKIPPED.get(target, ())]
    return swift(
        "test", suites, "--skip-build", f"--filter=^({chosen})",
        *(f"--skip={name}" for name in skipped), limit=limit)


def run(number, limit):
    suites, path, old, new = MUTANTS[number]
    target = os.path.join(COPY, "Sources", path)
    with open(target) as file:
        original = file.read()
    try:
        with open(target, "w") as file:
            file.write(original.replace(old, new))
        if not build(suites):
            return "does not build"
        return "survived" if test(suites, limit) else "noticed"
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

def copy():
    """Brings the copy up to date; it keeps its build. What is the same keeps its times."""
    for name in ("Sources", "Tests", "Tokenizers", "Weights", *FILES):
        source, target = os.path.join(ROOT, name), os.path.join(COPY, name)
        if os.path.isfile(source):
            shutil.copy2(source, target)
            continue
        for folder, folders, names in os.walk(target):
            for file in folders + names:
                path = os.path.join(folder, file)
                # A link is made anew: copytree does not write over one.
                if os.path.islink(path) or (
                    file in names
                    and not os.path.exists(os.path.join(source, os.path.relpath(path, target)))
                ):
                    os.remove(path)
        shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
    with open(os.path.join(COPY, "Package.swift"), "a") as file:
        file.write(ONLY)


done = known()
arguments = sys.argv[1:]
numbers = {int(argument) for argument in arguments if argument.isdigit()}
named = {argument for argument in arguments if not argument.isdigit()}
unknown = named - {suites for suites, _, _, _ in MUTANTS}
if unknown or any(number >= len(MUTANTS) for number in numbers):
    sys.exit(f"no such faults: {' '.join(arguments)}")
wanted = [
    number for number in range(len(MUTANTS))
    if number not in misplaced and (
        number in numbers
        or ((not arguments or MUTANTS[number][0] in named) and key(number) not in done))
]

# What is interrupted puts its fault right and ends what it started.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("interrupted"))
os.makedirs(COPY, exist_ok=True)
copy()
ready, limit = None, None
for number in wanted:
    suites = MUTANTS[number][0]
    if suites != ready:
        print(f"{suites}: without a fault", flush=True)
        if not build(suites):
            sys.exit(f"{suites} do not build without a fault: see {WORK}/log")
        start = time.monotonic()
        if not test(suites, TEST_LIMIT):
            sys.exit(f"{suites} fail without a fault: see {WORK}/log")
        ready, limit = suites, 60 + 5 * (time.monotonic() - start)
    done[key(number)] = run(number, limit)
    with open(RESULTS, "a") as file:
        file.write("\t".join((done[key(number)],) + key(number)) + "\n")
    print(f"{number}: {done[key(number)]}: {': '.join(key(number))}", flush=True)

counts = [done.get(key(number), "not run") for number in range(len(MUTANTS))]
noticed, survived = counts.count("noticed"), counts.count("survived")
print(f"{noticed} of {noticed + survived} noticed; {len(MUTANTS) - noticed - survived} others")
sys.exit(1 if survived or misplaced else 0)
