#!/usr/bin/env bash
# Makes the Python package, with libsenc and the default model inside:
#
#   Python/build.sh [DIRECTORY]
#
# writes senc-VERSION-py3-none-PLATFORM.whl to DIRECTORY (Python/dist if not given). It is for every
# Python from 3.9 on, and for systems with the C library that libsenc needs, as its tag says. The
# same commit and the same libsenc give the same bytes.
#
# SENC_LIBSENC=DIR takes libsenc from there, where Release/library.sh has written it, rather than
# making it. Needs Python with pip, which fetches hatchling, objdump (binutils), and what
# Release/library.sh needs.
set -euo pipefail
cd "$(dirname "$0")/.."
dist=${1:-Python/dist}
mkdir -p "$dist"
dist=$(cd "$dist" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
model=Weights/multilingual-e5-small

libsenc=${SENC_LIBSENC:-$PWD/.build-release/libsenc}
[ -n "${SENC_LIBSENC-}" ] || Release/library.sh "$libsenc"
library=$(find "$libsenc/lib" -name 'libsenc.so.[0-9]' -o -name 'libsenc.[0-9].dylib')
[ -n "$library" ] || { echo "no libsenc in $libsenc/lib" >&2; exit 1; }

# What is committed, the library, and of the model what archives have of it (see Release/archive.sh).
package=$scratch/package
mkdir -p "$package/senc/lib" "$package/senc/$model" "$package/licenses"
cp Python/{pyproject.toml,README.md,wheel_tag.py} "$package"
cp Python/senc/*.py Python/senc/py.typed "$package/senc"
cp "$library" "$package/senc/lib"
cp -R "$model/." "$package/senc/$model"
find "$package/senc/$model" -name '*.py' -delete
rm -f "$package/senc/$model"/{nmt_nfkc.charsmap,pieces.npy}
cp LICENSE "$package/licenses/senc"
cp "$model/LICENSE" "$package/licenses/$(basename "$model")"
[ ! -d "$libsenc/share/doc/libsenc/licenses" ] ||
    cp "$libsenc/share/doc/libsenc/licenses/"* "$package/licenses"

# PEP 600: the glibc whose newest symbols the library takes is the oldest that it runs with.
if [ "$(uname -s)" = Linux ]; then
    glibc=$(objdump -T "$library" | sed -n 's/.*GLIBC_\([0-9]*\.[0-9]*\).*/\1/p' | sort -Vu | tail -n 1)
    platform=manylinux_${glibc/./_}_$(uname -m)
else
    platform=macosx_15_0_$(uname -m)
fi
export SENC_WHEEL_TAG=py3-none-$platform
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) python3 -m pip wheel --quiet --no-deps \
    --wheel-dir "$scratch/wheel" "$package"
rm -f "$dist"/senc-*.whl
mv "$scratch"/wheel/senc-*.whl "$dist"
(cd "$dist" && ls -sh senc-*.whl) >&2
