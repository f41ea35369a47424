#!/usr/bin/env bash
# Makes a package outside of the repository that depends on senc by its path, as a user's does, and
# compiles and runs in it
#   - the `swift` blocks of README.md and README.es.md that import something, as they stand: what
#     they print is compared with the block that follows, if one does;
#   - the programs of Examples, whose output is compared with Examples/Expected;
#   - Imports: a file for each product, which names what its signatures name with one import.
# Numbers are compared to four digits. Models are found in the resource bundle alone.
#   Tests/Examples/run.sh [DIRECTORY]   # where to make it, kept; else in a new one, removed
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD here=$root/Tests/Examples
work=${1:-}
if [ -n "$work" ]; then
    mkdir -p "$work"
    work=$(cd "$work" && pwd)
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
mkdir -p "$work/empty" "$work/printed"
ln -sfn "$root" "$work/senc"
rm -rf "$work/package"
cp -r Examples "$work/package"
cd "$work/package"

sed -i.original 's|path: "\.\."|path: "../senc"|' Package.swift
cp -r "$here/Imports" Sources/Imports
for readme in README README.es; do
    [ ! -e "$root/$readme.md" ] || awk -v name="${readme/./_}" -f "$here/blocks.awk" "$root/$readme.md"
done
cat >>Package.swift <<'END'

import Foundation
let sources = try FileManager.default.contentsOfDirectory(atPath: Context.packageDirectory + "/Sources")
let products = ["Senc", "SencTokenizers", "SencWeights", "SencVectors", "SencAnalysis", "SencMaps", "SencTraining"]
package.targets += sources.filter { $0.hasPrefix("README") }.map {
    .executableTarget(
        name: $0,
        dependencies: ["Senc", "SencEmbeddedModel"].map { .product(name: $0, package: "senc") },
        exclude: ["expected.txt"])
}
package.targets.append(
    .target(name: "Imports", dependencies: products.map { .product(name: $0, package: "senc") }))
for target in package.targets {
    target.swiftSettings = [
        .swiftLanguageMode(.v6), .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ]
}
END

# Not optimized: that takes more than twice the time, and what is printed is the same.
build() { swift build --scratch-path "$work/build" "$@"; }
build >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
if grep "warning:" "$work/log" >&2; then exit 1; fi
programs=$(build --show-bin-path)

links=$(find "$programs"/senc_SencEmbeddedModel.* -type l)
[ -z "$links" ] || { echo "links in the resource bundle: $links" >&2; exit 1; }

# The program $1 with the arguments behind it, where no model is but in its bundle.
run() {
    (cd "$work/empty" && env -u SENC_MODEL -u SENC_MODELS HOME="$work/empty" HF_HOME="$work/empty" \
        "$programs/$1" "${@:2}" 2>"$work/messages") || { cat "$work/messages" >&2; return 1; }
}

# Whether the program $1 prints what the file $2 has.
check() {
    run "$1" "${@:3}" >"$work/printed/$1"
    awk -f "$here/compare.awk" "$2" "$work/printed/$1" || { echo "$1 differs from $2" >&2; exit 1; }
    echo "$1: $(wc -l <"$2") lines as expected"
}

for block in Sources/README*; do
    name=$(basename "$block")
    if [ -s "$block/expected.txt" ]; then check "$name" "$block/expected.txt"; else run "$name"; fi
done
examples=$root/Examples
check Similarity "$examples/Expected/Similarity.txt"
check FolderSearch "$examples/Expected/FolderSearch.txt" "$examples/Notes" "¿A qué hora es el desayuno?"
check Classify "$examples/Expected/Classify.txt"
check ClusterMap "$examples/Expected/ClusterMap.txt" "$work/map.html"
check BatchToNPY "$examples/Expected/BatchToNPY.txt" "$examples/sentences.txt" "$work/vectors.npy"
check Recommend "$examples/Expected/Recommend.txt"
grep -q "Fifteen sentences" "$work/map.html"
