#!/bin/bash
# Holds the command against behaviour recorded from the Python stack: cases.sh validate|schema [--bar SHARE]
set -eu
runner=$SRC/../shared/cases/run.py
if [ ! -f "$runner" ]; then
    echo "skipped: there are no recorded cases in $SRC/../shared/cases"
    exit 77
fi
exec python3 "$runner" "$@" --ingot "$INGOT"
