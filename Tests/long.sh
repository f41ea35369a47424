#!/usr/bin/env bash
# What takes longer than the checks (.ci/run) may: fuzzing, sanitizers, mutations by the hundred
# thousand, kills by the hundred, recipes for stores, deliberate faults.
# Tests/long.sh [MINUTES of fuzzing a target: 10].
# Everything is run, whatever fails. Status: 0 if nothing does.
set -uo pipefail
cd "$(dirname "$0")/.."

minutes=${1:-10}
export SENC_MUTATIONS=${SENC_MUTATIONS:-100000} SENC_KILLS=${SENC_KILLS:-200}
failed=()

# Runs a command under a heading.
part() {
    echo "== $1"
    shift
    "$@" || failed+=("$*")
}

part "build" swift build -c release --build-tests -Xswiftc -enable-testing
part "$SENC_MUTATIONS mutations" swift test -c release --skip-build --filter 'MutationTests'
part "$SENC_KILLS kills" \
    swift test -c release --skip-build --filter 'PullTests|PullCommandTests|IndexTests'
[ -x Tests/Kills/run.sh ] && part "kills of every command" Tests/Kills/run.sh
unset SENC_MUTATIONS SENC_KILLS
part "sanitizers" Tests/Sanitizers/run.sh
part "fuzzing, $minutes minutes a target" Tests/Fuzz/run.sh "$minutes"
part "recipes for stores" Examples/stores/run.sh
part "deliberate faults" python3 Tests/Mutants/run.py

[ ${#failed[@]} -eq 0 ] && exit 0
printf 'failed: %s\n' "${failed[@]}" >&2
exit 1
