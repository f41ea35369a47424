#!/usr/bin/env python3
"""Builds the documentation of every library product into .build-documentation, a DocC archive each,
with warnings as errors; before that it checks that every public symbol is described (symbols.py)
and that the code in the catalogues compiles (examples.py).

It needs the toolchain alone, and half a minute: modules are made without the bodies of functions,
so nothing needs to have been built.
"""
import json
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import examples
import symbols

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / ".build-documentation"
# For Benchmarks alone; nothing that it adds is public.
UNDOCUMENTED = {"SencInternals", "SencC"}


def run(*command):
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if result.returncode:
        sys.exit(f"failed: {' '.join(command[:3])} …\n{result.stdout}")
    return result.stdout


def swift_sources(target):
    return sorted(str(path) for path in (ROOT / "Sources" / target["name"]).rglob("*.swift"))


class Package:
    """What Package.swift says."""

    def __init__(self):
        # A place of its own, for a build that runs holds the usual one.
        scratch = str(OUT / "package")
        package = json.loads(run("swift", "package", "--scratch-path", scratch, "dump-package"))
        self.name = package["name"]
        self.targets = {target["name"]: target for target in package["targets"]}
        self.products = [
            product["name"]
            for product in package["products"]
            if "library" in product["type"] and product["name"] not in UNDOCUMENTED
        ]

    def needed(self):
        """The targets of the products and those that they are made of, from the bottom up."""
        order = []

        def add(name):
            target = self.targets[name]
            for dependency in target["dependencies"]:
                add(dependency["byName"][0])
            if target not in order:
                order.append(target)

        for product in self.products:
            add(product)
        return order


class Modules:
    """The modules of targets, with their interfaces and comments but without code."""

    def __init__(self, package):
        self.directory = OUT / "modules"
        self.directory.mkdir(parents=True)
        target = json.loads(run("swift", "-print-target-info"))["target"]["triple"]
        self.flags = ["-target", target, "-I", str(self.directory)]
        if platform.system() == "Darwin":
            self.flags += ["-sdk", run("xcrun", "--show-sdk-path").strip()]
        self.names = []
        for target in package.needed():
            sources = swift_sources(target)
            if sources:
                self.compile(target, sources, package.name)
            else:
                self.add_c(target)

    def compile(self, target, sources, package):
        settings = [setting["kind"] for setting in target["settings"]]
        features = [kind["enableUpcomingFeature"]["_0"] for kind in settings
                    if "enableUpcomingFeature" in kind]
        run("swiftc", "-emit-module", "-parse-as-library", "-wmo", "-swift-version", "6",
            "-module-name", target["name"], "-package-name", package,
            *(flag for feature in features for flag in ("-enable-upcoming-feature", feature)),
            "-Xfrontend", "-experimental-skip-non-inlinable-function-bodies", *self.flags,
            "-emit-module-path", str(self.directory / f"{target['name']}.swiftmodule"), *sources)
        self.names.append(target["name"])

    def add_c(self, target):
        """A module map for a target in C, as the package manager makes one, or a system library's
        own."""
        folder = ROOT / "Sources" / target["name"]
        if target["type"] == "system":
            self.flags += ["-I", str(folder)]
            return
        header = folder / "include" / f"{target['name']}.h"
        path = self.directory / f"{target['name']}.modulemap"
        path.write_text(f'module {target["name"]} {{ umbrella header "{header}" export * }}\n')
        self.flags += ["-Xcc", f"-fmodule-map-file={path}"]


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    package = Package()
    modules = Modules(package)

    # Modules that are no products of their own are described where one that exports them is.
    shared = [name for name in modules.names if name not in package.products]
    graphs = {name: OUT / "symbols" / name for name in modules.names}
    for name, directory in graphs.items():
        directory.mkdir(parents=True)
        run("swift", "symbolgraph-extract", "-module-name", name, *modules.flags,
            "-minimum-access-level", "public", "-emit-extension-block-symbols",
            f"-experimental-allowed-reexported-modules={','.join(shared)}",
            "-output-dir", str(directory))
    symbols.check(graphs, ROOT)

    code = OUT / "examples.swift"
    code.write_text(examples.source(sorted(ROOT.glob("Sources/*/*.docc/*.md"))))
    run("swiftc", "-typecheck", "-swift-version", "6", *modules.flags, str(code))

    docc = ["docc"] if shutil.which("docc") else ["xcrun", "docc"]
    for product in package.products:
        archive = OUT / f"{product}.doccarchive"
        run(*docc, "convert", str(ROOT / "Sources" / product / f"{product}.docc"),
            "--warnings-as-errors", "--additional-symbol-graph-dir", str(graphs[product]),
            "--fallback-display-name", product, "--fallback-bundle-identifier", product,
            "--output-path", str(archive))
        print(archive.relative_to(ROOT))


if __name__ == "__main__":
    main()
