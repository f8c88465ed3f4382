# Model files: compiled once, again whenever anything they are made from changes, also where no cache can be kept; and
# every way in which one can be wrong.
set -u
. "$SRC/tests/cli/check.bash"
heroes
cache=$XDG_CACHE_HOME/ingot

# a compiler that counts its runs
cat >counting-cc <<END
#!/bin/sh
echo run >>"$PWD/runs"
exec $CC "\$@"
END
chmod +x counting-cc
export CC=$PWD/counting-cc
# compiles N WHAT: how often the compiler ran since the last time
compiles() {
    equal "$(cat runs 2>/dev/null | wc -l)" "$1" "$2: runs of the compiler"
    rm -f runs
}

run 0 schema heroes.h Point
compiles 1 "the first time"
run 0 schema heroes.h Hero
compiles 0 "the second time"
equal "$(stat -c %a "$cache")" 700 "mode of the cache"
touch heroes.h
run 0 schema heroes.h Point
compiles 0 "with a new date only"
sed 's/(i64, y)/(i64, z)/' heroes.h >new
touch -r heroes.h new
cp -p new heroes.h
run 0 schema heroes.h Point
says out '"z"'
compiles 1 "with new content and the old date"
(cd / && "$INGOT" schema "$OLDPWD/heroes.h" Point) >out 2>err
compiles 0 "from another folder"

# a header of its own changes; same text in another folder has other headers
mkdir one two
echo 'MODEL(Thing, (), (i64, one));' >one/thing.h
echo 'MODEL(Thing, (), (i64, two));' >two/thing.h
printf '#include <ingot/ingot.h>\n#include "thing.h"\n' | tee one/all.h >two/all.h
run 0 schema one/all.h Thing
says out '"one"'
run 0 schema two/all.h Thing
says out '"two"'
sleep 0.02
echo 'MODEL(Thing, (), (i64, three));' >one/thing.h
run 0 schema one/all.h Thing
says out '"three"'
compiles 3 "included headers"

# ingot's own headers count as well
mkdir include
cp -r "$SRC/include/ingot" include/
export INGOT_INCLUDE=$PWD/include
run 0 schema heroes.h Point
sleep 0.02
echo '/* changed */' >>include/ingot/types.h
run 0 schema heroes.h Point
compiles 2 "the library's headers"
unset INGOT_INCLUDE

# odd files: a main(), functions of a program that is not here, no guard, definitions asked for by the file itself
cat >"a program.c" <<'END'
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>
#include <stdio.h>
MODEL(Item, (), (str, title), (f64, price, IG_GT(0)));
void elsewhere(void);
int main(void)
{
    elsewhere();
    return 0;
}
END
run 0 schema "a program.c" Item
says out '"exclusiveMinimum":0'
run 0 schema "a program.c" Item
compiles 1 "a program"

# no home, no cache folder, one that is a file, one that others can write to, one that is read-only: it works all the same
run 0 schema heroes.h Point
rm -f runs
for home in "" /nonexistent /dev/null; do
    HOME=$home XDG_CACHE_HOME= run 0 schema heroes.h Point
    says out '"title":"Point"'
    compiles 1 "with HOME=$home"
done
mkdir -p shared/ingot
chmod 777 shared/ingot
XDG_CACHE_HOME=$PWD/shared run 0 schema heroes.h Point
XDG_CACHE_HOME=$PWD/shared run 0 schema heroes.h Point
equal "$(ls shared/ingot | wc -l)" 0 "files in a cache that others can write to"
compiles 2 "with a cache that others can write to"
if [ "$(id -u)" -ne 0 ]; then
    mkdir -p sealed/ingot
    chmod 500 sealed/ingot
    XDG_CACHE_HOME=$PWD/sealed run 0 schema heroes.h Point
    compiles 1 "with a read-only cache"
fi
TMPDIR=/nonexistent XDG_CACHE_HOME=$PWD/fresh run 0 schema heroes.h Point
compiles 1 "with an unusable TMPDIR"
equal "$(ls "$TMPDIR" | grep -c '^ingot-')" 0 "temporary folders left behind"

# a damaged cache is made anew
for file in "$cache"/*.so; do echo nonsense >"$file"; done
run 0 schema heroes.h Point
compiles 1 "with damaged objects"
for file in "$cache"/*.list; do echo nonsense >"$file"; done
run 0 schema heroes.h Point
compiles 1 "with damaged lists"

# many at once
rm -rf "$cache"
for i in 1 2 3 4 5 6 7 8; do
    "$INGOT" schema heroes.h Point >out.$i 2>&1 &
done
wait
for i in 1 2 3 4 5 6 7 8; do
    checks=$((checks + 1))
    grep -q '^{"properties"' out.$i || fail "one of many at once: $(head -c 300 out.$i)"
done
rm -f runs
run 0 schema heroes.h Point
compiles 0 "after many at once"
equal "$(ls "$cache" | grep -vc '\.so$\|\.list$')" 0 "unfinished files in the cache"

# ---- mistakes -------------------------------------------------------------------------------------------------------

printf '#include <ingot/ingot.h>\nMODEL(A, (), (i64, a, IG_MISSPELT(1)));\n' >misspelt.h
run 2 schema misspelt.h A
says err 'misspelt.h:2'
says err 'error:'
says err 'ingot: misspelt.h does not compile'
silent out
printf '#include <ingot/ingot.h>\nMODEL(A, (), (str, a, IG_GE(1)));\n' >mistake.h
run 2 schema mistake.h A
says err 'A.a'
lines err 1
run 2 schema heroes.h Heros
says err 'heroes.h has no model "Heros"; it has Hero, HeroCreate, Point (did you mean Hero?)'
lines err 1
run 2 schema heroes.h Airplane
says err 'it has Hero, HeroCreate, Point'
printf 'int main(void) { return 0; }\n' >empty.c
run 2 schema empty.c A
says err 'empty.c defines no MODEL'
run 2 schema nowhere.h A
says err 'nowhere.h: No such file'
lines err 1
run 2 schema . A
says err 'directory'
mkfifo pipe
run 2 schema pipe A
says err 'ingot: pipe: '
CC=no-such-compiler run 2 schema heroes.h Point
says err 'there is no compiler "no-such-compiler"'
lines err 1
CC="$CC -DNOTHING" run 0 schema heroes.h Point
says out '"title":"Point"'
finish
