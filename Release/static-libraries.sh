#!/usr/bin/env bash
# Puts into DIRECTORY the static libraries of C that senc's programs and libsenc are linked with, and
# nothing else, so that the linker finds no other there (Linux):
#
#   Release/static-libraries.sh DIRECTORY
#
# Needs what README.md needs to build senc, and cmake: Oniguruma is made from Debian's source, since
# there is no static library of it.
set -euo pipefail
mkdir -p "$1"
static=$(cd "$1" && pwd)

# The static library of Oniguruma, from Debian's source, whose hashes apt checks.
make_oniguruma() {
    local work=$static/../oniguruma sources
    rm -rf "$work"
    mkdir -p "$work/lists/partial"
    work=$(cd "$work" && pwd)
    if [ -f /etc/apt/sources.list.d/debian.sources ]; then
        sources=$work/source.sources
        sed 's/^Types: deb$/Types: deb-src/' /etc/apt/sources.list.d/debian.sources >"$sources"
    else
        sources=$work/source.list
        sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >"$sources"
    fi
    local options=(
        -o Dir::Etc::sourcelist="$sources" -o Dir::Etc::sourceparts=/nonexistent
        -o Dir::State::lists="$work/lists"
    )
    (
        cd "$work" && apt-get "${options[@]}" update &&
            apt-get "${options[@]}" source --download-only libonig &&
            tar xzf libonig_*.orig.tar.gz &&
            cmake -S oniguruma-* -B build -DBUILD_SHARED_LIBS=OFF -DCMAKE_BUILD_TYPE=Release \
                -DCMAKE_POSITION_INDEPENDENT_CODE=ON &&
            cmake --build build -j2
    ) >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; exit 1; }
    cp "$work/build/libonig.a" "$static"
}

for library in utf8proc z sqlite3; do
    cp "$(cc -print-file-name=lib$library.a)" "$static"
done
[ -f "$static/libonig.a" ] || { echo "· Oniguruma" >&2; make_oniguruma; }
