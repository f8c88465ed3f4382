#!/bin/sh
# Runs every fuzz target of the fuzz preset for some seconds: fuzz.sh SECONDS. New inputs go to build/fuzz/corpus/, what
# breaks a target to build/fuzz/crashes/; exit status 1 when one broke.
set -eu
cd "$(dirname "$0")/.."
seconds=$1
status=0
mkdir -p build/fuzz/crashes
for target in build/fuzz/fuzz/fuzz_*; do
    [ -x "$target" ] || continue
    name=${target##*/fuzz_}
    mkdir -p "build/fuzz/corpus/$name"
    set -- "build/fuzz/corpus/$name" "fuzz/corpus/$name"
    [ ! -f "fuzz/$name.dict" ] || set -- "-dict=fuzz/$name.dict" "$@"
    echo "== $name, $seconds s"
    "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 \
        -artifact_prefix="build/fuzz/crashes/$name-" "$@" || status=1
done
exit $status
