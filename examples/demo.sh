#!/bin/sh
# `make demo`: ten superheroes, asked for over HTTP from the sample generator (no key needed), validated, stored in
# heroes.db and printed. With OPENAI_API_KEY or OPENAI_BASE_URL set, the language model behind them answers instead.
set -eu
cd "$(dirname "$0")/.."
ingot=build/release/ingot
model=examples/heroes.h
database=sqlite:///heroes.db
prompt="Create a superhero with a power level between 1-100"

if [ -n "${OPENAI_API_KEY:-}${OPENAI_BASE_URL:-}" ]; then
    exec "$ingot" generate "$model" Hero "$prompt" -n 10 --db "$database"
fi

log=$(mktemp)
"$ingot" llm-server --port 0 2>"$log" &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null || true; rm -f "$log"' EXIT
trap 'exit 130' HUP INT TERM
base=
for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    base=$(sed -n 's/^.*\(http:\/\/[^ ]*\).*$/\1/p' "$log" | head -n 1)
    [ -z "$base" ] || break
    kill -0 $server 2>/dev/null || { cat "$log" >&2; exit 4; }
    sleep 0.1
done
[ -n "$base" ] || { echo "the sample server did not start" >&2; exit 4; }

echo "\$ ingot llm-server &        (sample data, not a language model; with OPENAI_API_KEY set a real one answers)"
echo "\$ ingot generate $model Hero \"$prompt\" -n 10 --db $database"
"$ingot" generate "$model" Hero "$prompt" -n 10 --db "$database" --llm openai/sample-1 --base-url "$base"
echo
echo "stored in heroes.db: $(sqlite3 heroes.db 'select count(*) from hero') rows in table hero"
