#!/bin/bash
# `ingot json` on the public conformance suite in ../shared/cases/json-suite: y_ files are accepted, n_ files refused with
# line and column on stderr, i_ files may go either way, and nothing crashes.
set -u
suite=$SRC/../shared/cases/json-suite
if [ ! -d "$suite" ]; then
    echo "skipped: there is no suite in $suite"
    exit 77
fi
files=0 failures=0
fail() { # fail FILE WHY
    echo "${1##*/}: $2"
    failures=$((failures + 1))
}
for file in "$suite"/[yni]_*.json; do
    files=$((files + 1))
    "$INGOT" json <"$file" >out 2>err
    status=$?
    case ${file##*/}:$status in
    y_*:0 | i_*:0 | i_*:1) ;;
    n_*:1) grep -Eq 'line [0-9]+,? column [0-9]+' err || fail "$file" "no line and column on stderr: $(head -c 200 err)" ;;
    *) fail "$file" "exit status $status: $(head -c 200 err)" ;;
    esac
    if [ $status -eq 0 ]; then # what was printed is the same value in one line
        "$INGOT" json <out >again 2>err && cmp -s out again || fail "$file" "its minified form does not read back"
    elif [ -s out ]; then
        fail "$file" "refused, yet something was printed on stdout"
    fi
done
echo "$files files, $failures failures"
[ $files -gt 0 ] && [ $failures -eq 0 ]
