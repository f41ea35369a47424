"""Vectors by `senc worker`, from whatever can start a process:

    python pipe_run.py [--texts 4000] [--figures FILE.json]

The same texts, by: lines and JSON Lines through the pipe of an RDD of Spark's, frames from Python,
`xargs`, `split --filter`, and the Python package in this process. Compares all with the rows of
`senc encode`, bit by bit. What is not installed is left out. Without Spark, nothing else than
senc, numpy and pyarrow is needed.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import common
import numpy as np
import numpy.typing as npt

import senc


def worker(options: argparse.Namespace, *others: str) -> list[str]:
    return [
        *(options.program, "worker", "--model", options.model),
        *("--precision", options.precision, *others),
    ]


def parsed(lines: list[str]) -> npt.NDArray[np.float32]:
    """Vectors of JSON; its numbers read back to the same 32 bits."""
    return np.array([json.loads(line) for line in lines], np.float32)


def by_frames(options: argparse.Namespace, lines: list[str], _: Path) -> Any:
    """Lengths and bytes, both ways: a thread writes, since the pipe holds up who is ahead."""
    with subprocess.Popen(
        worker(options, "--input-format", "frames", "--format", "frames"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        pipe, answers = process.stdin, process.stdout

        def write() -> None:
            with pipe:
                for line in lines:
                    text = line.encode()
                    pipe.write(len(text).to_bytes(4, "little") + text)

        def read() -> bytes:
            return answers.read(int.from_bytes(answers.read(4), "little"))

        writer = threading.Thread(target=write)
        writer.start()
        head = json.loads(read())
        assert head["outputType"] == "float32"
        rows = [np.frombuffer(read(), "<f4") for _ in lines]
        writer.join()
        assert answers.read() == b""
    return np.stack(rows)


def by_xargs(options: argparse.Namespace, lines: list[str], work: Path) -> Any:
    """A process a file, two at once, as `split` and `xargs` start them."""
    (work / "xargs.txt").write_text("\n".join(lines) + "\n")
    subprocess.run(["split", "-n", "l/5", "xargs.txt", "x-"], cwd=work, check=True)
    command = shlex.join(worker(options, "--threads", "1")) + ' < "$1" > "$1.jsonl"'
    subprocess.run(
        f"ls x-?? | xargs -P 2 -I FILE sh -c {shlex.quote(command)} sh FILE",
        shell=True,
        cwd=work,
        check=True,
    )
    answers = [one for path in sorted(work.glob("x-??.jsonl")) for one in path.open()]
    return parsed(answers)


def by_split(options: argparse.Namespace, lines: list[str], work: Path) -> Any:
    """The filter of `split`."""
    (work / "split.txt").write_text("\n".join(lines) + "\n")
    command = shlex.join(worker(options)) + ' > "$FILE.jsonl"'
    subprocess.run(
        ["split", "-n", "l/3", f"--filter={command}", "split.txt", "s-"], cwd=work, check=True
    )
    return parsed([one for path in sorted(work.glob("s-??.jsonl")) for one in path.open()])


def by_python(options: argparse.Namespace, lines: list[str], _: Path) -> Any:
    """The package."""
    with senc.Encoder(options.model, precision=options.precision) as encoder:
        return encoder.encode(lines, progress=False)


def by_spark(options: argparse.Namespace, lines: list[str], _: Path) -> dict[str, Any]:
    """The pipe of an RDD, by lines and by records."""
    from pyspark.sql import SparkSession

    os.environ.update({"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "localhost"})
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    try:
        context = session.sparkContext
        context.setLogLevel("ERROR")
        rdd = context.parallelize(lines, 7)
        command = shlex.join(worker(options, "--threads", "1"))
        answers = rdd.pipe(command, checkCode=True).collect()
        records = context.parallelize(
            [json.dumps({"id": place, "text": line}) for place, line in enumerate(lines)], 5
        )
        column = shlex.join(
            worker(
                *(options, "--threads", "1", "--input-format", "jsonl"),
                *("--field", "text", "--column", "vector"),
            )
        )
        shuffled = records.repartition(3).pipe(column, checkCode=True).map(json.loads).collect()
        shuffled.sort(key=lambda record: record["id"])
        return {
            "rdd.pipe, lines": parsed(answers),
            "rdd.pipe, records": np.array([one["vector"] for one in shuffled], np.float32),
        }
    finally:
        session.stop()


def main() -> None:
    options = common.arguments("Vectors by senc worker.", 4000).parse_args()
    lines = common.texts(options.texts)
    rates = {}
    with common.directory() as work:
        reference = common.Reference(options, lines, work)
        reference.encode_half()
        reference.encode_half()
        found: dict[str, Any] = {}
        for name, function in (
            ("frames", by_frames),
            ("xargs", by_xargs),
            ("split", by_split),
            ("Python", by_python),
        ):
            start = time.monotonic()
            found[name] = function(options, lines, work)
            rates[name] = round(len(lines) / (time.monotonic() - start), 1)
        try:
            found.update(by_spark(options, lines, work))
        except ImportError:
            print("without Spark: it is not installed")
        for rows in found.values():
            common.check_rows(np.arange(len(rows)), rows, reference.rows)
    common.report(
        options,
        {
            "equal to senc encode": list(found),
            "texts a second": rates,
            "senc encode, texts a second": round(reference.rate, 1),
        },
    )


if __name__ == "__main__":
    main()
