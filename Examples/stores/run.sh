#!/usr/bin/env bash
# Runs the recipes for stores, all or those that are named, and checks what they find (check.py):
#
#   Examples/stores/run.sh [postgresql] [qdrant] [lancedb] [duckdb] [sqlite_vec] [faiss]
#
# What they need comes from PyPI into a virtual environment, kept in the directory STORES_ENV if that
# is given. SENC is the program, else that of this clone's release build, or of the PATH.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=${SENC:-$here/../../.build/release/senc}
[ -x "$program" ] || program=$(command -v senc)
SENC=$(realpath "$program")
export SENC PYTHONDONTWRITEBYTECODE=1
environment=${STORES_ENV:-}
if [ -z "$environment" ]; then
    environment=$(mktemp -d)
    trap 'rm -rf "$environment"' EXIT
    chmod 755 "$environment" # PostgreSQL in it is run by another user, if root runs this.
fi
[ -x "$environment/bin/python" ] || python3 -m venv "$environment"
"$environment/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
"$environment/bin/python" "$here/check.py" "$@"
