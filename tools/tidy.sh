#!/bin/sh
# clang-tidy with .clang-tidy over the library and the command, as the dev preset compiles them: its assertions tell the
# analyser what cannot be. Prints file:line: problem, then how many; exit status 1 when there are any. How the analyser got
# there stands in build/dev/clang-tidy.txt.
set -eu
cd "$(dirname "$0")/.."
command -v clang-tidy-14 >/dev/null || { echo "clang-tidy-14 is missing: run 'tools/deps.sh lint'" >&2; exit 1; }
cmake --preset dev >/dev/null
report=build/dev/clang-tidy.txt
find src -name '*.c' -print0 | sort -z |
    xargs -0 -n 1 -P "$(nproc)" clang-tidy-14 --quiet -p build/dev >$report 2>/dev/null || true
problems=$(grep -E ': (warning|error): ' $report | sed "s|^$PWD/||" | sort -u)
[ -z "$problems" ] || echo "$problems"
echo "clang-tidy: $(find src -name '*.c' | wc -l) files, $(echo "$problems" | grep -c .) problems"
[ -z "$problems" ]
