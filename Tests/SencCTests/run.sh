#!/usr/bin/env bash
# Tests libsenc from C: what it computes is what the program senc does, to the bit; damaged buffers
# and options, 64 threads, forks, signals, interruptions and 100,000 calls do no harm.
#
#   Tests/SencCTests/run.sh [plain|address|valgrind]…    all three if none is named
#
# plain: as it is, with buffers whose ends are guarded. address: under AddressSanitizer, with fewer
# repetitions. valgrind: with few, and the kernels that Valgrind knows. Makes the library by
# Release/library.sh, and needs the program senc, which it builds unless it is there. Some 2 minutes
# beside what is built; needs valgrind, and on Debian and its kin cmake.
set -euo pipefail
cd "$(dirname "$0")/../.."
tests=Tests/SencCTests
model=$PWD/Tests/Goldens/tiny-bert
work=$(mktemp -d)
finish() {
    local status=$?
    [ $status = 0 ] || [ ! -f "$work/said" ] || cat "$work/said" >&2
    rm -rf "$work"
}
trap finish EXIT

say() { echo "· $*"; }

Release/library.sh "$work/libsenc"
library=$(ls "$work"/libsenc/lib/libsenc.*[0-9]* | head -n 1)
senc=$(swift build -c release --show-bin-path)/senc
[ -x "$senc" ] || swift build -c release --product senc

say "what is exported, and what is needed"
declared=$(grep -o '\bsenc_[a-z_]*(' "$work/libsenc/include/senc.h" | tr -d '(' | sort -u)
if [ "$(uname -s)" = Linux ]; then
    exported=$(nm -D --defined-only "$library" | sed -n 's/.* T \(.*\)@@.*/\1/p' | sort)
    others=$(nm -D --defined-only "$library" | grep -v ' T senc_[a-z_]*@@\| A SENC_' || true)
    needed=$(objdump -p "$library" | sed -n 's/^ *NEEDED *//p' | sort | xargs)
    [ -z "$others" ] || { echo "exported, too: $others" >&2; exit 1; }
    for name in $needed; do
        case $name in libc.so.6 | libm.so.6 | ld-linux*) ;; *) echo "needs $name" >&2; exit 1 ;; esac
    done
    echo "needs: $needed; at least $(objdump -T "$library" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)"
else
    exported=$(nm -gU "$library" | sed -n 's/.* T _//p' | sort)
fi
[ "$exported" = "$declared" ] || { printf 'exported: %s\ndeclared: %s\n' "$exported" "$declared" >&2; exit 1; }

# So many lines ($2) of all lengths and scripts, more than are encoded at once, and what the program
# makes of them, and of the first 100 with other options, in a directory $1; with the kernels $3.
expect() {
    local to=$work/$1 encode
    mkdir -p "$to"
    awk -v lines="$2" 'BEGIN {
        words = split("the king and queen of sea el rey la reina lluvia niño ¿qué? Straße 1 2024 " \
            "быстрая лиса 我喜欢 دافئ 🙂 ,.; unbelievable-word", word, " ")
        state = 7
        for (line = 0; line < lines; line++) {
            text = ""
            state = (state * 1103515245 + 12345) % 2147483648
            count = line % 11 == 0 ? 90 : 1 + int(state / 65536) % 12
            for (at = 0; at < count; at++) {
                state = (state * 1103515245 + 12345) % 2147483648
                text = text (at ? " " : "") word[1 + int(state / 65536) % words]
            }
            print text
        }
    }' >"$to/texts.txt"
    head -n 100 "$to/texts.txt" >"$to/first.txt"
    encode=(env ${3:+SENC_KERNELS=$3} "$senc" encode --model "$model" --input-format text --input)
    for type in float32 float16 int8 binary; do
        "${encode[@]}" "$to/texts.txt" --output "$to/$type.npy" --output-type $type
    done
    "${encode[@]}" "$to/first.txt" --output "$to/short.npy" --truncate-dimension 8 --normalize
    "${encode[@]}" "$to/first.txt" --output "$to/prompted.npy" --prompt-text "the sea: " --no-normalize
    "${encode[@]}" "$to/first.txt" --output "$to/left.npy" --max-tokens 9 --truncation-side left
    "${encode[@]}" "$to/first.txt" --output "$to/chunked.npy" --max-tokens 20 --overflow chunk
    "$senc" tokenize --model "$model" --input "$to/texts.txt" --input-format text --ids >"$to/tokens.txt"
} 2>"$work/said"

flags=(-std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -I "$work/libsenc/include" -pthread)
links=("$library" -Wl,-rpath,"$work/libsenc/lib" -lm)
# gold has a warning for each symbol of AddressSanitizer's.
[ "$(uname -s)" != Linux ] || links+=(-fuse-ld=lld)
compile() { clang "${flags[@]}" "${@:2}" $tests/{main,equality,tokens,search,mistakes,hostile,concurrency,memory}.c "${links[@]}" -o "$work/$1"; }

# Runs the tests and says what they print to standard error, where there should be nothing.
run() { # NAME COMMAND…
    "${@:2}" 2>"$work/said" || { echo "$1: failed" >&2; exit 1; }
    [ ! -s "$work/said" ] || { echo "$1: said something" >&2; exit 1; }
}

say "the header in C and C++"
printf '#include <senc.h>\nint main(void) { return senc_abi_version() - SENC_ABI_VERSION; }\n' >"$work/header.c"
for language in "c -std=c99" "c++ -std=c++11"; do
    # shellcheck disable=SC2086
    clang -x $language -pedantic "${flags[@]:1}" "$work/header.c" -x none "$library" \
        -Wl,-rpath,"$work/libsenc/lib" -o "$work/header"
    "$work/header"
done

say "the example of Documentation/c.md"
page() { sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" Documentation/c.md | sed '/^```/d'; }
page c >"$work/example.c"
clang "${flags[@]}" "$work/example.c" "${links[@]}" -o "$work/example"
"$work/example" >"$work/printed"
page text | diff - "$work/printed"

for kind in ${*:-plain address valgrind}; do
    say "$kind"
    case $kind in
    plain)
        expect plain 1300
        compile plain-tests -O1 -g
        run plain "$work/plain-tests" "$model" "$work/plain" 1
        clang "${flags[@]}" $tests/loading.c -ldl -o "$work/loading"
        run loading "$work/loading" "$library" "$model"
        ;;
    address)
        expect address 1300
        compile address-tests -O1 -g -fsanitize=address,undefined
        run address env ASAN_OPTIONS=detect_leaks=1 "$work/address-tests" "$model" "$work/address" 0.1
        ;;
    valgrind)
        # It knows no AVX-512, and no later form of debugging information.
        kernels=
        [ "$(uname -m)" != x86_64 ] || kernels=avx2
        expect valgrind 540 $kernels
        compile valgrind-tests -O1 -gdwarf-4
        run valgrind env ${kernels:+SENC_KERNELS=$kernels} valgrind -q --error-exitcode=9 \
            --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
            "$work/valgrind-tests" "$model" "$work/valgrind" 0.002 \
            equality options tokens search mistakes hostile threads progress memory
        ;;
    esac
done
