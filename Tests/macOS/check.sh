#!/usr/bin/env bash
# Compiles senc for macOS on Linux, as far as that goes without Apple's SDK: the C kernels to machine
# code of both CPUs, and all Swift but the server's connections and what imports Foundation to checked
# types, with what is declared for macOS alone and available in the oldest one that Package.swift
# allows. Nothing is linked, and nothing runs.
#
#   Tests/macOS/check.sh
#
# In place of the SDK are headers in `include`, which declare what senc uses of macOS's C library and
# nothing else, and stubs of Swift's modules Darwin and CryptoKit. Swift's own modules are built from
# the interfaces of the toolchain for Linux, whose declarations say since which macOS they are there.
set -euo pipefail
cd "$(dirname "$0")/../.."
stubs=$PWD/Tests/macOS
version=$(sed -n 's/.*\.macOS(\.v\([0-9]*\)).*/\1/p' Package.swift)
runtime=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")/lib/swift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch"/{include/sys,modules,runtime/macosx}

# The headers that senc includes of the C library, and those of the libraries that it is linked with.
headers=$scratch/include
for name in errno fcntl inttypes math osreldate poll sched stdio stdlib string time unistd \
    sys/{poll,select,socket,sysctl,time,types}; do
    echo '#include <Darwin.h>' >"$headers/$name.h"
done
for name in zlib.h zconf.h sqlite3.h oniguruma.h utf8proc.h curl; do
    for place in /usr/include /usr/include/*-linux-gnu; do
        [ ! -e "$place/$name" ] || ln -s "$place/$name" "$headers/$name"
    done
done
include=(-nostdlibinc -isystem "$stubs/include" -isystem "$headers")

# Compiles the kernels for the CPU $1.
kernels=Sources/SencKernels
kernels() {
    local file
    for file in $kernels/*.c $kernels/{arm,x86}/*.c; do
        clang --target="$1-apple-macos$version" -Wall -Werror "${include[@]}" -I $kernels \
            -I $kernels/templates -I $kernels/include -c "$file" -o /dev/null
    done
}

echo "C, for arm64 and x86_64"
kernels arm64 &
kernels x86_64 &

target=arm64-apple-macos$version
swift=(swiftc -frontend -target "$target" -resource-dir "$scratch/runtime"
    -module-cache-path "$scratch/cache" -disable-objc-interop -I "$scratch/modules" -parse-as-library)
for option in "${include[@]}"; do clang+=(-Xcc "$option"); done

# Has the module $1 be built for macOS from the interface $2, which is one for Linux.
interface() {
    mkdir -p "$scratch/modules/$1.swiftmodule"
    sed -e 's/@backDeployed([^)]*)//; /^\(@preconcurrency \)\?import Glibc/d' -e "1,5{
        s/ -target [^ ]*//; s/ -O / /
        s/^.. swift-module-flags:/& -target $target -disable-objc-interop \
-disable-availability-checking -experimental-skip-all-function-bodies/
    }" "$2" >"$scratch/modules/$1.swiftmodule/arm64-apple-macos.swiftinterface"
}

# Compiles the module $1 from the files and options that follow it.
module() {
    "${swift[@]}" -emit-module -o "$scratch/modules/$1.swiftmodule" -module-name "$@"
}

echo "Swift's own modules"
ln -s "$runtime"/{clang,shims,apinotes} "$scratch/runtime"
for name in Swift SwiftOnoneSupport _Concurrency _StringProcessing Synchronization; do
    interface $name "$(ls "$runtime"/linux/$name.swiftmodule/*-linux-gnu.swiftinterface)"
    ln -s "$scratch/modules/$name.swiftmodule" "$scratch/runtime/macosx"
done
module Darwin "$stubs/Darwin.swift" -import-underlying-module "${clang[@]}"
module CryptoKit "$stubs/CryptoKit.swift"
echo "ArgumentParser, from what it declares on Linux"
packages=.build/checkouts/swift-argument-parser/Sources
[ -d $packages ] || swift package resolve
for name in ArgumentParserToolInfo ArgumentParser; do
    mapfile -d '' files < <(find $packages/$name -name '*.swift' -print0)
    swiftc -frontend -typecheck -emit-module-interface-path "$scratch/$name.swiftinterface" \
        -experimental-skip-all-function-bodies -enable-library-evolution -parse-as-library \
        -swift-version 6 -I "$scratch" -module-name $name "${files[@]}"
    interface $name "$scratch/$name.swiftinterface"
done

# What SwiftPM makes of the files that the target $1 embeds: a property of each.
resources() {
    echo 'enum PackageResources {'
    find "Sources/$1" -type f ! -name '*.swift' -printf '%f\n' | tr -c '[:alnum:]\n' _ | sort -u |
        sed 's/.*/    static let &: [UInt8] = []/'
    echo '}'
}

for header in Sources/C*/module.modulemap; do swift+=(-I "$(dirname "$header")"); done
# As SwiftPM makes them: of the header that is named like the target, or of all in its folder.
mkdir "$scratch/kernels"
echo "module SencKernels { umbrella header \"$PWD/$kernels/include/SencKernels.h\" export * }" \
    >"$scratch/kernels/module.modulemap"
mkdir "$scratch/senc"
echo "module CSenc { umbrella \"$PWD/Sources/CSenc/include\" export * }" >"$scratch/senc/module.modulemap"
swift+=(-I "$scratch/kernels" -I "$scratch/senc")
# Checks the target $1 and leaves its module for those above it.
check() {
    resources "$1" >"$scratch/$1.swift"
    local files
    mapfile -d '' files < <(find "Sources/$1" -name '*.swift' -print0)
    module "$1" "${files[@]}" "$scratch/$1.swift" "${clang[@]}" -package-name senc \
        -swift-version 6 -enable-upcoming-feature ExistentialAny \
        -enable-upcoming-feature MemberImportVisibility \
        -enable-upcoming-feature InternalImportsByDefault
}

# From the bottom up; those of a level side by side.
unchecked="SencEmbeddedModel SencServer SencServerProgram"
levels=(
    SencFiles "SencInput SencMath SencTokenizers SencWeights SencHub"
    "Senc SencVectors SencServerSettings" "SencAnalysis SencMaps SencC" "SencTraining SencIVF"
    SencIndex SencServing SencCLI
)
for level in "${levels[@]}"; do
    echo "$level"
    for name in $level; do check "$name" & done
    for job in $(jobs -p); do wait "$job"; done
done
named=$(printf '%s\n' $unchecked ${levels[*]} SencKernels | sort)
there=$(cd Sources && printf '%s\n' Senc* | sort)
[ "$named" = "$there" ] || { echo "targets: $there; checked or left out: $named" >&2; exit 1; }
