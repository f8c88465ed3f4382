# `ingot generate` and everything that can be wrong around it: one clear line on stderr, an exit status that says where
# the fault lies, and no half-stored record.
set -u
. "$SRC/tests/cli/check.bash"
heroes
command -v sqlite3 >/dev/null || { echo "skipped: sqlite3 is not here"; exit 77; }
prompt="Create a superhero"
rows() { sqlite3 "$1" 'select count(*) from hero' 2>/dev/null || echo none; }

# ---- prompt and model -------------------------------------------------------------------------------------------------

for empty in '' ' ' "$(printf '\n\t ')"; do
    run 2 generate heroes.h Hero "$empty" --db sqlite:///a.db
    says err 'the prompt is empty'
    lines err 1
done
run 2 generate heroes.h Villain "$prompt" --db sqlite:///a.db
says err 'no model "Villain"'
lines err 1
run 2 generate nowhere.h Hero "$prompt" --db sqlite:///a.db
lines err 1
printf '#include <ingot/ingot.h>\nMODEL(A, (), (i64, a)\n' >broken.h
run 2 generate broken.h A "$prompt" --db sqlite:///a.db
says err 'broken.h'
says err 'error:'
equal "$(ls a.db 2>/dev/null)" "" "a database made for nothing"
run 2 generate heroes.h Hero "$prompt" --llm nobody/nothing --base-url http://127.0.0.1:9/v1
lines err 1

# ---- database ---------------------------------------------------------------------------------------------------------

run 0 generate heroes.h Hero "$prompt" --db sqlite:///good.db
echo "this is no database, whatever its name says" >text.db
cp text.db before
run 3 generate heroes.h Hero "$prompt" --db sqlite:///text.db
lines err 1
checks=$((checks + 1))
cmp -s before text.db || fail "a file that is no database was changed"
run 3 generate heroes.h Hero "$prompt" --db sqlite:///nowhere/a.db
lines err 1
run 3 generate heroes.h Hero "$prompt" --db sqlite:///.
lines err 1
run 2 generate heroes.h Hero "$prompt" --db oracle://a/b
lines err 1
run 2 generate heroes.h Hero "$prompt" --db heroes.db
lines err 1
if [ "$(id -u)" -ne 0 ]; then
    cp good.db sealed.db
    chmod 400 sealed.db
    run 3 generate heroes.h Hero "$prompt" --db sqlite:///sealed.db
    lines err 1
fi
mkfifo hold
sqlite3 good.db <hold >locked &
locker=$!
exec 9>hold
echo 'begin exclusive; select 1;' >&9
for _ in $(seq 100); do
    [ ! -s locked ] || break
    sleep 0.05
done
run 3 generate heroes.h Hero "$prompt" --db sqlite:///good.db
says err 'locked'
lines err 1
echo 'rollback;' >&9
exec 9>&-
wait $locker
equal "$(rows good.db)" 1 "rows of a locked database"
sqlite3 other.db 'create table hero (id text primary key)'
run 3 generate heroes.h Hero "$prompt" --db sqlite:///other.db
equal "$(rows other.db)" 0 "rows of a table with other columns"

# ---- endpoint ---------------------------------------------------------------------------------------------------------

ask() { # ask STATUS URL ARGUMENT...
    local status=$1 base=$2
    shift 2
    rm -f e.db
    run "$status" generate heroes.h Hero "$prompt" --db sqlite:///e.db --llm openai/gpt-4o-mini --base-url "$base" "$@"
}
# one STATUS URL ARGUMENT...: the same, and there is one line and no row
one() {
    ask "$@"
    lines err 1
    silent out
    equal "$(rows e.db)" 0 "rows after $last"
}
one 4 http://127.0.0.1:1/v1
one 2 nonsense

command -v python3 >/dev/null || { echo "the endpoints that misbehave are skipped: python3 is not here"; finish; exit; }
python3 "$SRC/tests/cli/endpoint.py" >port 2>endpoint.log &
endpoint=$!
trap 'kill $endpoint 2>/dev/null' EXIT
for _ in $(seq 100); do
    [ ! -s port ] || break
    sleep 0.05
done
base=http://127.0.0.1:$(cat port)
for what in html html500 half nothing no-choices no-object error400 error401 error404 quota 429 500 cut close redirect garbage; do
    one 4 "$base/$what" --timeout 20
done
one 4 "$base/hang" --timeout 2
says err '(--timeout allows more)'
one 4 "$base/slow" --timeout 2
ask 1 "$base/refusal"
lines err 1
equal "$(rows e.db)" 0 "rows after a refusal"
one 4 "$base/length"
ask 1 "$base/prose"
equal "$(rows e.db)" 0 "rows after prose"
ask 1 "$base/half-arguments"
says err '3 attempts'
equal "$(rows e.db)" 0 "rows after half a record"
ask 1 "$base/wrong"
says err 'Input should be less than or equal to 100'
equal "$(rows e.db)" 0 "rows after a record that is not valid"

# the second answer is right only if the question quotes what was wrong with the first
ask 0 "$base/repair"
equal "$(rows e.db)" 1 "rows after a repaired record"
equal "$(sqlite3 e.db 'select power_level from hero')" 42 "the repaired value"

# whatever a model answers, nothing of it commands the terminal, and columns stay columns
ask 0 "$base/odd"
checks=$((checks + 1))
! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]\\|\302\233')" out || fail "control characters in a table"
says out '日本 "x" \ \u001b[31m ? ? \neeeee'
says out '…  Ada'

# a record that the table refuses is asked for again, with the table's reason
sed 's/IG_INDEX, //; s/(str,     secret_name)/(str,     secret_name, IG_UNIQUE)/' heroes.h >unique.h
rm -f u.db
run 0 generate unique.h Hero "$prompt" -n 3 --db sqlite:///u.db --llm openai/gpt-4o-mini --base-url "$base/unique"
equal "$(rows u.db)" 3 "rows with a unique member"
says err '3 records stored in table hero: 5 attempts'
rm -f u.db
run 3 generate unique.h Hero "$prompt" -n 3 --db sqlite:///u.db --llm openai/gpt-4o-mini --base-url "$base/same"
says err '1 of 3 records stored'
equal "$(rows u.db)" 1 "rows when the same record comes again and again"
finish
