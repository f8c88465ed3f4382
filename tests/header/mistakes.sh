#!/bin/bash
# What a user can get wrong in a model must not compile. Each file of mistakes/ holds one mistake under #ifdef MISTAKE and
# is right without it. With it the compiler has to refuse, even without any flag (or with those of a "flags:" line), to
# name the user's line, and to say what the "expect:" line asks for.
set -u
. "$SRC/tests/header/compilers.bash"
checks=0
for cc in $compilers; do
    for file in "$SRC"/tests/header/mistakes/*.c; do
        name=${file##*/} checks=$((checks + 1))
        compile=("$cc" -std=c17 -fsyntax-only -I "$SRC/include" "$file")
        flags=$(sed -n 's/^ \* flags: //p' "$file")
        expect=$(sed -n 's/^ \* expect: //p' "$file")
        line=$(($(grep -n '^#ifdef MISTAKE' "$file" | cut -d: -f1) + 1))

        "${compile[@]}" $strict 2>right.txt || fail "$cc refuses $name without its mistake: $(head -3 right.txt)"
        if "${compile[@]}" $flags -DMISTAKE 2>wrong.txt; then
            fail "$cc takes $name with its mistake"
        elif ! grep -Eq -- "$expect" wrong.txt; then
            fail "$cc does not say \"$expect\" about $name: $(grep error: wrong.txt | head -3)"
        elif ! grep -q "$name:$line:" wrong.txt; then
            fail "$cc does not name line $line of $name: $(grep error: wrong.txt | head -3)"
        fi
    done
done
finish $checks
