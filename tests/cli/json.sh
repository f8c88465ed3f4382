# `ingot json`: any JSON, minified; the place of a mistake.
set -u
. "$SRC/tests/cli/check.bash"

run 0 json <<<' { "a" : [ 1 , 2.50 , "x y\u00e9" , null ] } '
prints '{"a":[1,2.50,"x y\u00e9",null]}'
silent err
run 0 json <<<'1e400'
prints 1e400
printf '{\n  "a": 1,\n  "b": ?\n}' >bad
run 1 json <bad
silent out
says err 'line 3 column 8'
lines err 1
for text in '' 'NaN' '[1,]' '{"a":1}}' "'x'" '// x'; do
    run 1 json <<<"$text"
    says err ' line '
    lines err 1
done
run 1 json <<<"$(printf '%0300d' 0 | tr 0 '[')"
lines err 1
finish
