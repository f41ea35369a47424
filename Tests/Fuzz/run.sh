#!/usr/bin/env bash
# Runs the fuzz targets: Tests/Fuzz/run.sh MINUTES [TARGET…], all targets if none is named, so many
# minutes each, JOBS of them at a time (2). What was found stays in .build-fuzz: corpora, logs, and
# inputs that end the process, hang or take too much memory. INPUT=file runs the targets on that
# input only. Status: 0 if nothing was found, 1 otherwise.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$PWD/.build-fuzz
# Seconds and MiB that an input may take.
timeout=20
memory=1024

minutes=${1:?usage: Tests/Fuzz/run.sh MINUTES [TARGET…]}
shift
SENC_FUZZ=1 swift build -c release --scratch-path "$work" --sanitize=fuzzer --product Fuzz \
    -Xswiftc -enable-testing
program=$work/release/Fuzz
rm -rf "$work/made"
mkdir -p "$work/found" "$work/made"
# Targets that need directories make them in memory if they can.
TMPDIR=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
targets=$(SENC_FUZZ_MADE=$work/made $program)
python3 Tests/Fuzz/seeds.py "$work/seeds" "$work/made"

# Runs a target and says what it did; fails if it found something. What took too long is run once
# more: beside other work, a short input may, too. If it does not, the target goes on.
fuzz() {
    local target=$1 log=$work/found/$1.log end=$((SECONDS + minutes * 60))
    local runs=0 status part input peak cover
    local inputs=("$work/corpus/$target" "$work/seeds/$target")
    mkdir -p "${inputs[@]}"
    export SENC_FUZZ_TARGET=$target
    : >"$log"
    while [ $SECONDS -lt $end ]; do
        status=0
        nice -n 19 "$program" "${inputs[@]}" -max_total_time=$((end - SECONDS)) \
            -timeout=$timeout -rss_limit_mb=$memory -max_len=200000 \
            -artifact_prefix="$work/found/$target-" -print_final_stats=1 \
            >"$log.part" 2>&1 || status=$?
        cat "$log.part" >>"$log"
        part=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log.part")
        runs=$((runs + ${part:-0}))
        input=$(grep -o "$work/found/$target-timeout-[0-9a-f]*" "$log.part" | tail -n 1 || true)
        [ -n "$input" ] || break
        "$program" -timeout=$timeout "$input" >/dev/null 2>&1 || break
        rm "$input"
        status=0
    done
    rm "$log.part"
    peak=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log" | sort -n | tail -n 1)
    cover=$(grep -o 'cov: [0-9]*' "$log" | tail -n 1 | cut -d ' ' -f 2 || true)
    echo "$target: $runs inputs, ${cover:-?} edges, ${peak:-?} MiB, status $status"
    [ "$status" -eq 0 ] && return
    grep -E 'Fatal error|SUMMARY|Test unit written' "$log" | sed 's/^/    /' || tail -n 5 "$log"
    return 1
}

found=0
for target in ${*:-$targets}; do
    if [ -n "${INPUT:-}" ]; then
        SENC_FUZZ_TARGET=$target "$program" -timeout=$timeout -rss_limit_mb=$memory "$INPUT" || found=1
        continue
    fi
    while [ "$(jobs -rp | wc -l)" -ge "${JOBS:-2}" ]; do wait -n || found=1; done
    fuzz "$target" &
done
while [ -n "$(jobs -p)" ]; do wait -n || found=1; done
exit $found
