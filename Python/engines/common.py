"""What the runs of this directory have in common: texts, the rows of `senc encode`, processes."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable, Optional

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

#: Words of English that a text is made of, of about 22 tokens with all-MiniLM-L6-v2.
WORDS = """
    the a of and to in that it with as for was on are by this be from or have an they which one you
    were all her she there would their we him been has when who will no more if out so up said what
    its about than into them can only other time new some could these two may first then do any like
    my now over such our man me even most made after also did many off before must well back through
    years much where your way down should because long each just state those people too how little
    good world make very year still see work life being day here get both between under never last
    rain window river mountain train station garden bridge market harbour winter kitchen letter
    engine village library painter doctor teacher hotel breakfast swimming ticket weather delay
""".split()  # noqa: SIM905
LENGTH = 20


def arguments(description: str, count: int) -> argparse.ArgumentParser:
    """The options that all runs have."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--texts", type=int, default=count, help=f"how many; {count:,}")
    parser.add_argument("--model", default="all-MiniLM-L6-v2")
    parser.add_argument("--precision", default="float32")
    parser.add_argument("--figures", type=Path, help="a JSON file to write figures to")
    parser.add_argument(
        "--program",
        default=os.environ.get("SENC_PROGRAM", "senc"),
        help="the program senc; $SENC_PROGRAM",
    )
    return parser


def texts(count: int) -> list[str]:
    """Short texts, all different, the same in each run."""
    random = np.random.default_rng(7)
    words = np.array(WORDS)[random.integers(0, len(WORDS), (count, LENGTH))]
    return [f"{' '.join(row)}." for row in words.tolist()]


def write_parts(lines: list[str], directory: Path, parts: int) -> None:
    """Texts with their numbers as Parquet, in another order, in files of different sizes."""
    random = np.random.default_rng(11)
    order = random.permutation(len(lines))
    cuts = np.linspace(0, len(lines), parts + 1) + np.append(
        [0], np.append(random.uniform(-0.2, 0.2, parts - 1) * len(lines) / parts, 0)
    )
    directory.mkdir()
    for part, (start, end) in enumerate(zip(cuts.astype(int), cuts.astype(int)[1:])):
        ids = order[start:end]
        table = pa.table({"id": ids, "text": [lines[place] for place in ids]})
        pq.write_table(table, directory / f"part-{part:04}.parquet")


