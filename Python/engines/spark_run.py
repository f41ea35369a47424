"""Vectors by Spark, in a cluster of one machine of which a worker is killed half-way:

    python spark_run.py [--texts 200000] [--workers 2] [--cores 1] [--threads 1]
                        [--kill worker|executor|none] [--figures FILE.json]

Starts a standalone master and workers on 127.0.0.1, two with a core each if nothing is said, has
them encode texts of a seeded generator from Parquet to Parquet, and compares each row with that of
`senc encode`, bit by bit. Prints the rate beside that of `senc encode` on the same cores, and the
memory of processes.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import common
import pyspark
from pyspark.sql import SparkSession

import senc.spark

CLASSES = "org.apache.spark.deploy"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Cluster:
    """A master and workers, each a process of its own."""

    def __init__(self, work: Path, workers: int, cores: int) -> None:
        self._work = work
        self._cores = cores
        # The driver's, too.
        os.environ.update(
            {
                "SPARK_LOCAL_IP": "127.0.0.1",
                "SPARK_LOCAL_HOSTNAME": "localhost",
                "SPARK_LOCAL_DIRS": str(work / "local"),
                "PYSPARK_PYTHON": sys.executable,
            }
        )
        port = free_port()
        self.address = f"spark://127.0.0.1:{port}"
        self.processes: list[subprocess.Popen[bytes]] = []
        self._start(
            "master.Master",
            *("--host", "127.0.0.1", "--port", str(port), "--webui-port", str(free_port())),
        )
        self._wait(port)
        self.workers = [self.add_worker() for _ in range(workers)]

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        program = Path(pyspark.__file__).parent / "bin/spark-class"
        number = len(self.processes)
        with (self._work / f"process-{number}.log").open("wb") as log:
            process = subprocess.Popen(
                [program, f"{CLASSES}.{name}", *arguments],
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    @staticmethod
    def _wait(port: int) -> None:
        for _ in range(600):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        raise SystemExit("the master did not start")

    def add_worker(self) -> int:
        """Starts a worker; gives its process."""
        process = self._start(
            "worker.Worker",
            *("--host", "127.0.0.1", "--port", str(free_port()), "--webui-port", str(free_port())),
            *("--cores", str(self._cores), "--memory", "2g"),
            *("--work-dir", str(self._work / "work")),
            self.address,
        )
        return process.pid

    def python_and_java(self) -> dict[int, str]:
        """The processes in the workers."""
        found = {}
        of = common.parents()
        for process in (one for worker in self.workers for one in common.tree(worker, of)):
            line = common.command(process)
            # The daemon forks the workers.
            if "pyspark.daemon" in line and "pyspark.daemon" in common.command(of[process]):
                found[process] = "Python worker"
            elif "CoarseGrainedExecutorBackend" in line:
                found[process] = "executor (Java)"
        return found

    def stop(self) -> None:
        """Ends all processes."""
        for process in self.processes:
            common.kill_tree(process.pid)
            process.wait()


def kill_half_way(
    session: Any, cluster: Cluster, parts: int, what: str, told: dict[str, Any]
) -> None:
    """Waits until half of the tasks are done, and kills a worker or its executor."""
    tracker = session.sparkContext.statusTracker()
    done = 0
    start = time.monotonic()
    while done < parts // 2:
        time.sleep(1)
        for stage in tracker.getActiveStageIds():
            information = tracker.getStageInfo(stage)
            if information is not None and information.numTasks == parts:
                done = information.numCompletedTasks
    told["killed after tasks"] = done
    told["seconds until then"] = round(time.monotonic() - start, 1)
    victim = cluster.workers[0]
    processes = common.tree(victim)
    if what == "executor":
        processes = [
            one for one in processes if "CoarseGrainedExecutorBackend" in common.command(one)
        ][:1]
    told["killed processes"] = len([one for root in processes for one in common.kill_tree(root)])
    if what == "worker":
        # As whatever watches over machines would do.
        time.sleep(5)
        cluster.workers[0] = cluster.add_worker()


def main() -> None:
    parser = common.arguments("Vectors by Spark, with a worker killed half-way.", 200_000)
    parser.add_argument("--parts", type=int, default=80, help="how many partitions; 80")
    parser.add_argument("--workers", type=int, default=2, help="how many workers; 2")
    parser.add_argument("--cores", type=int, default=1, help="cores of a worker; 1")
    parser.add_argument("--threads", type=int, default=1, help="cores of a task; 1")
    parser.add_argument("--kill", choices=["worker", "executor", "none"], default="worker")
    options = parser.parse_args()
    lines = common.texts(options.texts)
    with common.directory() as work:
        common.write_parts(lines, work / "texts", options.parts)
        reference = common.Reference(options, lines, work)
        reference.encode_half()
        cluster = Cluster(work, options.workers, options.cores)
        try:
            seconds, told, memory = run(options, cluster, work)
        finally:
            cluster.stop()
        reference.encode_half()
        common.check_rows(*common.rows_of(work / "vectors"), reference.rows)
        rate = options.texts / seconds
        common.report(
            options,
            {
                "engine": f"Spark {pyspark.__version__}, standalone",
                "workers": options.workers,
                "cores of each": options.cores,
                "cores of a task": options.threads,
                "partitions": options.parts,
                "kill": options.kill,
                **told,
                "rows equal to those of senc encode": options.texts,
                "texts a second": round(rate, 1),
                "senc encode, texts a second": round(reference.rate, 1),
                "ratio": round(rate / reference.rate, 3),
                "MiB": memory.largest(),
            },
        )


def run(options: Any, cluster: Cluster, work: Path) -> tuple[float, dict[str, Any], common.Memory]:
    """Encodes; gives how many seconds it took, what was killed, and the memory."""
    session = (
        SparkSession.builder.master(cluster.address)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.memory", "1g")
        .config("spark.task.cpus", options.threads)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        # A file is a partition.
        .config("spark.sql.files.openCostInBytes", 1 << 30)
        .config("spark.sql.files.maxPartitionBytes", 1 << 30)
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    told: dict[str, Any] = {}
    try:
        frame = session.read.parquet(str(work / "texts"))
        encoded = senc.spark.encode(frame, "text", model=options.model, precision=options.precision)
        # All executors are there before it begins.
        while len(list((work / "work").glob("app-*/*"))) < options.workers:
            time.sleep(0.1)
        time.sleep(5)
        killer = threading.Thread(
            target=kill_half_way, args=(session, cluster, options.parts, options.kill, told)
        )
        with common.Memory(cluster.python_and_java) as memory:
            start = time.monotonic()
            if options.kill != "none":
                killer.start()
            encoded.write.parquet(str(work / "vectors"))
            seconds = time.monotonic() - start
        if options.kill != "none":
            killer.join()
        again = session.read.parquet(str(work / "vectors"))
        told["fingerprint in Parquet"] = senc.spark.fingerprint(again)
        senc.spark.check_same((encoded, "vector"), (again, "vector"))
    finally:
        session.stop()
    return seconds, told, memory


if __name__ == "__main__":
    main()
