# `ingot llm-server`: starts, says where, answers, ends when told to; and every way in which it cannot start.
set -u
. "$SRC/tests/cli/check.bash"

# serve ARGUMENT...: sets server (process) and base (URL)
serve() {
    "$INGOT" llm-server "$@" >out 2>err &
    server=$!
    base=
    for _ in $(seq 100); do
        base=$(sed -n 's/^listening on \(http:[^ ]*\)$/\1/p' err)
        [ -z "$base" ] || return 0
        sleep 0.05
    done
    fail "llm-server $* did not start"
}
trap 'kill $server 2>/dev/null' EXIT

for signal in INT TERM; do
    last="llm-server --port 0"
    serve --port 0
    silent out
    lines err 1
    kill -$signal $server
    wait $server
    equal $? 0 "exit status after SIG$signal"
    lines err 1
done

serve --verbose
port=${base##*:} port=${port%/v1}
run_status=0
"$INGOT" llm-server --port "$port" >out2 2>err2 || run_status=$?
equal $run_status 4 "exit status when the port is taken"
equal "$(wc -l <err2)" 1 "lines about a port that is taken"
if command -v curl >/dev/null; then
    equal "$(curl -s "$base/models" | grep -c '"object":"list"')" 1 "the list of models"
    body='{"model":"any","messages":[{"role":"user","content":"A point"}],"tools":[{"type":"function","function":{"name":"Point","parameters":{"type":"object","properties":{"x":{"type":"integer","minimum":3,"maximum":3}},"required":["x"]}}}],"tool_choice":{"type":"function","function":{"name":"Point"}}}'
    equal "$(curl -s "$base/chat/completions" -H 'content-type: application/json' -d "$body" |
        grep -c '"arguments":"{\\"x\\": *3}"')" 1 "a completion"
    equal "$(curl -s -o /dev/null -w '%{http_code}' "$base/chat/completions" -d nonsense -H 'content-type: application/json')" \
        400 "the status for a request that is no JSON"
    last="llm-server --verbose"
    says err '/v1/models'
fi
kill $server
wait $server

run 2 llm-server --faults explode
says err 'explode'
lines err 1
run 2 llm-server --host nowhere.invalid
lines err 1
run 2 llm-server --port 70000
says err '--port takes a number from 0 to 65535'
run 2 llm-server somewhere
says err 'too many arguments'
finish
