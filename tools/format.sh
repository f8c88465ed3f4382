#!/bin/sh
# Brings the C files to the style of .clang-format: format.sh; with --check it changes nothing and names what is not.
# The models with mistakes in tests/header/ stay as they are: the place of the mistake is part of the test.
set -eu
cd "$(dirname "$0")/.."
command -v clang-format-14 >/dev/null || { echo "clang-format-14 is missing: run 'tools/deps.sh lint'" >&2; exit 1; }
mode=-i
[ "${1-}" != --check ] || mode='--dry-run -Werror'
# shellcheck disable=SC2086
find src include examples tests fuzz bench -name '*.[ch]' ! -path 'tests/header/mistakes/*' -print0 |
    xargs -0 -n 8 clang-format-14 $mode
