#!/bin/sh
# Compares the kernels of CPUs that are not at hand with the portable ones, and those of gradients
# with sums in double precision: those of Arm under QEMU, those for AVX-VNNI with that instruction
# in plain C; and whatever else this CPU can run. Quotas of control groups are read from files made for
# it (Linux).
#
#   apt-get install qemu-user gcc-aarch64-linux-gnu && Tests/SencKernelsTests/run.sh
#
# Compiles with Swift's clang, as the package does.
set -eu
cd "$(dirname "$0")"
kernels=../../Sources/SencKernels
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

# build NAME FILE… [OPTION…]
build() {
    program=$build/$1
    shift
    clang -O2 -Wall -Werror -I $kernels -I $kernels/templates -I $kernels/include \
        main.c layer_checks.c row_checks.c gradient_checks.c attention_gradient_checks.c \
        "$@" -lm -o "$program"
}

if [ "$(uname -s)" = Linux ]; then
    clang -O2 -Wall -Werror -I $kernels/include processors.c -o "$build/processors"
    (cd "$build" && ./processors)
fi

case $(uname -m) in
x86_64)
    # shellcheck disable=SC2046
    build x86 avx_vnni.c $(ls $kernels/*.c $kernels/*/*.c | grep -v avx2_vnni)
    "$build/x86"
    build arm $kernels/*.c $kernels/*/*.c --target=aarch64-linux-gnu -static -fuse-ld=lld
    # Each on a CPU that can do no more, so that an instruction too many is noticed.
    qemu-aarch64 -cpu max "$build/arm" neon-i8mm neon-bf16 portable
    qemu-aarch64 -cpu neoverse-n1 "$build/arm" neon-dotprod
    qemu-aarch64 -cpu cortex-a57 "$build/arm" neon
    ;;
*)
    build native $kernels/*.c $kernels/*/*.c
    "$build/native"
    ;;
esac
