#!/usr/bin/env bash
# Runs the tests under AddressSanitizer and ThreadSanitizer, in build directories of their own:
# Tests/Sanitizers/run.sh [address|thread]…, both if none is named. FILTER=regex runs only those
# suites. Status: 0 if all tests pass and no sanitizer reports anything.
set -euo pipefail
cd "$(dirname "$0")/../.."

# SpeedTests measures speed, which sanitizers change.
skipped=SpeedTests

# Memory that lives as long as the process is no fault; OpenBLAS's threads are not instrumented.
export ASAN_OPTIONS=detect_leaks=0
export TSAN_OPTIONS=halt_on_error=0:exitcode=66

found=0
for sanitizer in ${*:-address thread}; do
    echo "== $sanitizer"
    work=.build-$sanitizer
    log=$work/tests.log
    nice swift build -c release --build-tests -Xswiftc -enable-testing \
        --sanitize="$sanitizer" --scratch-path "$work"
    nice swift test -c release --skip-build --sanitize="$sanitizer" --scratch-path "$work" \
        --skip "$skipped" ${FILTER:+--filter "$FILTER"} >"$log" 2>&1 || found=1
    grep -E 'SUMMARY: |Test run with|✘ Test .* failed' "$log" | sort | uniq -c || true
    if grep -q 'SUMMARY: ' "$log"; then found=1; fi
done
exit $found
