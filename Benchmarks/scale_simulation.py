"""How long many machines take for very many texts, what is lost on the way and what comes out:
scale_simulation.py [--price EUROS] [--seed N] [--runs N]

The tables of Documentation/scale.md. A discrete-event simulation on the rates that were measured on
two cores (Documentation/benchmarks.md), of workers that take shards of texts from one queue:

- a worker is a process on two cores; rates differ from one to the next by a log-normal factor, and
  some are slow altogether; each shard takes a little more or less than the rate says;
- a worker is lost after a time that is exponentially distributed, and comes back after a while; its
  shard is free again when the queue has noticed, and is encoded from its beginning;
- when nothing is left to begin, idle workers begin copies of the shards that would be ready last;
  the copy that is ready first counts.

Everything is drawn from the seed, so the same tables come out again. Figures are medians of runs.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
import statistics
from dataclasses import dataclass, field

from markdown import rounded, table

# Short texts a second on two cores: Documentation/benchmarks.md, "Texts a second".
RATES = {
    ("Zen 3", "float32"): 245,
    ("Zen 3", "int8"): 322,
    ("Zen 5", "float32"): 921,
    ("Zen 5", "int8"): 2677,
}
CORES = 2  # of a worker
DIMENSION = 384
BYTES = {"float32": 4 * DIMENSION, "float16": 2 * DIMENSION, "int8": DIMENSION, "binary": 48}

# Assumptions, which no table changes but where it says so.
SPREAD = 0.1  # of the logarithm of a worker's rate
SLOW_SHARE, SLOW_FACTOR = 0.02, 0.35  # workers whose machine is shared or hot
NOISE = 0.05  # of the logarithm of a shard's time
START = 2.0  # seconds a shard: claiming it, starting the program, putting its file in place
NOTICE = 120.0  # seconds until the queue gives a lost worker's shard to another
REPLACE = 300.0  # mean seconds until a lost worker is there again
HOUR = 3600.0


@dataclass
class Job:
    """What is to be done, by whom."""

    texts: float
    shard: float
    workers: int
    rate: float
    lost_after: float = math.inf  # mean hours
    copies: bool = True


@dataclass(order=True)
class Event:
    """What happens at a time; `order` decides among events of one time."""

    time: float
    order: int
    kind: str = field(compare=False)
    worker: int = field(compare=False, default=-1)
    shard: int = field(compare=False, default=-1)
    attempt: int = field(compare=False, default=-1)


@dataclass
class Outcome:
    """What a run took."""

    hours: float
    core_hours: float
    lost: float  # share of all encoding that was not needed in the end
    losses: int  # of workers


class Simulation:
    """One run of a job."""

    def __init__(self, job: Job, seed: int) -> None:
        self.job, self.random = job, random.Random(seed)
        count = math.ceil(job.texts / job.shard)
        self.waiting = list(range(count - 1, -1, -1))
        self.sizes = [job.shard] * (count - 1) + [job.texts - job.shard * (count - 1)]
        self.missing = count
        self.is_ready = [False] * count
        # Of each shard that is under way: its attempts as (worker, start, expected end).
        self.attempts: dict[int, list[tuple[int, float, float]]] = {}
        self.rates = [self.drawn_rate() for _ in range(job.workers)]
        # What a worker does: its shard, and the number of its attempt, which a loss ends.
        self.shards: list[int | None] = [None] * job.workers
        self.numbers = [0] * job.workers
        self.is_there = [True] * job.workers
        self.idle: list[int] = []
        self.events: list[Event] = []
        self.order = 0
        self.now = 0.0
        self.useful = self.wasted = 0.0
        self.away = 0.0
        self.losses = 0

    def drawn_rate(self) -> float:
        """A worker's texts a second; the measured rate in the mean of those that are not slow."""
        factor = math.exp(self.random.gauss(-SPREAD * SPREAD / 2, SPREAD))
        slow = SLOW_FACTOR if self.random.random() < SLOW_SHARE else 1
        return self.job.rate * factor * slow

    def at(self, time: float, kind: str, **what: int) -> None:
        self.order += 1
        heapq.heappush(self.events, Event(time, self.order, kind, **what))

    def run(self) -> Outcome:
        for worker in range(self.job.workers):
            self.expect_loss(worker)
            self.take(worker)
        while self.missing:
            event = heapq.heappop(self.events)
            self.now = event.time
            getattr(self, event.kind)(event)
        # All are paid for until the last shard is there, but for the time that they were away.
        paid = self.job.workers * self.now - self.away
        return Outcome(
            hours=self.now / HOUR,
            core_hours=CORES * paid / HOUR,
            lost=self.wasted / (self.useful + self.wasted),
            losses=self.losses,
        )

    def expect_loss(self, worker: int) -> None:
        if math.isfinite(self.job.lost_after):
            time = self.random.expovariate(1 / (self.job.lost_after * HOUR))
            self.at(self.now + time, "lose", worker=worker)

    def take(self, worker: int) -> None:
        """Has a worker that is free begin the next shard, or a copy of one."""
        while self.waiting and self.is_ready[self.waiting[-1]]:
            self.waiting.pop()
        if self.waiting:
            self.begin(worker, self.waiting.pop())
        elif (shard := self.worth_copying(worker)) is not None:
            self.begin(worker, shard)
        else:
            self.idle.append(worker)

    def seconds(self, worker: int, shard: int) -> float:
        return START + self.sizes[shard] / self.rates[worker]

    def worth_copying(self, worker: int) -> int | None:
        """The shard that would be ready last, if the worker is expected to be ready before."""
        if not self.job.copies:
            return None
        single = [
            (attempts[0][2], shard)
            for shard, attempts in self.attempts.items()
            if len(attempts) == 1 and self.is_there[attempts[0][0]]
        ]
        end, shard = max(single, default=(0.0, None))
        return shard if shard is not None and self.now + self.seconds(worker, shard) < end else None

    def begin(self, worker: int, shard: int) -> None:
        expected = self.seconds(worker, shard)
        taken = expected * math.exp(self.random.gauss(-NOISE * NOISE / 2, NOISE))
        self.shards[worker] = shard
        self.numbers[worker] += 1
        attempt = (worker, self.now, self.now + expected)
        self.attempts.setdefault(shard, []).append(attempt)
        number = self.numbers[worker]
        self.at(self.now + taken, "finish", worker=worker, shard=shard, attempt=number)

    def leave(self, worker: int) -> float:
        """Ends what a worker does; returns the seconds that it took."""
        shard = self.shards[worker]
        if shard is None:
            return 0
        self.shards[worker] = None
        self.numbers[worker] += 1
        attempts = self.attempts[shard]
        start = next(start for other, start, _ in attempts if other == worker)
        attempts[:] = [attempt for attempt in attempts if attempt[0] != worker]
        if not attempts:
            del self.attempts[shard]
        return self.now - start

    def finish(self, event: Event) -> None:
        worker, shard = event.worker, event.shard
        if self.numbers[worker] != event.attempt:
            return
        self.useful += self.leave(worker)
        self.is_ready[shard] = True
        self.missing -= 1
        free = [worker]
        # What others have of it is of no use any more.
        for other, _, _ in list(self.attempts.get(shard, [])):
            self.wasted += self.leave(other)
            free.append(other)
        for one in free:
            self.take(one)

    def lose(self, event: Event) -> None:
        worker = event.worker
        shard = self.shards[worker]
        self.wasted += self.leave(worker)
        self.losses += 1
        self.is_there[worker] = False
        if worker in self.idle:
            self.idle.remove(worker)
        if shard is not None and shard not in self.attempts:
            self.at(self.now + NOTICE, "notice", shard=shard)
        back = self.random.expovariate(1 / REPLACE)
        self.away += back
        self.at(self.now + back, "return_", worker=worker)

    def notice(self, event: Event) -> None:
        """The queue gives the shard out again."""
        self.waiting.append(event.shard)
        if self.idle:
            self.take(self.idle.pop())

    def return_(self, event: Event) -> None:
        """Another machine in place of the one that was lost."""
        self.is_there[event.worker] = True
        self.rates[event.worker] = self.drawn_rate()
        self.expect_loss(event.worker)
        self.take(event.worker)


