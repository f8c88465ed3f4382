# `ingot schema`: every format, of models and views.
set -u
. "$SRC/tests/cli/check.bash"
heroes

run 0 schema heroes.h Point
prints '{"properties":{"x":{"title":"X","type":"integer"},"y":{"title":"Y","type":"integer"}},"required":["x","y"],"title":"Point","type":"object"}'
silent err
run 0 schema heroes.h Hero
says out '"title":"Hero"'
says out '"rank":{"$ref":"#/$defs/Rank","default":"rookie"}'
checks=$((checks + 1))
! grep -q '"id"' out || fail "IG_SKIP_JSON_SCHEMA is in the schema"
run 0 schema heroes.h HeroCreate
says out '"title":"HeroCreate"'
run 0 schema heroes.h Point --format openai
prints '{"name":"Point","description":"Correctly extracted `Point` with all the required parameters with correct types","parameters":{"properties":{"x":{"title":"X","type":"integer"},"y":{"title":"Y","type":"integer"}},"required":["x","y"],"type":"object"}}'
run 0 schema heroes.h Hero --format openai-strict
says out '"strict":true'
says out '"required":["name","secret_name","age","power_level","rank"]'
run 0 schema heroes.h Hero --format anthropic
says out '{"name":"Hero","description":"A comic-book hero","input_schema":{'
for dialect in sqlite postgresql; do
    run 0 schema heroes.h Hero --format sql --dialect $dialect
    says out 'CREATE TABLE'
    says out 'power_level'
done
run 0 schema heroes.h Hero --format sql
if command -v sqlite3 >/dev/null; then
    equal "$(sqlite3 :memory: ".read out" "select count(*) from pragma_table_info('hero')" 2>&1)" 6 "columns made by the SQL"
fi
run 2 schema heroes.h Point --format sql
says err 'Point'

# what strict mode cannot say is named
cat >map.h <<'END'
#include <ingot/ingot.h>
MODEL(Box, (), (i64, size), (str_map, labels));
END
run 2 schema map.h Box --format openai-strict
says err 'Box.labels'
lines err 1
silent out
finish
