#!/bin/sh
# Installs senc from the archives that Release/archive.sh makes.
#
#   sh install.sh PLACE [server] [MODEL…]
#
# PLACE is a directory or an http or https address that has SHA256SUMS and the archives. `server` is
# what `senc serve` runs. MODEL is another model than the default one, such as all-MiniLM-L6-v2. An
# archive whose checksum is not the one listed is not unpacked. Files go below $PREFIX, ~/.local if
# that is not set.
set -eu

fail() {
    echo "install.sh: error: $*" >&2
    exit 1
}

[ $# -ge 1 ] || { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' "$0" >&2; exit 64; }
place=${1%/}
shift
prefix=${PREFIX:-${HOME:?set PREFIX: there is no HOME}/.local}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Fetches the file NAME of the place to the working directory.
fetch() {
    case $place in
    http://* | https://*)
        if command -v curl >/dev/null; then
            curl -fsSL -o "$work/$1" "$place/$1" || fail "cannot fetch $place/$1"
        elif command -v wget >/dev/null; then
            wget -q -O "$work/$1" "$place/$1" || fail "cannot fetch $place/$1"
        else
            fail "neither curl nor wget is there to fetch $place/$1"
        fi
        ;;
    *) cp "$place/$1" "$work/$1" || fail "cannot read $place/$1" ;;
    esac
}

# The SHA-256 of a file in hexadecimal.
sha256() {
    if command -v sha256sum >/dev/null; then
        sha256sum "$1"
    else
        shasum -a 256 "$1"
    fi | cut -d ' ' -f 1
}

# Unpacks the archive NAME over $prefix, if its checksum is the listed one.
unpack() {
    wanted=$(sed -n "s/^\([0-9a-f]\{64\}\) [ *]$1\$/\1/p" "$work/SHA256SUMS")
    [ -n "$wanted" ] || fail "$1 is not listed in $place/SHA256SUMS"
    fetch "$1"
    found=$(sha256 "$work/$1")
    [ "$found" = "$wanted" ] ||
        fail "the checksum of $place/$1 is $found, not $wanted; nothing was installed of it"
    mkdir "$work/tree"
    tar -xzf "$work/$1" -C "$work/tree" || fail "cannot unpack $1"
    # Each file is put in place at once, the program last: what runs meanwhile keeps its own.
    (cd "$work"/tree/* && find share -type f && find . -path './bin/*' -type f) |
        while IFS= read -r file; do
            mkdir -p "$(dirname "$prefix/$file")"
            cp "$work"/tree/*/"$file" "$prefix/$file.senc-install"
            mv -f "$prefix/$file.senc-install" "$prefix/$file"
        done
    rm -rf "$work/tree" "${work:?}/$1"
}

case $(uname -s) in
Linux) system=linux ;;
Darwin) system=macos ;;
*) fail "there is no archive for $(uname -s)" ;;
esac
fetch SHA256SUMS
archive=$(sed -n "s/^[0-9a-f]\{64\} [ *]\(senc-[0-9][0-9A-Za-z.]*-$system-$(uname -m)\.tar\.gz\)\$/\1/p" \
    "$work/SHA256SUMS" | tail -n 1)
[ -n "$archive" ] || fail "$place has no archive for $system on $(uname -m)"
unpack "$archive"
for part; do
    case $part in
    server) unpack "senc-server-${archive#senc-}" ;;
    *) unpack "senc-model-$part.tar.gz" ;;
    esac
done

echo "$("$prefix/bin/senc" --version) is installed: $prefix/bin/senc"
case :$PATH: in
*":$prefix/bin:"*) ;;
*) echo "$prefix/bin is not in PATH; add it: export PATH=\"$prefix/bin:\$PATH\"" ;;
esac
