#!/bin/sh
# Runs the benchmarks: BUILD=build/release bench/run.sh. Figures are ratios of one run; see bench/README.md.
set -eu
: "${BUILD:=build/release}"
for program in "$BUILD"/bench/bench_*; do
    [ -x "$program" ] || continue
    echo "== ${program##*/}"
    "$program"
done
echo "== generate"
bench/generate.sh "$BUILD"
