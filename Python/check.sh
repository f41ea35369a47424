#!/usr/bin/env bash
# Checks the Python package as users get it: makes the wheel, looks at its tag, installs it in a new
# virtual environment without a compiler, and runs the tests against that, with the libraries of
# PyPI that it knows, and the examples of the documentation; then formatting and types.
#
#   Python/check.sh                  some 4 minutes beside libsenc
#   Python/check.sh --frameworks     with llama-index, Chroma and Haystack, too (1 GB)
#   Python/check.sh --engines        with Spark, too (0.5 GB), which needs Java
#   Python/check.sh --whole          with 100,000 calls of 64 threads rather than 4,000
#
# SENC_PROGRAM=FILE is the program senc that vectors are compared with, built if it is not given;
# SENC_LIBSENC=DIR the library, as for build.sh.
set -euo pipefail
cd "$(dirname "$0")"
more=()
for argument in "$@"; do
    case $argument in
    --frameworks) more+=(llama-index-core chromadb haystack-ai) ;;
    --engines) more+=(pyspark) ;;
    --whole) export SENC_CALLS=100000 ;;
    *) sed -n 's/^# \{0,1\}//; 2,/^set/p' "$0" | sed '$d' >&2 && exit 64 ;;
    esac
done
if [ -z "${SENC_PROGRAM-}" ]; then
    swift build -c release --product senc >&2
    SENC_PROGRAM=$(swift build -c release --show-bin-path)/senc
fi
export SENC_PROGRAM
unset PYTHONPATH SENC_LIBRARY SENC_MODEL SENC_MODELS
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { echo "· $*"; }

say "the wheel"
./build.sh "$work"
wheel=$(find "$work" -name '*.whl')
SENC_LIBSENC=${SENC_LIBSENC:-$PWD/../.build-release/libsenc} ./build.sh "$work/again"
cmp "$wheel" "$work/again/$(basename "$wheel")"

say "a virtual environment without a compiler"
python3 -m venv "$work/plain"
"$work/plain/bin/pip" install --quiet "$wheel"
(cd / && env -i PATH=/nowhere "$work/plain/bin/python" -c '
import senc
print(*senc.Encoder().encode("La lluvia golpea la ventana.")[:4])')

say "tests"
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet "$wheel" auditwheel "dask[dataframe]" hatchling langchain-core mypy \
    pandas polars pyarrow pytest "ray[data]" ruff scikit-learn tqdm "${more[@]}"
bin=$work/env/bin
if [ "$(uname -s)" = Linux ]; then
    "$bin/auditwheel" show "$wheel" | tr '\n' ' ' | grep -o 'platform tag: "[^"]*"'
    tag=$(basename "$wheel" .whl)
    "$bin/auditwheel" show "$wheel" | tr '\n' ' ' | grep -q "platform tag: *\"${tag##*-}\""
fi
# Elsewhere, where the sources are not found instead of what is installed.
here=$PWD
(cd "$work" && "$bin/pytest" -p no:cacheprovider -c "$here/pyproject.toml" "$here/tests")

say "formatting and types"
"$bin/ruff" check --no-cache .
"$bin/ruff" format --no-cache --check .
"$bin/mypy" --cache-dir "$work/mypy" senc wheel_tag.py

