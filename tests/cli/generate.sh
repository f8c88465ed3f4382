# `ingot generate`: with the sample generator in the process, and over a socket with `ingot llm-server`; stored, printed,
# several at a time, asked again, interrupted.
set -u
. "$SRC/tests/cli/check.bash"
heroes
prompt="Create a superhero with a power level between 1-100"
rows() { sqlite3 "$1" "select count(*) from ${2:-hero}" 2>/dev/null || echo none; }
command -v sqlite3 >/dev/null || { echo "skipped: sqlite3 is not here"; exit 77; }

# ---- in the process ---------------------------------------------------------------------------------------------------

run 0 generate heroes.h Hero "$prompt"
says err 'no API key set'
says err '1 record: 1 attempt, '
says err '(synthetic sample data)'
lines err 2
lines out 3
equal "$(head -n 1 out | tr -s ' ')" 'name secret_name age power_level rank' "heading of the table"
run 0 generate heroes.h HeroCreate "$prompt" --json -n 5
lines out 5
says err '5 records: 5 attempts, '
cp out five
"$INGOT" validate heroes.h HeroCreate --lines <five >again
equal "$(cat again)" "$(cat five)" "generated records, validated"
equal "$(sort -u five | wc -l)" 5 "different records"
run 0 generate heroes.h HeroCreate "$prompt" --json -n 5
equal "$(cat out)" "$(cat five)" "the same call again"
run 0 generate heroes.h HeroCreate "$prompt" --json -n 5 --concurrency 3
equal "$(cat out)" "$(cat five)" "three at a time"
run 0 generate heroes.h HeroCreate "$prompt" --json -n 5 --seed 7
checks=$((checks + 1))
! cmp -s out five || fail "another seed gave the same records"

# ---- stored -----------------------------------------------------------------------------------------------------------

run 0 generate heroes.h Hero "$prompt" -n 10 --db sqlite:///a.db
says err '10 records stored in table hero: 10 attempts, '
lines out 12
equal "$(rows a.db)" 10 "rows"
run 0 generate heroes.h Hero "$prompt" -n 12 --db sqlite:///a.db --json --concurrency 4 --seed 3
equal "$(rows a.db)" 22 "rows after a second run"
lines out 12
while read -r line; do
    id=$(printf '%s' "$line" | sed 's/^{"id":"\([^"]*\)".*/\1/')
    name=$(printf '%s' "$line" | sed 's/.*"name":"\([^"]*\)","secret.*/\1/')
    found=$(sqlite3 a.db "select name from hero where replace(id, '-', '') = replace('$id', '-', '')")
    equal "$found" "$name" "the row of a printed record"
done <out
run 0 generate heroes.h HeroCreate "$prompt" --db sqlite:///b.db --json
equal "$(rows b.db)" 1 "rows from a view"
says out '{"id":"'
run 2 generate heroes.h Point "$prompt" --db sqlite:///c.db
says err 'Point has no IG_TABLE, so --db cannot store it'
lines err 1

# ---- over a socket ----------------------------------------------------------------------------------------------------

# serve ARGUMENT...: starts a server and sets base, its URL
serve() {
    "$INGOT" llm-server --port 0 "$@" 2>server.log &
    server=$!
    base=
    for _ in $(seq 100); do
        base=$(sed -n 's/^.*\(http:[^ ]*\).*$/\1/p' server.log)
        [ -z "$base" ] || return 0
        sleep 0.05
    done
    echo "the server did not start: $(cat server.log)"
    exit 1
}
# stop: ends it; it must end by itself when told to
stop() {
    local status=0
    checks=$((checks + 1))
    kill -TERM $server
    wait $server || status=$?
    [ $status -eq 0 ] || fail "llm-server ended with $status: $(cat server.log)"
}
trap 'kill $server 2>/dev/null' EXIT

serve
run 0 generate heroes.h HeroCreate "$prompt" --json -n 5 --base-url "$base" --llm openai/sample-1
equal "$(cat out)" "$(cat five)" "the same records over a socket"
checks=$((checks + 1))
! grep -q 'no API key' err || fail "a notice although an endpoint was given"
OPENAI_BASE_URL=$base run 0 generate heroes.h HeroCreate "$prompt" --json -n 5 --llm openai/sample-1
equal "$(cat out)" "$(cat five)" "the endpoint from the environment"
printf 'OPENAI_BASE_URL=%s\nINGOT_LLM=openai/sample-1\n' "$base" >.env
run 0 generate heroes.h HeroCreate "$prompt" --json -n 5
equal "$(cat out)" "$(cat five)" "the endpoint from .env"
rm .env
stop

serve --faults bad-first
run 0 generate heroes.h Hero "$prompt" --db sqlite:///d.db --base-url "$base" --llm openai/sample-1
says err '1 record stored in table hero: 2 attempts, '
equal "$(rows d.db)" 1 "rows after a first answer that was not valid"
equal "$(sqlite3 d.db 'select count(*) from hero where power_level is null or power_level between 1 and 100')" 1 "valid"
stop

serve --faults always-bad
run 1 generate heroes.h Hero "$prompt" -n 3 --db sqlite:///e.db --base-url "$base" --llm openai/sample-1
silent out
says err 'record 1 of 3: '
says err 'validation error'
says err '0 of 3 records stored'
equal "$(rows e.db)" 0 "rows after answers that were never valid"
run 1 generate heroes.h Hero "$prompt" --max-attempts 1 --base-url "$base" --llm openai/sample-1
says err '1 attempt'
stop

serve --faults http429=1,http500=1
run 0 generate heroes.h Hero "$prompt" --base-url "$base" --llm openai/sample-1
stop

# ---- Ctrl-C -----------------------------------------------------------------------------------------------------------

serve --faults delay=100ms
"$INGOT" generate heroes.h Hero "$prompt" -n 100 --db sqlite:///f.db --json --base-url "$base" --llm openai/sample-1 \
    >out 2>err &
job=$!
for _ in $(seq 100); do
    [ "$(wc -l <out)" -lt 3 ] || break
    sleep 0.05
done
kill -INT $job
status=0
wait $job || status=$?
last="generate, interrupted"
equal $status 130 "exit status after Ctrl-C"
kept=$(rows f.db)
checks=$((checks + 1))
[ "$kept" -ge 3 ] && [ "$kept" -lt 100 ] || fail "$kept rows kept"
equal "$(wc -l <out)" "$kept" "records printed"
says err "interrupted: $kept of 100 records stored"
stop

# a signal that comes while an endpoint hangs is not left waiting either
serve --faults hang
"$INGOT" generate heroes.h Hero "$prompt" --db sqlite:///g.db --base-url "$base" --llm openai/sample-1 >out 2>err &
job=$!
sleep 0.5
kill -INT $job
wait $job
equal $? 130 "exit status after Ctrl-C while the endpoint hangs"
says err 'interrupted: 0 of 1 records stored'
equal "$(rows g.db)" 0 "rows after that"
run 4 generate heroes.h Hero "$prompt" --timeout 1 --base-url "$base" --llm openai/sample-1
lines err 1
stop
finish
