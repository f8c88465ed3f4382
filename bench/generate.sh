#!/bin/sh
# One `ingot generate` of the offline provider from start to exit, stored in SQLite: wall time (median of 21) and peak
# memory, first with the model file to compile, then from the cache. bench/generate.sh BUILD
set -eu
ingot=$(cd "$1" && pwd)/ingot
model=$(cd "$(dirname "$0")/../examples" && pwd)/heroes.h
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
export XDG_CACHE_HOME="$scratch/cache"
unset OPENAI_API_KEY OPENAI_BASE_URL INGOT_LLM

milliseconds() { # milliseconds COMMAND...: wall time of one run
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1
    echo $((($(date +%s%N) - start) / 10000)) | sed 's/..$/.&/'
}
generate() { "$ingot" generate "$model" Hero "Create a superhero" --db sqlite:///bench.db; }

printf 'generate, model file compiled  %8s ms\n' "$(milliseconds generate)"
i=0
while [ $i -lt 21 ]; do
    milliseconds generate
    i=$((i + 1))
done | sort -n | awk '{ t[NR] = $1 } END { printf "generate, cached               %8s ms (median of %d; best %s)\n", t[int((NR + 1) / 2)], NR, t[1] }'
python3 - "$ingot" "$model" <<'PY'
import resource, subprocess, sys
subprocess.run([sys.argv[1], "generate", sys.argv[2], "Hero", "Create a superhero", "--db", "sqlite:///bench.db"],
               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
print("generate, peak memory          %8.1f MB" % (resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024))
PY
