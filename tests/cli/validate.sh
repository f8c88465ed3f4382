# `ingot validate`: one value or JSON Lines; texts as Pydantic's, reports as FastAPI's.
set -u
. "$SRC/tests/cli/check.bash"
heroes

run 0 validate heroes.h Point <<<' {"y": "2", "x": 1.0, "z": 3} '
prints '{"x":1,"y":2}'
silent err
run 1 validate heroes.h Point <<<'{"x": "one"}'
silent out
says err '2 validation errors for Point
x
  Input should be a valid integer, unable to parse string as an integer [type=int_parsing, input_value='"'one'"', input_type=str]
    For further information visit https://errors.pydantic.dev/2.13/v/int_parsing
y
  Field required'
run 1 validate heroes.h Point --json <<<'{"x": "one", "y": 2}'
prints '{"detail":[{"type":"int_parsing","loc":["x"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"one"}]}'
silent err
run 1 validate heroes.h Point --strict <<<'{"x": "1", "y": 2}'
says err 'type=int_type'
run 1 validate heroes.h Point --strict --json <<<'{"x": "1", "y": 2}'
says out '"type":"int_type"'
run 1 validate heroes.h Point <<<'{"x": 1, "y": 2'
says err 'Invalid JSON'
says err '[type=json_invalid'
run 1 validate heroes.h Point --json <<<'{"x": 1, "y": 2'
says out '{"detail":[{"type":"json_invalid","loc":[],'
run 1 validate heroes.h Point </dev/null
says err 'Invalid JSON'
run 1 validate heroes.h Hero <<<'{"name":"A","secret_name":"B","power_level":500}'
says err '2 validation errors for Hero'
run 0 validate heroes.h HeroCreate <<<'{"name":"Ada","secret_name":"B"}'
prints '{"name":"Ada","secret_name":"B","age":null,"power_level":null,"rank":"rookie"}'
run 0 validate heroes.h Hero <<<'{"id":"12345678-1234-4234-8234-123456789abc","name":"Ada","secret_name":"B","rank":"legend"}'
prints '{"id":"12345678-1234-4234-8234-123456789abc","name":"Ada","secret_name":"B","age":null,"power_level":null,"rank":"legend"}'

# JSON Lines: blank lines are skipped but counted, the last line may lack its end, \r\n is fine
printf '{"x":1,"y":1}\n\n{"x":2}\r\n  \n{"x":3,"y":3}\r\nnonsense\n{"x":4,"y":4}' >lines
run 1 validate heroes.h Point --lines <lines
prints '{"x":1,"y":1}
{"x":3,"y":3}
{"x":4,"y":4}'
says err 'line 3: 1 validation error for Point'
says err 'line 6: 1 validation error for Point'
run 1 validate heroes.h Point --lines --json <lines
lines out 5
silent err
equal "$(sed -n 2p out | cut -c1-43)" '{"line":3,"detail":[{"type":"missing","loc"' "the report in the place of line 3"
equal "$(sed -n 4p out | cut -c1-41)" '{"line":6,"detail":[{"type":"json_invalid' "the report in the place of line 6"
run 0 validate heroes.h Point --lines </dev/null
silent out

# more lines than any buffer, and a line longer than one
awk 'BEGIN { for (i = 1; i <= 30000; i++) printf "{\"x\":%d,\"y\":-%d}\n", i, i }' >many
run 0 validate heroes.h Point --lines <many
checks=$((checks + 1))
cmp -s many out || fail "30,000 lines came back changed"
awk 'BEGIN { printf "{\"name\":\"Ada\",\"secret_name\":\""; for (i = 0; i < 200000; i++) printf "x"; print "\"}" }' >long
run 0 validate heroes.h HeroCreate --lines <long
equal "$(wc -c <out)" 200078 "the bytes of a long line"
finish
