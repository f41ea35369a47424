#!/usr/bin/env bash
# Runs the tests under AddressSanitizer and ThreadSanitizer, in build directories of their own:
# Tests/Sanitizers/run.sh [address|thread]…, both if none is named. FILTER="regex…" runs only those
# suites. The tests' output is in .build-*/tests.log, and what a sanitizer says, of the tests or of
# a program that they start, in .build-*/reports. Status: 0 if all tests pass and nothing is
# reported. Builds and runs on Linux.
set -euo pipefail
cd "$(dirname "$0")/../.."

# What is left out: what measures what sanitizers change, speed (SpeedTests) and memory
# (MemoryTests); kills, which come before a program that starts slowly has done anything; and a
# program that is busy until the test comes to change its file (vectorsThatShrink).
skipped=(SpeedTests MemoryTests KillTests aKilledPull aKilledBuild vectorsThatShrink)
# ThreadSanitizer keeps signals back from a thread that waits for Swift's Mutex, so that a program
# is not interrupted, and itself writes a file that is over a limit of 512 bytes.
skipped_thread=(CanBeInterrupted anInterruptedJob aFileOverTheSizeLimit)

# One target's tests after the other's: a report of AddressSanitizer ends those of its target.
targets=$(cd Tests && ls -dr Senc*Tests | grep -v SencKernelsTests)

found=0
for sanitizer in ${*:-address thread}; do
    echo "== $sanitizer"
    skips=("${skipped[@]/#/--skip=}")
    [ "$sanitizer" = address ] || skips+=("${skipped_thread[@]/#/--skip=}")
    work=$PWD/.build-$sanitizer
    log=$work/tests.log
    reports=$work/reports
    rm -rf "$reports"
    mkdir -p "$reports"
    # Swift's clang: another's sanitizers are others.
    clang -c -O1 -Wall -Werror "-D${sanitizer}_sanitizer" "-DREPORTS=\"$reports/report\"" \
        "-DSYMBOLIZER=\"$(command -v llvm-symbolizer)\"" \
        "-DSUPPRESSIONS=\"$PWD/Tests/Sanitizers/$sanitizer.txt\"" \
        Tests/Sanitizers/runtime.c -o "$work/runtime.o"
    # Programs are linked anew if the name is another.
    object=$work/runtime-$(cksum <"$work/runtime.o" | cut -d ' ' -f 1).o
    mv "$work/runtime.o" "$object"
    links=(-Xlinker "$object")
    if [ "$sanitizer" = address ]; then
        links+=(-Xlinker --wrap=mmap -Xlinker --wrap=munmap)
    fi
    nice swift build -c release --build-tests -Xswiftc -enable-testing \
        --sanitize="$sanitizer" --scratch-path "$work" "${links[@]}" >"$work/build.log" 2>&1 || {
        grep -E 'error:' "$work/build.log" || tail "$work/build.log"
        exit 1
    }
    : >"$log"
    for filter in ${FILTER:-$targets}; do
        nice swift test -c release --skip-build --sanitize="$sanitizer" --scratch-path "$work" \
            "${skips[@]}" --filter "$filter" >"$work/part.log" 2>&1 || found=1
        cat "$work/part.log" >>"$log"
        echo "$filter: $(grep -aE 'Test run with' "$work/part.log" || echo 'ended early')"
        grep -aE '✘ Test .* (failed|recorded)|Fatal error|error: Exited' "$work/part.log" || true
    done
    for report in "$reports"/*; do
        [ -f "$report" ] || continue
        found=1
        swift demangle --simplified <"$report" >"$work/report"
        mv "$work/report" "$report"
    done
    cat "$reports"/* 2>/dev/null | grep '^SUMMARY: ' | sort | uniq -c || true
done
exit $found
