#!/bin/bash
# What must compile without a warning, even with the strictest flags: every public header on its own, and the programs of
# fine/; in C17 with and without GNU extensions.
set -u
. "$SRC/tests/header/compilers.bash"
checks=0
for cc in $compilers; do
    for standard in c17 gnu17; do
        # shellcheck disable=SC2206
        compile=("$cc" -std=$standard $strict -fsyntax-only -I "$SRC/include")
        for header in "$SRC"/include/ingot/*.h; do
            for names in "" "#define IG_NO_SHORT_NAMES"; do
                printf '%s\n#include <ingot/%s>\n#include <ingot/%s>\nextern int alone;\n' "$names" "${header##*/}" "${header##*/}" >alone.c
                checks=$((checks + 1))
                "${compile[@]}" alone.c 2>out.txt || fail "$cc $standard ${header##*/} on its own: $(head -3 out.txt)"
            done
        done
        for file in "$SRC"/tests/header/fine/*.c; do
            checks=$((checks + 1))
            "${compile[@]}" "$file" 2>out.txt || fail "$cc $standard ${file##*/}: $(head -5 out.txt)"
        done
    done
done
finish $checks
