# For the scripts of this folder: the compilers to try, and the strictest flags that a user may have.
strict="-Wall -Wextra -pedantic -Wshadow -Wconversion -Wvla -Wundef -Wmissing-prototypes -Wstrict-prototypes
    -Wwrite-strings -Wformat=2 -Werror"
compilers=
for cc in gcc clang-14; do
    ! command -v $cc >/dev/null || compilers="$compilers $cc"
done
[ -n "$compilers" ] || { echo "skipped: neither gcc nor clang-14 is here"; exit 77; }
failures=0
fail() {
    echo "$*"
    failures=$((failures + 1))
}
# finish CHECKS: the summary; the exit status says whether all was well
finish() {
    echo "$1 checks with$compilers, $failures failures"
    [ "$1" -gt 0 ] && [ $failures -eq 0 ]
}
