#!/usr/bin/env bash
# Makes a Debian package of senc and its server with the default model, and has lintian look at it:
#
#   Release/deb.sh [DIRECTORY]
#
# writes senc_VERSION_CPU.deb to DIRECTORY (dist if not given), from what Release/archive.sh left
# there. Unlike the archive's, the package's programs take the libraries of C from their packages.
# Needs dpkg-dev, lintian and what Release/archive.sh needs.
set -euo pipefail
export SENC_SERVER=1
cd "$(dirname "$0")/.."
dist=$(cd "${1:-dist}" && pwd)
scratch=$PWD/.build-release
archive=$(ls "$dist"/senc-[0-9]*-linux-*.tar.gz)
name=$(basename "$archive" .tar.gz)
server=$dist/senc-server-${name#senc-}.tar.gz
version=$(echo "$name" | cut -d - -f 2)
cpu=$(dpkg --print-architecture)
# Who stands for the package.
maintainer=${DEBEMAIL:-senc@example.org}

options=(--scratch-path "$scratch" --static-swift-stdlib)
for program in senc senc-server; do
    swift build -c release "${options[@]}" --product $program >&2
done
built=$(swift build -c release "${options[@]}" --show-bin-path)

package=$scratch/deb
rm -rf "$package"
mkdir -p "$package/usr" "$package/DEBIAN"
for part in "$archive" "$server"; do tar -xzf "$part" -C "$package/usr" --strip-components=1; done
for program in senc senc-server; do
    strip --remove-section=.comment --remove-section=.note -o "$package/usr/bin/$program" \
        "$built/$program"
done
# Debian has zsh and fish look elsewhere, and licenses in one file.
mkdir -p "$package/usr/share/zsh/vendor-completions"
mv "$package/usr/share/zsh/site-functions/_senc" "$package/usr/share/zsh/vendor-completions/"
rmdir "$package/usr/share/zsh/site-functions"
documents=$package/usr/share/doc/senc
rm "$documents/LICENSE" "$documents"/licenses/{swift,lib*,zlib*}
rm -f "$package"/usr/share/senc/Weights/*/LICENSE
cat >"$documents/copyright" <<TEXT
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: senc

Files: *
Copyright: 2026 the authors of senc
License: Apache-2.0

Files: usr/share/senc/Weights/multilingual-e5-small/*
Copyright: $(sed -n 's/^Copyright (c) //p' Weights/multilingual-e5-small/LICENSE | head -n 1)
License: Expat

License: Apache-2.0
 The programs have libraries of Swift within them, of the Apache License, version 2.0, with the
 Runtime Library Exception, and the server packages of that license and BoringSSL, whose licenses
 are in /usr/share/doc/senc/licenses.
 .
 On Debian systems the Apache License, version 2.0, is in /usr/share/common-licenses/Apache-2.0.

License: Expat
$(sed '1,/^Copyright/d; /./!s/^$/./; s/^/ /' Weights/multilingual-e5-small/LICENSE)
TEXT
gzip -9n >"$documents/changelog.gz" <<TEXT
senc ($version) unstable; urgency=medium

  * See the history of the sources.

 -- senc <$maintainer>  $(git log -1 --format=%cD)
TEXT
gzip -9n "$documents"/README*.md
find "$package/usr" -type d -exec chmod 755 {} +
find "$package/usr" -type f -exec chmod 644 {} +
chmod 755 "$package"/usr/bin/*

# What the programs are linked with, by their packages.
mkdir -p "$scratch/shlibs/debian"
touch "$scratch/shlibs/debian/control"
depends=$(cd "$scratch/shlibs" && dpkg-shlibdeps -O "$package"/usr/bin/* 2>/dev/null |
    sed -n 's/^shlibs:Depends=//p')
cat >"$package/DEBIAN/control" <<TEXT
Package: senc
Version: $version
Architecture: $cpu
Maintainer: senc <$maintainer>
Section: science
Priority: optional
Depends: $depends
Recommends: libcurl4
Suggests: libopenblas0
Installed-Size: $(du -sk "$package/usr" | cut -f 1)
Description: sentence embeddings: text in, vectors out
 senc turns texts into vectors whose closeness is closeness of meaning, and
 searches, groups, compares and classifies texts by them.
 .
 A model that speaks Spanish, English and seven more languages comes with it;
 models of sentence-transformers are read as they are published.
TEXT
(cd "$package" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)

deb=$dist/senc_${version}_$cpu.deb
dpkg-deb --root-owner-group -Zxz --build "$package" "$deb" >/dev/null
echo "$deb: $(stat -c %s "$deb") bytes"
lintian --fail-on error,warning "$deb"