def simulated(job: Job, options: argparse.Namespace) -> Outcome:
    """The medians of several runs."""
    outcomes = [Simulation(job, options.seed + run).run() for run in range(options.runs)]
    return Outcome(
        *(
            statistics.median(getattr(outcome, name) for outcome in outcomes)
            for name in ("hours", "core_hours", "lost", "losses")
        )
    )


def amount(texts: float) -> str:
    for size, name in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if texts >= size:
            return f"{texts / size:g} {name}"
    return f"{texts:g}"


def by_size(options: argparse.Namespace) -> None:
    print("\nWorkers lost after 24 hours in the mean:\n")
    rows = []
    for texts, shard, workers in ((1e8, 1e5, 50), (1e9, 2.5e5, 250), (1e10, 2.5e5, 1000)):
        for (cpu, precision), rate in RATES.items():
            job = Job(texts, shard, workers, rate, lost_after=24)
            outcome = simulated(job, options)
            rows.append(
                [
                    amount(texts),
                    f"{CORES * workers:,}",
                    amount(shard),
                    f"{cpu}, {precision}",
                    rounded(texts / rate / workers / HOUR),
                    rounded(outcome.hours),
                    rounded(100 * outcome.lost, 2),
                    f"{outcome.core_hours:,.0f}",
                    f"{options.price * outcome.core_hours:,.1f}",
                ]
            )
    heading = ["texts", "cores", "a shard", "CPU", "h by the rate", "h", "lost, %", "core-hours"]
    table([*heading, f"cost at {options.price:g}"], rows)


def by_shard(options: argparse.Namespace) -> None:
    print("\n1 G texts on 500 cores, Zen 3, float32: hours, and per cent lost\n")
    rows = []
    for shard in (1e4, 1e5, 2.5e5, 1e6, 4e6):
        row = [amount(shard), rounded(shard / RATES["Zen 3", "float32"] / 60, 2)]
        for lost_after in (math.inf, 24, 4, 1):
            job = Job(1e9, shard, 250, RATES["Zen 3", "float32"], lost_after)
            outcome = simulated(job, options)
            row.append(f"{rounded(outcome.hours)} ({rounded(100 * outcome.lost, 2)})")
        job.lost_after, job.copies = 24, False
        outcome = simulated(job, options)
        rows.append([*row, f"{rounded(outcome.hours)} ({rounded(100 * outcome.lost, 2)})"])
    table(
        [
            *["a shard", "minutes", "never lost", "lost after 24 h", "4 h", "1 h"],
            "24 h, without copies",
        ],
        rows,
    )


def by_type() -> None:
    print("\nBytes of vectors of 384 components:\n")
    rows = []
    for name, size in BYTES.items():
        sizes = [f"{rounded(size * texts / 1e9)} GB" for texts in (1e8, 1e9, 1e10)]
        rows.append([name, f"{size:,}", *sizes])
    table(["`--output-type`", "a vector", "100 M", "1 G", "10 G"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--price", type=float, default=0.02, help="of an hour of a core: yours")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    by_size(options)
    by_shard(options)
    by_type()


if __name__ == "__main__":
    main()
