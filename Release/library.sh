#!/usr/bin/env bash
# Makes libsenc, the library for C and for all that calls C, in one file that needs nothing but the C
# library:
#
#   Release/library.sh [DIRECTORY]
#
# writes to DIRECTORY (dist/libsenc if not given):
#
#   lib/libsenc.so.1, and libsenc.so, a link to it    (macOS: libsenc.1.dylib and libsenc.dylib)
#   include/senc.h
#   lib/pkgconfig/senc.pc
#   share/doc/libsenc/licenses
#
# Needs what README.md needs to build senc, and on Debian and its kin cmake.
set -euo pipefail
cd "$(dirname "$0")/.."
to=${1:-dist/libsenc}
mkdir -p "$to/lib/pkgconfig" "$to/include" "$to/share/doc/libsenc/licenses"
to=$(cd "$to" && pwd)
scratch=$PWD/.build-release
header=Sources/CSenc/include/senc.h
abi=$(sed -n 's/^#define SENC_ABI_VERSION //p' $header)
version=$(sed -n 's/.*number = "\(.*\)".*/\1/p' Sources/SencFiles/Version.swift)

# As archive.sh builds the programs, so that what they share is compiled once.
static=$scratch/static
options=(--scratch-path "$scratch")
if [ "$(uname -s)" = Linux ]; then
    Release/static-libraries.sh "$static"
    options+=(--static-swift-stdlib -Xlinker -L"$static")
fi
swift build -c release "${options[@]}" --product SencC >&2
built=$(swift build -c release "${options[@]}" --show-bin-path)
objects=$built/SencC.product/Objects.LinkFileList

# What the header declares is exported and nothing else: the kernels' functions are called senc_, too.
names=$(grep -o '\bsenc_[a-z_]*(' $header | tr -d '(' | sort -u)
mkdir -p "$scratch"
if [ "$(uname -s)" = Linux ]; then
    # What Swift's runtime needs is inside, too; the programs take the system's.
    mkdir -p "$scratch/runtime"
    cp "$(cc -print-file-name=libstdc++.a)" "$scratch/runtime"
    exported=$scratch/senc.map
    printf 'SENC_%s {\nglobal:\n%s\nlocal: *;\n};\n' "$abi" "$(printf '%s;\n' $names)" >"$exported"
    file=libsenc.so.$abi
    link=libsenc.so
    clang -O2 -fPIC -ffunction-sections -Wall -Werror -c Release/glibc_2_34.c \
        -o "$scratch/glibc_2_34.o"
    # It stays loaded: Swift's runtime cannot be unloaded.
    swiftc -emit-library -static-stdlib -use-ld=lld -o "$to/lib/$file" "@$objects" \
        "$scratch/glibc_2_34.o" -L "$static" -L "$scratch/runtime" -lutf8proc -lonig -lz \
        -Xclang-linker -static-libgcc -Xlinker -soname -Xlinker "$file" \
        -Xlinker --version-script="$exported" -Xlinker -Bsymbolic -Xlinker --gc-sections \
        -Xlinker -z -Xlinker nodelete -Xlinker -z -Xlinker defs -Xlinker --strip-all >&2
else
    exported=$scratch/senc.exports
    printf '_%s\n' $names >"$exported"
    file=libsenc.$abi.dylib
    link=libsenc.dylib
    swiftc -emit-library -o "$to/lib/$file" "@$objects" -lutf8proc -lonig -lz \
        -Xlinker -install_name -Xlinker "@rpath/$file" \
        -Xlinker -exported_symbols_list -Xlinker "$exported" -Xlinker -dead_strip >&2
fi
ln -sf "$file" "$to/lib/$link"
cp $header "$to/include"
cat >"$to/lib/pkgconfig/senc.pc" <<TEXT
prefix=\${pcfiledir}/../..

Name: senc
Description: Texts to vectors
Version: $version
Cflags: -I\${prefix}/include
Libs: -L\${prefix}/lib -lsenc
TEXT
licenses=$to/share/doc/libsenc/licenses
cp LICENSE "$licenses/senc"
cp "$(dirname "$(command -v swift)")/../share/swift/LICENSE.txt" "$licenses/swift"
for package in libutf8proc-dev libonig-dev zlib1g-dev libstdc++-12-dev; do
    [ ! -f "/usr/share/doc/$package/copyright" ] ||
        cp -L "/usr/share/doc/$package/copyright" "$licenses/$package"
done
echo "· $to/lib/$file: $(du -h "$to/lib/$file" | cut -f1)" >&2
