#!/bin/bash
# Models in a header that two .c files share: the program of link/ links and runs, and defining the models in both files
# is refused by the linker.
set -u
. "$SRC/tests/header/compilers.bash"
checks=0
for cc in $compilers; do
    # shellcheck disable=SC2206
    compile=("$cc" -std=c17 $strict -I "$SRC/include")
    checks=$((checks + 2))
    if "${compile[@]}" "$SRC"/tests/header/link/*.c -o program 2>out.txt; then
        ./program || fail "$cc: the program of two files finds different models (exit status $?)"
    else
        fail "$cc: $(head -5 out.txt)"
    fi
    if "${compile[@]}" -DDEFINE_AGAIN "$SRC"/tests/header/link/*.c -o twice 2>out.txt; then
        fail "$cc: models defined in two files link"
    elif ! grep -q 'multiple definition of .*Hero_model' out.txt; then
        fail "$cc: models defined in two files: $(head -5 out.txt)"
    fi
done
finish $checks
