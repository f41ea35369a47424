"""How fast the package is beside the library for C and the program:

    python rates.py PROGRAM LIBSENC [MODEL]

PROGRAM is senc, LIBSENC what Release/library.sh has made, MODEL a model of senc.Encoder
(by default the package's). Prints medians of rounds in turns: the time of one
text from C and from Python; 10,000 texts by the program and by Python; `import numpy` and `import
senc`. Needs a C compiler; measure with nothing else running.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import senc

HERE = Path(__file__).parent
TEXT = "La lluvia golpea la ventana."
ROUNDS = 15
#: Rounds of what takes long.
LONG_ROUNDS = 3
TEXTS = 10_000


def show(what: str, one: list[float], other: list[float], unit: str = "s") -> None:
    """Medians of both, and of the ratios of each round."""
    ratio = statistics.median(b / a for a, b in zip(one, other))
    print(
        f"{what}: {statistics.median(one):.6g} {unit}, {statistics.median(other):.6g} {unit}; "
        f"ratio {ratio:.4f} ({len(one)} rounds)",
        flush=True,
    )


def one_text(libsenc: Path, encoder: senc.Encoder, calls: int, work: Path) -> None:
    program = work / "one_text"
    subprocess.run(
        [
            *("cc", "-O2", HERE / "one_text.c", "-I", libsenc / "include", "-L", libsenc / "lib"),
            *("-lsenc", f"-Wl,-rpath,{(libsenc / 'lib').resolve()}", "-o", program),
        ],
        check=True,
    )
    options = json.dumps({"threads": encoder.threads})
    command = [program, encoder.path, TEXT, options, str(encoder.dimension)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        from_c, from_python = [], []
        for _ in range(ROUNDS + 1):
            process.stdin.write(f"{calls}\n")
            process.stdin.flush()
            from_c.append(float(process.stdout.readline()))
            start = time.perf_counter()
            for _ in range(calls):
                encoder.encode(TEXT)
            from_python.append((time.perf_counter() - start) / calls)
        process.stdin.close()
    # The first round is to warm up.
    show(f"one text, {encoder.model}, C and Python", from_c[1:], from_python[1:])


def texts() -> list[str]:
    """Texts of about 22 tokens."""
    random = np.random.default_rng(7)
    words = ["rey", "reina", "ciudad", "lluvia", "ventana", "tren", "hotel", "perro", "casa", "mar"]
    return [" ".join(random.choice(words, 17)) for _ in range(TEXTS)]


def many_texts(program: str, encoder: senc.Encoder, work: Path) -> None:
    lines = texts()
    table = work / "texts.txt"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    by_program, by_python = [], []
    # Seconds of processor time, which other programs disturb less.
    work_of_program, work_of_python = [], []
    for _ in range(LONG_ROUNDS):
        start, worked = time.perf_counter(), children()
        subprocess.run(
            [
                *(program, "encode", "--model", encoder.path, "--input", table),
                *("--input-format", "text", "--output", work / "vectors.npy"),
            ],
            check=True,
            capture_output=True,
        )
        by_program.append(time.perf_counter() - start)
        work_of_program.append(children() - worked)
        start, worked = time.perf_counter(), time.process_time()
        vectors = encoder.encode(lines)
        by_python.append(time.perf_counter() - start)
        work_of_python.append(time.process_time() - worked)
        assert (vectors == np.load(work / "vectors.npy")).all()
    what = f"{TEXTS} texts, {encoder.model}, program and Python"
    show(what, by_program, by_python)
    show(f"{what}, processor time", work_of_program, work_of_python)


def children() -> float:
    """The processor time of processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def imports() -> None:
    alone, both = [], []
    for _ in range(ROUNDS):
        for statement, times in (("import numpy", alone), ("import numpy, senc", both)):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", statement], check=True)
            times.append(time.perf_counter() - start)
    show("import numpy, and senc with it", alone, both)
    print(f"import senc: {1000 * statistics.median(b - a for a, b in zip(alone, both)):.1f} ms")


def main() -> None:
    program, libsenc = sys.argv[1], Path(sys.argv[2])
    encoder = senc.Encoder(*sys.argv[3:4])
    with tempfile.TemporaryDirectory() as work:
        imports()
        # Calls of a half second or so.
        start = time.perf_counter()
        for _ in range(20):
            encoder.encode(TEXT)
        calls = max(20, int(10 / (time.perf_counter() - start)))
        one_text(libsenc, encoder, calls, Path(work))
        many_texts(program, encoder, Path(work))


if __name__ == "__main__":
    main()
