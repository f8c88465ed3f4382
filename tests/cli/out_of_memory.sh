# `ingot generate` with one allocation in n failing, 200 runs: an exit status of its own, never a crash or a hang, and
# never a damaged or half-stored record. Under a sanitizer the program's own allocations fail and leaks are reported; in
# an ordinary build those of every library fail too.
set -u
model=$SRC/examples/heroes.h
fault=$BUILD/tests/ingot_fault
shim=$BUILD/tests/libfailmalloc.so
"$INGOT" generate "$model" Hero "Create a superhero" >/dev/null 2>&1 || exit 1 # fills the cache of model files
"$fault" generate "$model" Hero "Create a superhero" >/dev/null 2>&1 || exit 1
failed=0 good=0 bad=0

check() { # check STATUS WHAT
    case $1 in
    0) good=$((good + 1)) ;;
    1 | 2 | 3 | 4) bad=$((bad + 1)) ;;
    *)
        echo "exit status $1: $2" >&2
        cat output >&2
        failed=1
        ;;
    esac
}

run=0
while [ $run -lt 200 ]; do
    run=$((run + 1))
    case $((run % 4)) in 0) n=40 ;; 1) n=150 ;; 2) n=600 ;; *) n=2500 ;; esac
    export INGOT_FAIL_SEED=$run
    if [ -f "$shim" ]; then
        timeout 20 env INGOT_FAIL_ONE_IN=$n LD_PRELOAD="$shim" "$INGOT" generate "$model" Hero "Create a superhero" --db sqlite:///oom.db >output 2>&1
        check $? "every library, one in $n, seed $run"
    fi
    timeout 60 env INGOT_FAIL_ONE_IN=$n "$fault" generate "$model" Hero "Create a superhero" --db sqlite:///oom.db >output 2>&1
    check $? "own allocations, one in $n, seed $run"
done
echo "$good runs done, $bad with an error of their own"
[ $good -gt 0 ] && [ $bad -gt 0 ] || { echo "the allocations did not fail as meant" >&2; exit 1; }
rows=$(sqlite3 oom.db "select count(*) from hero where length(name) >= 2 and secret_name is not null and length(id) >= 32")
all=$(sqlite3 oom.db "select count(*) from hero")
[ "$rows" = "$all" ] || { echo "a half-stored record" >&2; exit 1; }
[ "$(sqlite3 oom.db 'pragma integrity_check')" = ok ] || exit 1
exit $failed
