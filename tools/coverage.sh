#!/bin/sh
# Prints how much of each source file the tests ran: coverage.sh BUILD_FOLDER, after its tests.
set -eu
cd "$1"
find . -name '*.gcda' -path '*ingot*' -exec gcov -n {} + 2>/dev/null | awk -v root="$(cd ../.. && pwd)/src/" '
    /^File / { file = substr($2, 2, length($2) - 2); own = index(file, root) == 1; file = substr(file, length(root) + 1) }
    /^Lines executed:/ && own {
        split($0, part, /[:% ]+/); percent[file] = part[3]; lines[file] = part[5]; own = 0
    }
    END {
        for (file in lines) {
            printf "%6.1f %% of %5d lines  %s\n", percent[file], lines[file], file | "sort -k5"
            all += lines[file]; run += lines[file] * percent[file] / 100
        }
        close("sort -k5")
        if (all) printf "%6.1f %% of %5d lines  all\n", 100 * run / all, all
    }'
