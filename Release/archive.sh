#!/usr/bin/env bash
# Makes archives of senc for machines that have nothing but what every system has:
#
#   Release/archive.sh [DIRECTORY]
#
# writes to DIRECTORY (dist if not given):
#
#   senc-VERSION-SYSTEM-CPU.tar.gz         bin/senc, with Swift's libraries and those of C that it
#                                          needs inside; the default model, man pages, completions,
#                                          licenses
#   senc-server-VERSION-SYSTEM-CPU.tar.gz  what `senc serve` runs, to be unpacked over it
#   senc-model-NAME.tar.gz                 each other model, the same
#   SHA256SUMS                             of all of them
#
# Unpacked anywhere, alone or over ~/.local or /usr/local, bin/senc finds the models. The same
# commit gives the same archives with the same tools, but for the programs' own bytes.
#
# Needs what README.md needs to build senc, and on Debian and its kin cmake, with which Oniguruma is
# made from Debian's source, since there is no static library of it.
set -euo pipefail
export SENC_SERVER=1
cd "$(dirname "$0")/.."
dist=${1:-dist}
mkdir -p "$dist"
dist=$(cd "$dist" && pwd)
scratch=$PWD/.build-release
static=$scratch/static
default_model=multilingual-e5-small

say() { echo "· $*" >&2; }

# A directory with static libraries alone, where the linker looks first.
if [ "$(uname -s)" = Linux ]; then
    Release/static-libraries.sh "$static"
    options=(--static-swift-stdlib -Xlinker -L"$static")
else
    options=()
fi
options+=(--scratch-path "$scratch")

say "the programs"
for program in senc senc-server; do
    swift build -c release "${options[@]}" --product $program >&2
done
built=$(swift build -c release "${options[@]}" --show-bin-path)
senc=$built/senc
version=$("$senc" --version)
version=${version#senc }
name=senc-$version-$(uname -s | tr '[:upper:]' '[:lower:]' | sed 's/darwin/macos/')-$(uname -m)

# The files of a model under DIRECTORY: what loads it and what it is checked by, not what made it.
copy_model() { # NAME DIRECTORY
    local to=$2/share/senc/Weights/$1
    mkdir -p "$to"
    cp -R "Weights/$1/." "$to"
    find "$to" -name '*.py' -delete
    rm -f "$to/nmt_nfkc.charsmap" "$to/pieces.npy"
}

# The time of the commit, so that an archive does not depend on when it is packed.
time=$(git log -1 --format=%ct)

pack() { # NAME: the directory of that name under $scratch
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$time" \
        -C "$scratch" -cf - "$1" | gzip -9n >"$dist/$1.tar.gz"
    say "$dist/$1.tar.gz: $(du -h "$dist/$1.tar.gz" | cut -f1)"
}

tree=$scratch/$name
rm -rf "$tree"
mkdir -p "$tree/bin" "$tree/share/man/man1" "$tree/share/doc/senc/licenses"
strip -o "$tree/bin/senc" "$senc"
copy_model $default_model "$tree"
say "the manual"
swift build -c release "${options[@]}" --product generate-manual >&2
date=$(git log -1 --format=%cs)
"$built/generate-manual" "$senc" --multi-page --date "$date" \
    --output-directory "$tree/share/man/man1" >/dev/null
for page in "$tree"/share/man/man1/senc*.1; do
    # `man senc-encode`, as git and others have it; paragraphs and examples in mdoc's own words.
    manual=$(basename "$page" .1 | tr . -)
    sed "s/^\.Nm \".*/.Nm $manual/; s/^\.Dt .*/.Dt $(echo "$manual" | tr '[:lower:]' '[:upper:]') 1/
        s/^$/.Pp/; s/^  \([^ ].*\)$/.Dl \1/" "$page" | gzip -9n >"$tree/share/man/man1/$manual.1.gz"
    rm "$page"
done
mkdir -p "$tree/share/bash-completion/completions" "$tree/share/zsh/site-functions" \
    "$tree/share/fish/vendor_completions.d"
"$senc" --generate-completion-script bash | sed '1{/^#!/d;}' \
    >"$tree/share/bash-completion/completions/senc"
"$senc" --generate-completion-script zsh >"$tree/share/zsh/site-functions/_senc"
"$senc" --generate-completion-script fish >"$tree/share/fish/vendor_completions.d/senc.fish"
cp -R README.md README.es.md CHANGELOG.md LICENSE Documentation "$tree/share/doc/senc"
rm "$tree"/share/doc/senc/Documentation/*.py
licenses=$tree/share/doc/senc/licenses
cp "$(dirname "$(command -v swift)")/../share/swift/LICENSE.txt" "$licenses/swift"
cp "$scratch/checkouts/swift-argument-parser/LICENSE.txt" "$licenses/swift-argument-parser"
for package in libutf8proc-dev libonig-dev zlib1g-dev libsqlite3-dev; do
    [ ! -f "/usr/share/doc/$package/copyright" ] ||
        cp "/usr/share/doc/$package/copyright" "$licenses/$package"
done

server=senc-server-${name#senc-}
tree=$scratch/$server
licenses=$tree/share/doc/senc/licenses
rm -rf "$tree"
mkdir -p "$tree/bin" "$tree/share/man/man1" "$licenses"
strip -o "$tree/bin/senc-server" "$built/senc-server"
sed "s/\$Mdocdate\\$/$date/" Release/senc-server.1 | gzip -9n >"$tree/share/man/man1/senc-server.1.gz"
for package in "$scratch"/checkouts/*/; do
    package=${package%/}
    find "$package" -maxdepth 1 \( -name 'LICENSE*' -o -name 'NOTICE*' \) -print0 | sort -z |
        xargs -0 cat >"$licenses/$(basename "$package")"
done

rm -f "$dist"/senc-*.tar.gz
pack "$name"
pack "$server"
for model in Weights/*/; do
    model=$(basename "$model")
    [ "$model" != $default_model ] || continue
    rm -rf "$scratch/senc-model-$model"
    copy_model "$model" "$scratch/senc-model-$model"
    pack "senc-model-$model"
done
(cd "$dist" && sha256sum -- *.tar.gz >SHA256SUMS)