def rows_of(directory: Path, column: str = "vector") -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The numbers and the vectors of all Parquet files in a directory."""
    ids, rows = [], []
    for path in sorted(directory.glob("*.parquet")):
        table = pq.ParquetFile(path).read(["id", column])
        if table.num_rows == 0:
            continue
        ids.append(table.column("id").to_numpy())
        values = [
            np.asarray(chunk.flatten()).reshape(len(chunk), -1)
            for chunk in table.column(column).chunks
        ]
        rows.append(np.concatenate(values))
    return np.concatenate(ids), np.concatenate(rows)


def check_rows(
    ids: npt.NDArray[Any], rows: npt.NDArray[Any], expected: npt.NDArray[np.float32]
) -> None:
    """Ends the run unless each text has its vector once, to the bit that of `senc encode`."""
    if not np.array_equal(np.sort(ids), np.arange(len(expected))):
        raise SystemExit("not each text is there once")
    found = np.empty_like(expected)
    found[ids] = rows
    differing = int((found.view(np.uint32) != expected.view(np.uint32)).any(axis=1).sum())
    if differing:
        raise SystemExit(f"{differing} of {len(expected)} vectors differ from those of senc encode")


class Reference:
    """The rows of `senc encode`, and its rate: half of the texts before a run and half after it,
    since the speed of a machine drifts.
    """

    def __init__(self, options: argparse.Namespace, lines: list[str], work: Path) -> None:
        self._options = options
        self._halves = [lines[: len(lines) // 2], lines[len(lines) // 2 :]]
        self._work = work
        self.seconds: list[float] = []
        self._rows: list[npt.NDArray[np.float32]] = []

    def encode_half(self) -> None:
        """Encodes the next half, on all processors."""
        half = len(self._rows)
        path, output = self._work / f"half-{half}.txt", self._work / f"half-{half}.npy"
        path.write_text("\n".join(self._halves[half]) + "\n", encoding="utf-8")
        start = time.monotonic()
        subprocess.run(
            [
                *(self._options.program, "encode", "--model", self._options.model),
                *("--precision", self._options.precision),
                *("--input", path, "--input-format", "text", "--output", output),
            ],
            check=True,
            capture_output=True,
        )
        self.seconds.append(time.monotonic() - start)
        self._rows.append(np.load(output))

    @property
    def rows(self) -> npt.NDArray[np.float32]:
        """[texts, dimension]."""
        return np.concatenate(self._rows)

    @property
    def rate(self) -> float:
        """Texts a second, of the halves that are done."""
        return sum(len(rows) for rows in self._rows) / sum(self.seconds)


# ---- Processes, by their numbers ----


def parents() -> dict[int, int]:
    """The parent of each process."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                stat = (entry / "stat").read_text()
                found[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    return found


def tree(root: int, of: Optional[dict[int, int]] = None) -> list[int]:
    """A process and all that it has started, as far as they are alive.

    :param of: `parents`, if it is known.
    """
    of = parents() if of is None else of
    found = [root] if root in of else []
    for one in found:
        found += [child for child, parent in of.items() if parent == one]
    return found


def command(process: int) -> str:
    """The command line of a process, or nothing if it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def kill_tree(root: int) -> list[int]:
    """Kills a process that this run has started, and all that it has started, at once."""
    killed = tree(root)
    for one in killed:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    return killed


class Memory:
    """The largest resident memory of each process that a function chooses, in MiB."""

    def __init__(self, choose: Callable[[], dict[int, str]]) -> None:
        self._choose = choose
        self._peaks: dict[int, tuple[str, dict[str, int]]] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._ended.wait(5):
            for process, name in self._choose().items():
                with contextlib.suppress(OSError, ValueError):
                    status = Path(f"/proc/{process}/status").read_text()
                    fields = dict(line.split(":", 1) for line in status.splitlines())
                    now = {
                        "peak": int(fields["VmHWM"].split()[0]) // 1024,
                        "own": int(fields["RssAnon"].split()[0]) // 1024,
                        "files": int(fields["RssFile"].split()[0]) // 1024,
                    }
                    _, before = self._peaks.get(process, (name, now))
                    self._peaks[process] = (
                        name,
                        {key: max(value, before[key]) for key, value in now.items()},
                    )

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def largest(self) -> dict[str, dict[str, int]]:
        """Of each name the process with the largest peak; "own" is what it shares with nobody,
        "files" what is mapped, as weights are.
        """
        found: dict[str, dict[str, int]] = {}
        for name, sizes in self._peaks.values():
            if name not in found or sizes["peak"] > found[name]["peak"]:
                found[name] = sizes
        return found


# ---- What is reported ----


def processor() -> str:
    """The name of the CPU, and of how many cores."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return f"{line.partition(':')[2].strip()}, {os.cpu_count()} cores"
    return f"{platform.machine()}, {os.cpu_count()} cores"


def report(options: argparse.Namespace, figures: dict[str, Any]) -> None:
    """Prints figures, and writes them to the file that is asked for."""
    found = {
        "processor": processor(),
        "model": options.model,
        "precision": options.precision,
        "texts": options.texts,
        **figures,
    }
    text = json.dumps(found, indent=2)
    print(text)
    if options.figures:
        options.figures.write_text(text + "\n")


@contextlib.contextmanager
def directory() -> Iterator[Path]:
    """A directory for a run's files, removed at its end."""
    with tempfile.TemporaryDirectory(prefix="senc-run-", ignore_cleanup_errors=True) as name:
        yield Path(name)
