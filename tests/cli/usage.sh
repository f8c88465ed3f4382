# How the command is called: help, version, and every way to call it wrongly.
set -u
. "$SRC/tests/cli/check.bash"
heroes

run 2
says err 'Usage: ingot COMMAND'
silent out
for call in --help -h help; do
    run 0 $call
    says out 'Usage: ingot COMMAND'
    silent err
done
run 0 --version
checks=$((checks + 1))
grep -Eq '^ingot [0-9]+\.[0-9]+\.[0-9]+$' out || fail "--version printed $(cat out)"
for command in schema validate json generate llm-server; do
    run 0 help $command
    says out "Usage: ingot $command"
    cp out help
    run 0 $command --help
    prints "$(cat help)"
    run 0 --help
    says out "  $command"
done
run 2 help nonsense
says err 'no command "nonsense"'

run 2 nonsense
says err 'no command "nonsense": there are schema, validate, json, generate'
lines err 1
run 2 schema heroes.h
says err 'arguments are missing: ingot schema FILE NAME'
run 2 schema heroes.h Hero Point
says err 'too many arguments'
run 2 schema heroes.h Hero --colour
says err 'unknown option --colour'
run 2 schema heroes.h Hero --format
says err 'a value is missing after --format'
run 2 schema heroes.h Hero --format xml
says err '--format takes one of json-schema, openai, openai-strict, anthropic, sql, not "xml"'
run 2 schema heroes.h Hero --dialect sqlite
says err '--dialect goes with --format sql'
run 2 validate heroes.h Hero --strict=yes
says err 'no value goes with --strict'
for n in 0 -1 x 1x '' 99999999999999999999 1000001; do
    run 2 generate heroes.h Hero hello -n "$n"
    says err '-n takes a number from 1 to 1000000'
done
for mode in json json-schema md-json; do
    run 2 generate heroes.h Hero hello --mode $mode
    says err "--mode $mode is not there yet"
done
run 2 generate heroes.h Hero hello --mode telepathy
says err '--mode takes one of'

# options before, between and after the arguments, with = and without; -- ends them
run 0 schema --format=anthropic heroes.h Point
says out '"input_schema"'
run 0 schema heroes.h --format anthropic Point
says out '"input_schema"'
run 0 schema heroes.h --format json-schema Point --format anthropic
says out '"input_schema"'
cp heroes.h ./--odd.h
run 0 schema -- --odd.h Point
says out '"title":"Point"'
run 2 schema -- heroes.h Point --format

# a result that cannot be written is no success
if [ -c /dev/full ]; then
    checks=$((checks + 1))
    "$INGOT" schema heroes.h Point >/dev/full 2>err && fail "a full disk went unnoticed"
    says err 'cannot write to stdout'
fi
checks=$((checks + 1))
"$INGOT" schema heroes.h Point >&- 2>err && fail "a closed stdout went unnoticed"
says err 'cannot write to stdout'
run 1 json <&-
says err 'stdin: '
finish
