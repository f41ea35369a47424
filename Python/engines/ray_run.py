"""Vectors by Ray Data, with two actors of which one is killed half-way:

    python ray_run.py [--texts 200000] [--workers 2] [--threads 1] [--kill actor|none]
                      [--figures FILE.json]

Starts Ray on this machine, has actors, two with a processor each, encode texts of a seeded
generator from Parquet to Parquet, and compares each row with that of `senc encode`, bit by bit.
Prints the rate beside that of `senc encode` on the same cores, and the memory of the actors.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import common
import pyarrow.parquet as pq
import ray
import ray.data

import senc.ray


def actors() -> dict[int, str]:
    """The processes of actors, below this one."""
    return {
        process: "actor"
        for process in common.tree(os.getpid())
        if common.command(process).startswith("ray::MapWorker(MapBatches(Encode))")
    }


def written(directory: Path) -> int:
    """How many rows are in files that are complete."""
    count = 0
    for path in directory.glob("*.parquet"):
        try:
            count += pq.ParquetFile(path).metadata.num_rows
        except (OSError, ValueError):
            continue
    return count


def kill_half_way(directory: Path, count: int, told: dict[str, Any]) -> None:
    """Waits until half of the rows are written, and kills an actor."""
    start = time.monotonic()
    # The directory alone is looked at until it may be: reading files takes what is measured.
    batches = count // 2 // senc.ray.BATCH
    while len(list(directory.glob("*.parquet"))) < batches or written(directory) < count // 2:
        time.sleep(2)
    victim = min(actors())
    os.kill(victim, signal.SIGKILL)
    told["killed after rows"] = written(directory)
    told["seconds until then"] = round(time.monotonic() - start, 1)


def main() -> None:
    parser = common.arguments("Vectors by Ray Data, with an actor killed half-way.", 200_000)
    parser.add_argument("--parts", type=int, default=80, help="how many files; 80")
    parser.add_argument("--workers", type=int, default=2, help="how many actors; 2")
    parser.add_argument("--threads", type=int, default=1, help="processors of an actor; 1")
    parser.add_argument("--kill", choices=["actor", "none"], default="actor")
    options = parser.parse_args()
    lines = common.texts(options.texts)
    told: dict[str, Any] = {}
    with common.directory() as work:
        common.write_parts(lines, work / "texts", options.parts)
        reference = common.Reference(options, lines, work)
        reference.encode_half()
        ray.init(
            num_cpus=options.workers * options.threads,
            include_dashboard=False,
            log_to_driver=False,
            object_store_memory=500 << 20,
            _node_ip_address="127.0.0.1",
        )
        try:
            ray.data.DataContext.get_current().enable_progress_bars = False
            dataset = ray.data.read_parquet(str(work / "texts"))
            encoded = senc.ray.encode(
                dataset,
                "text",
                model=options.model,
                precision=options.precision,
                workers=options.workers,
                threads=options.threads,
            )
            output = work / "vectors"
            output.mkdir()
            killer = threading.Thread(
                target=kill_half_way, args=(output, options.texts, told), daemon=True
            )
            with common.Memory(actors) as memory:
                start = time.monotonic()
                if options.kill != "none":
                    killer.start()
                encoded.write_parquet(str(output), use_dictionary=False)
                seconds = time.monotonic() - start
            if options.kill != "none":
                killer.join()
            again = ray.data.read_parquet(str(output))
            told["fingerprint in Parquet"] = senc.ray.fingerprint(again)
        finally:
            ray.shutdown()
        reference.encode_half()
        common.check_rows(*common.rows_of(output), reference.rows)
        rate = options.texts / seconds
        common.report(
            options,
            {
                "engine": f"Ray {ray.__version__}",
                "actors": options.workers,
                "processors of each": options.threads,
                "files": options.parts,
                "kill": options.kill,
                **told,
                "rows equal to those of senc encode": options.texts,
                "texts a second": round(rate, 1),
                "senc encode, texts a second": round(reference.rate, 1),
                "ratio": round(rate / reference.rate, 3),
                "MiB": memory.largest(),
            },
        )


if __name__ == "__main__":
    main()
