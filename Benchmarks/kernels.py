"""What `senc benchmark` measures, as a table: kernels.py --senc FILE --model DIRECTORY"""

import argparse
import json
import subprocess

from markdown import rounded, table


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--senc", required=True)
    parser.add_argument("--model", required=True)
    arguments = parser.parse_args()
    output = subprocess.run(
        [arguments.senc, "benchmark", "--model", arguments.model, "--json"], check=True,
        stdout=subprocess.PIPE).stdout
    report = json.loads(output)
    precisions = report["precisions"]
    first = precisions[0]
    threads = report["threads"]

    def row(name, cell):
        return [name, *(cell(precision) for precision in precisions)]

    def rate(precision, value, peak):
        return f"{rounded(value / 1e9)} ({100 * value / precision[peak]:.0f} %)"

    rows = [
        row("instructions", lambda p: p["instructions"]),
        row("peak, 1 thread, Gop/s", lambda p: rounded(p["peakOneThread"] / 1e9)),
        row(f"peak, {threads} threads, Gop/s", lambda p: rounded(p["peakAllThreads"] / 1e9)),
    ]
    for index, layer in enumerate(first["layersOneThread"]):
        activated = ", activated" * layer["activated"]
        rows.append(row(
            f"layer {layer['inputs']} → {layer['outputs']}{activated}, 1 thread, Gop/s",
            lambda p: rate(
                p, p["layersOneThread"][index]["operationsPerSecond"], "peakOneThread")))
    rows += [
        row("all layers, 1 thread, Gop/s",
            lambda p: rate(p, p["allLayersOneThread"], "peakOneThread")),
        row(f"all layers, {threads} threads, Gop/s",
            lambda p: rate(p, p["allLayersAllThreads"], "peakAllThreads")),
    ]
    for key, name in [("shortTexts", "short"), ("longTexts", "long")]:
        texts = f"{name} texts ({first[key]['meanTokens']:.1f} tokens)"
        rows += [
            row(f"{texts}, texts/s", lambda p: rounded(p[key]["textsPerSecond"])),
            row(f"{texts}, tokens/s",
                lambda p: rounded(p[key]["textsPerSecond"] * p[key]["meanTokens"])),
            row(f"{texts}, Gop/s",
                lambda p: rate(p, p[key]["operationsPerSecond"], "peakAllThreads")),
        ]
    rows += [
        *(row(f"one text of {first['latencyTokens']} tokens, {name}, ms, median and p99",
              lambda p: " / ".join(rounded(p[key][figure] * 1e3) for figure in ("median", "p99")))
          for key, name in [("latencyOneThread", "1 thread"),
                            ("latencyAllThreads", f"{threads} threads")]),
        row("loading, ms", lambda p: rounded(p["loadTime"] * 1e3)),
    ]
    print("### Inside senc\n")
    table(["`senc benchmark`", *(p["precision"] for p in precisions)], rows)
    print(
        f"\nIn parentheses the share of the peak of {report['kernels']} instructions on "
        f"registers alone; layers on {first['layerRows']} tokens.")


main()
