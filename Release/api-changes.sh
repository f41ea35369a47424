#!/usr/bin/env bash
# What of the library's interface programs would no longer compile against, compared with the last
# release: each line is a change that needs a new major version (before 1.0 a new minor one) and a
# word in CHANGELOG.md.
#   Release/api-changes.sh [TAG]        # else the last tag of a version, 1.2.3 or v1.2.3
# Ends with status 0 if there is none, or no tag to compare with, 1 if there are some. Both versions
# are built, in .build-api, so it takes minutes. That an error has got one case more is listed, too:
# a switch over all of them is no longer complete. What has become `package` is not: Swift's tool takes
# it for there.
set -euo pipefail
cd "$(dirname "$0")/.."

tag=${1:-$(git describe --tags --abbrev=0 --match '[0-9]*' --match 'v[0-9]*' 2>/dev/null || true)}
if [ -z "$tag" ]; then
    echo "no version has a tag yet: there is nothing to compare the library's interface with"
    exit 0
fi
git rev-parse --quiet --verify "$tag^{commit}" >/dev/null || { echo "no such tag: $tag" >&2; exit 64; }

products=(Senc SencTokenizers SencWeights SencVectors SencAnalysis SencMaps SencTraining SencEmbeddedModel)
# What those re-export.
targets=(SencFiles SencMath)
echo "compared with $tag:"
swift package --scratch-path .build-api diagnose-api-breaking-changes "$tag" \
    --baseline-dir .build-api/baselines --products "${products[@]}" --targets "${targets[@]}"
