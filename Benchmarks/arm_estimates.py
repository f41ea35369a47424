#!/usr/bin/env python3
"""Estimates what the innermost loops of Arm's kernels do a cycle, by LLVM's models of CPUs.

    apt-get install llvm-22 && Benchmarks/arm_estimates.py

Compiles the kernels with clang as the package does, finds the loops of whole tiles in the assembly,
and has llvm-mca count the cycles of a round. These are static estimates, with all data in the
first-level cache, not measurements. For each CPU: products a cycle, and how many there would be if
the loop had nothing but its multiplications. Both versions are printed, since they change the figures.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

KERNELS = pathlib.Path(__file__).resolve().parent.parent / "Sources/SencKernels"
# The N1 is the Cortex-A76's twin, which LLVM takes for a Cortex-A57, as it takes all of Apple's for
# Cyclone, of 2013. A CPU without an instruction has no figure for it.
CPUS = ["neoverse-n1", "neoverse-n2", "neoverse-v1", "apple-m2"]
# What the tile is, its file and functions, the instruction that multiplies, and its products.
TILES = [
    ("float32", "neon", "float32", "fmla", 4),
    ("bfloat16, widened", "neon", "bfloat16", "fmla", 4),
    ("bfloat16, bfdot", "neon_bf16", "bfloat16", "bfdot", 8),
    ("bfloat16, bfmmla", "neon_i8mm", "bfloat16", "bfmmla", 16),
    ("int8, widened", "neon", "int8", "smull2?", 8),
    ("int8, sdot", "neon_dotprod", "int8", "sdot", 16),
    ("int8, usmmla", "neon_i8mm", "int8", "usmmla", 32),
]


def output(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=True, **options).stdout


def assembly(clang, name, directory):
    target = directory / f"{name}.s"
    output(clang, "-O2", "-S", "--target=aarch64-linux-gnu", "-I", KERNELS,
           "-I", KERNELS / "templates", "-I", KERNELS / "include",
           KERNELS / "arm" / f"{name}.c", "-o", target)
    return target.read_text()


def innermost_loops(text):
    """(function, instructions) of each loop that is one block."""
    function, label, block = None, None, []
    for line in text.splitlines():
        if found := re.match(r"(\.?\w+):", line):
            if not found[1].startswith(".L"):
                function = found[1]
            label, block = found[1], []
        elif re.match(r"\t[a-z]", line):
            block.append(line.split("//")[0].strip())
            if re.match(r"(b\.\w+|cbn?z|tbn?z)\s.*" + re.escape(label or "-") + "$", block[-1]):
                yield function, block[:]


def cycles(mca, instructions, cpu, rounds=200):
    report = output(mca, "-mtriple=aarch64", f"-mcpu={cpu}", f"-iterations={rounds}", input="\n".join(instructions) + "\n")
    return float(re.search(r"Total Cycles:\s+(\d+)", report)[1]) / rounds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clang", default="clang")
    parser.add_argument("--mca", default="llvm-mca-22")
    options = parser.parse_args()
    print(output(options.clang, "--version").splitlines()[0])
    print(re.search(r"LLVM version \S+", output(options.mca, "--version"))[0])
    texts = {}
    print("| tile | " + " | ".join(CPUS) + " |\n|---|" + "---:|" * len(CPUS))
    with tempfile.TemporaryDirectory() as directory:
        for title, name, function, instruction, products in TILES:
            if name not in texts:
                texts[name] = assembly(options.clang, name, pathlib.Path(directory))
            pattern = re.compile(instruction + r"\s")
            products_of = lambda block: [i for i in block if pattern.match(i)]
            block = max((block for owner, block in innermost_loops(texts[name])
                         if re.match(function + "_(any_tile|tiles|apply)", owner or "")),
                        key=lambda block: len(products_of(block)))
            total = products * len(products_of(block))
            cells = []
            for cpu in CPUS:
                try:
                    rate = total / cycles(options.mca, block, cpu)
                    most = total / cycles(options.mca, products_of(block), cpu)
                    cells.append(f"{rate:.1f} of {most:.0f}")
                except subprocess.CalledProcessError:
                    cells.append("–")
            print(f"| {title} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
