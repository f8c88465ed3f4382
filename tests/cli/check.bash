# For the scripts of this folder: runs the command and looks at what it said.
checks=0 failures=0
fail() {
    echo "$*"
    head -c 600 err
    failures=$((failures + 1))
}
# run STATUS ARGUMENT...: runs the command with this shell's stdin; its output goes to the files out and err
run() {
    local want=$1 status=0
    shift
    last="ingot $*"
    checks=$((checks + 1))
    timeout 60 "$INGOT" "$@" >out 2>err || status=$?
    [ $status -eq "$want" ] || fail "$last: exit status $status, not $want"
}
# prints TEXT: stdout was exactly this
prints() {
    checks=$((checks + 1))
    [ "$(cat out)" = "$1" ] || fail "$last: printed $(head -c 600 out), not $1"
}
# says FILE TEXT: out or err holds this text
says() {
    checks=$((checks + 1))
    grep -Fq -- "$2" "$1" || fail "$last: std$1 does not say \"$2\" but $(head -c 600 "$1")"
}
# silent FILE: out or err is empty
silent() {
    checks=$((checks + 1))
    [ ! -s "$1" ] || fail "$last: std$1 is not empty: $(head -c 600 "$1")"
}
# lines FILE N: out or err has so many lines
lines() {
    checks=$((checks + 1))
    [ "$(wc -l <"$1")" -eq "$2" ] || fail "$last: std$1 has $(wc -l <"$1") lines, not $2: $(head -c 600 "$1")"
}
# equal A B WHAT
equal() {
    checks=$((checks + 1))
    [ "$1" = "$2" ] || fail "$3: $1, not $2"
}
finish() {
    echo "$checks checks, $failures failures"
    [ $failures -eq 0 ]
}
# The models of most scripts, in the file heroes.h.
heroes() {
    cat >heroes.h <<'END'
#include <ingot/ingot.h>

ENUM(Rank, rookie, veteran, legend);

MODEL(Hero, (IG_TABLE("hero"), IG_DESCRIPTION("A comic-book hero")),
    (uuid,    id,          IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4), IG_SKIP_JSON_SCHEMA),
    (str,     name,        IG_INDEX, IG_MIN_LENGTH(2), IG_MAX_LENGTH(100)),
    (str,     secret_name),
    (opt_i64, age),
    (opt_i64, power_level, IG_GE(1), IG_LE(100)),
    (Rank,    rank,        IG_ENUM(Rank), IG_DEFAULT(Rank_rookie)));
VIEW(HeroCreate, Hero, IG_OMIT("id"));

MODEL(Point, (), (i64, x), (i64, y));
END
}
