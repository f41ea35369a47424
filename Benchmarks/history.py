#!/usr/bin/env python3
"""Figures of each CPU that was measured: what `senc benchmark` says, kept and shown together.

    Benchmarks/history.py measure [--senc FILE] [--kernels FAMILY…] [--model MODEL]
    Benchmarks/history.py write

The first measures this machine, with the kernels that senc chooses and with those named, keeps each
as Documentation/data/benchmarks/DATE-CPU-FAMILY.json, and writes Documentation/benchmark-history.md;
the second writes the page alone. Run nothing else meanwhile.
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import subprocess

from machine import output, processor
from markdown import rounded

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEPT = ROOT / "Documentation/data/benchmarks"
PAGE = ROOT / "Documentation/benchmark-history.md"

INTRODUCTION = """# Figures of CPUs

What `senc benchmark` said on each kind of CPU that was measured, written by `Benchmarks/history.py`. In parentheses is the share of what the CPU's multiplying instructions do on registers alone, which no layer can exceed; layers are the model's linear ones with their activations, on 512 tokens; a text's time is the median of up to 1,000 calls, and the 99th percentile behind it. The machines were shared, so that small differences mean nothing. What is beside other programs is in [benchmarks.md](benchmarks.md).
"""


def measure(arguments):
    name, flags = processor()
    date = datetime.date.today().isoformat()
    KEPT.mkdir(parents=True, exist_ok=True)
    for family in [None, *arguments.kernels]:
        environment = dict(os.environ)
        environment.pop("SENC_KERNELS", None)
        if family:
            environment["SENC_KERNELS"] = family
        report = json.loads(subprocess.run(
            [arguments.senc, "benchmark", "--json", "--model", arguments.model,
             "--seconds", str(arguments.seconds)],
            stdout=subprocess.PIPE, check=True, env=environment, text=True).stdout)
        report.update(
            date=date, processor=name, flags=flags, model=pathlib.Path(arguments.model).name,
            version=output(arguments.senc, "--version").removeprefix("senc "))
        short = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        path = KEPT / f"{date}-{short}-{report['kernels']}.json"
        path.write_text(json.dumps(report, indent=1) + "\n")


def rows(report):
    """A row for each precision."""
    for precision in report["precisions"]:
        def rate(value, peak):
            return f"{rounded(value / 1e9)} ({100 * value / precision[peak]:.0f} %)"

        def times(key):
            return " / ".join(rounded(1e3 * precision[key][name]) for name in ("median", "p99"))

        yield [
            precision["precision"], precision["instructions"],
            rounded(precision["peakOneThread"] / 1e9),
            rate(precision["tilesFromFirstLevel"], "peakOneThread"),
            rate(precision["tilesFromSecondLevel"], "peakOneThread"),
            rate(precision["allLayersOneThread"], "peakOneThread"),
            rate(precision["allLayersAllThreads"], "peakAllThreads"),
            rounded(precision["shortTexts"]["textsPerSecond"]),
            rate(precision["shortTexts"]["operationsPerSecond"], "peakAllThreads"),
            rounded(precision["longTexts"]["textsPerSecond"]),
            rate(precision["longTexts"]["operationsPerSecond"], "peakAllThreads"),
            times("latencyOneThread"), times("latencyAllThreads"),
        ]


def write(_):
    reports = [json.loads(path.read_text()) for path in sorted(KEPT.glob("*.json"))]
    parts = [INTRODUCTION]
    for report in sorted(reports, key=lambda r: (r["processor"], r["date"]), reverse=True):
        threads = report["threads"]
        heading = [
            "precision", "instructions", "peak, Gop/s", "tiles, L1", "tiles, L2",
            "layers, 1 thread", f"{threads} threads", "short texts/s", "Gop/s", "long texts/s",
            "Gop/s", "a text, 1 thread, ms", f"{threads} threads",
        ]
        short, long = (report["precisions"][0][key]["meanTokens"]
                       for key in ("shortTexts", "longTexts"))
        parts.append(
            f"\n## {report['processor']}, {report['kernels']} kernels\n\n"
            f"{report['date']}, senc {report['version']}, {report['model']}, {threads} threads; "
            f"short texts of {short:.1f} tokens in the mean, long ones of {long:.0f}, a text of "
            f"{report['precisions'][0]['latencyTokens']}.\n\n"
            "| " + " | ".join(heading) + " |\n|---|---|" + "---:|" * (len(heading) - 2) + "\n"
            + "".join("| " + " | ".join(row) + " |\n" for row in rows(report)))
    PAGE.write_text("".join(parts))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["measure", "write"])
    parser.add_argument("--senc", default=str(ROOT / ".build/release/senc"))
    parser.add_argument("--kernels", nargs="*", default=[])
    parser.add_argument("--model", default=str(ROOT / "Weights/all-MiniLM-L6-v2"))
    parser.add_argument("--seconds", type=float, default=16)
    arguments = parser.parse_args()
    if arguments.what == "measure":
        measure(arguments)
    write(arguments)


main()
