#!/bin/sh
# Kills the program N times (200) at random moments of encode, classify, map, index and pull, and
# checks after each that nothing is lost: Tests/Kills/run.sh [N]
set -eu
cd "$(dirname "$0")/../.."
total=${1:-200}
export SENC_KILLS=$(((total + 4) / 5))
echo "$((SENC_KILLS * 5)) kills: $SENC_KILLS in each of encode, classify, map, index, pull"
# The pull by itself: beside other tests its kills come too late.
for tests in 'KillTests|aKilledBuildLeavesTheIndexAsItWas' aKilledPull; do
    swift test -c release ${SENC_TEST_OPTIONS:-} --filter "$tests"
done
