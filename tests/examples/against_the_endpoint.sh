# The programs of examples/, built as users build them, asking the sample generator over a real socket: what they print
# and what is in their databases afterwards.
set -u
failures=0
fail() {
    echo "$*"
    failures=$((failures + 1))
}

"$INGOT" llm-server --port 0 2>server.log &
server=$!
trap 'kill $server 2>/dev/null' EXIT
for _ in $(seq 100); do
    OPENAI_BASE_URL=$(sed -n 's/^listening on \(http:[^ ]*\)$/\1/p' server.log)
    [ -z "$OPENAI_BASE_URL" ] || break
    sleep 0.05
done
export OPENAI_BASE_URL

# 01: one hero, with a power level in bounds, is stored and named
"$BUILD/examples/01_quickstart" >out 2>err || fail "01_quickstart: exit status $?: $(cat err)"
[ ! -s err ] || fail "01_quickstart: $(cat err)"
row=$(sqlite3 heroes.db "select 'Created hero: ' || name || ' with power level ' || coalesce(power_level, 0) from hero
                         where length(id) = 36 and coalesce(power_level, 1) between 1 and 100")
[ "$(cat out)" = "$row" ] || fail "01_quickstart: printed $(cat out), stored $row"

# 02: the schema is the one the document prints, the answer has no id, the object has the stored one
"$BUILD/examples/02_raw_and_dump" >out 2>err || fail "02_raw_and_dump: exit status $?: $(cat err)"
grep -q '"required":\["name","secret_name"\],"title":"Hero","type":"object"}' out || fail "02_raw_and_dump: no schema in $(cat out)"
! grep '^answer:' out | grep -q '"id"' || fail "02_raw_and_dump: the answer has an id: $(cat out)"
id=$(sqlite3 database.db 'select id from hero')
grep '^hero:' out | grep -q "\"id\":\"$id\"" || fail "02_raw_and_dump: the object has not the id $id: $(cat out)"

# 03: ten heroes in one answer, in one commit
rm heroes.db
"$BUILD/examples/03_bulk" >out 2>err || fail "03_bulk: exit status $?: $(cat err)"
[ "$(tail -n 1 out)" = "Created 10 heroes" ] || fail "03_bulk: printed $(tail -n 1 out)"
[ "$(sqlite3 heroes.db 'select count(distinct name) from hero')" = 10 ] || fail "03_bulk: not ten different heroes stored"

# without any endpoint configured the built-in generator answers, and says so once
unset OPENAI_BASE_URL
rm heroes.db
"$BUILD/examples/01_quickstart" >out 2>err || fail "01_quickstart, offline: exit status $?"
[ "$(grep -c 'sample generator' err)" = 1 ] || fail "01_quickstart, offline: not one notice but: $(cat err)"

# an endpoint that is configured but not there is an error, and nothing is stored
rm heroes.db
OPENAI_BASE_URL=http://127.0.0.1:1/v1 "$BUILD/examples/01_quickstart" >out 2>err && fail "01_quickstart: no error without a server"
grep -q refused err || fail "01_quickstart: $(cat err)"
[ "$(sqlite3 heroes.db 'select count(*) from hero')" = 0 ] || fail "01_quickstart: stored a hero nobody gave"

# the quick start has at most 1.3 times the 36 lines of its Python original
[ "$(wc -l <"$SRC/examples/01_quickstart.c")" -le 47 ] || fail "01_quickstart.c has grown too long"
# and is what README.md shows
awk '/^```c$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' "$SRC/README.md" >shown
tail -n +2 "$SRC/examples/01_quickstart.c" | cmp -s - shown || fail "README.md does not show examples/01_quickstart.c"
echo "$failures failures"
[ $failures -eq 0 ]
