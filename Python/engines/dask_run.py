"""Vectors by Dask, with two worker processes:

    python dask_run.py [--texts 20000] [--figures FILE.json]

Starts a cluster of dask.distributed on 127.0.0.1, has its workers encode texts of a seeded
generator from Parquet to Parquet, kills one of them half-way, and compares each row with that of
`senc encode`, bit by bit. Prints the rate beside that of `senc encode` on the same cores, and the
memory of the workers.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import common
import dask
import dask.dataframe as dd
import distributed

import senc.dask


def kill_half_way(
    directory: Path, parts: int, cluster: distributed.LocalCluster, told: dict[str, Any]
) -> None:
    """Waits until half of the files are written, and kills a worker, which is started again."""
    while len(list(directory.glob("*.parquet"))) < parts // 2:
        time.sleep(0.2)
    victim = min(workers(cluster))
    os.kill(victim, signal.SIGKILL)
    told["killed after files"] = len(list(directory.glob("*.parquet")))


def workers(cluster: distributed.LocalCluster) -> dict[int, str]:
    """The processes of the workers."""
    return {worker.pid: "worker" for worker in cluster.workers.values() if worker.pid}


def main() -> None:
    parser = common.arguments("Vectors by Dask, with a worker killed half-way.", 20_000)
    parser.add_argument("--parts", type=int, default=40, help="how many partitions; 40")
    parser.add_argument("--kill", choices=["worker", "none"], default="worker")
    options = parser.parse_args()
    lines = common.texts(options.texts)
    told: dict[str, Any] = {}
    with common.directory() as work:
        common.write_parts(lines, work / "texts", options.parts)
        reference = common.Reference(options, lines, work)
        reference.encode_half()
        output = work / "vectors"
        with (
            distributed.LocalCluster(
                n_workers=2,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
                local_directory=str(work / "dask"),
            ) as cluster,
            distributed.Client(cluster),
        ):
            frame = dd.read_parquet(str(work / "texts"), split_row_groups=False)
            encoded = senc.dask.encode(
                frame, "text", model=options.model, precision=options.precision
            )
            killer = threading.Thread(
                target=kill_half_way, args=(output, options.parts, cluster, told), daemon=True
            )
            with common.Memory(lambda: workers(cluster)) as memory:
                start = time.monotonic()
                if options.kill != "none":
                    killer.start()
                senc.dask.to_parquet(encoded, str(output))
                seconds = time.monotonic() - start
            if options.kill != "none":
                killer.join()
            told["fingerprint in Parquet"] = senc.dask.fingerprint(
                senc.dask.read_parquet(str(output))
            )
        reference.encode_half()
        common.check_rows(*common.rows_of(output), reference.rows)
        rate = options.texts / seconds
        common.report(
            options,
            {
                "engine": f"Dask {dask.__version__}, 2 processes of 1 thread",
                "partitions": frame.npartitions,
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
