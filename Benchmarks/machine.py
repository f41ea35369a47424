"""The machine, the versions and the date, to stand above the tables: machine.py --senc FILE
[--peers]
"""

import argparse
import datetime
import importlib.metadata
import os
import pathlib
import platform
import subprocess

NOTABLE_FLAGS = [
    "avx2", "fma", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8",
    "asimddp", "bf16", "i8mm", "sve",
]
PACKAGES = [
    "sentence-transformers", "torch", "onnxruntime", "openvino", "nncf", "ctranslate2",
    "tokenizers", "numpy",
]


def output(*command):
    result = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return result.stdout.strip()


def processor():
    """The CPU's name and the notable ones of its flags."""
    info = pathlib.Path("/proc/cpuinfo")
    if not info.exists():
        return output("sysctl", "-n", "machdep.cpu.brand_string"), []
    fields = {}
    for line in info.read_text().splitlines():
        name, _, value = line.partition(":")
        fields.setdefault(name.strip(), value.strip())
    flags = (fields.get("flags") or fields.get("Features") or "").split()
    name = fields.get("model name") or platform.machine()
    family = f" (family {fields['cpu family']}, model {fields['model']})" if "model" in fields else ""
    return name + family, [flag for flag in NOTABLE_FLAGS if flag in flags]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--senc", required=True)
    parser.add_argument("--peers", action="store_true")
    arguments = parser.parse_args()
    name, flags = processor()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    lines = [
        f"{name}, {cores} cores, {memory:.0f} GiB; {' '.join(flags)}",
        f"{platform.system()} {platform.release()} {platform.machine()}; "
        + output("swift", "--version").splitlines()[0],
        f"senc {output(arguments.senc, '--version')}"
        + f" at {output('git', 'rev-parse', '--short', 'HEAD') or 'an unknown commit'}",
    ]
    if arguments.peers:
        versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
        lines.append(f"{versions}; Python {platform.python_version()}")
    lines.append(f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d}")
    print("\n".join(f"- {line}" for line in lines))


if __name__ == "__main__":
    main()
