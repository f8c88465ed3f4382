#!/bin/bash
# Installs into a fresh folder and uses the library from there, as a stranger would: with pkg-config (shared and static)
# and with a CMake package.
set -eu
cmake --install "$BUILD" --prefix "$PWD/prefix" >install.log
export PKG_CONFIG_PATH
PKG_CONFIG_PATH=$(dirname "$(find "$PWD/prefix" -name ingot.pc)")
libdir=$(pkg-config --variable=libdir ingot)

cat >use.c <<'TXT'
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>
MODEL(Point, (), (i64, x), (i64, y, IG_DEFAULT(2)));
int main(void)
{
    ig_arena arena = {0};
    ig_str   text = ig_arena_str(&arena, IG_S("works"));
    bool     same = ig_str_eq(text, IG_S("works")) && Point_model.n_fields == 2;
    ig_arena_fini(&arena);
    return same ? 0 : 1;
}
TXT
flags=$(grep '^CMAKE_C_FLAGS:' "$BUILD/CMakeCache.txt" | cut -d= -f2-)

# The static library goes with the shared ones of what it stands on. The words of these texts are meant to be split.
# shellcheck disable=SC2046,SC2086
{
    $CC $flags -std=c17 use.c -o shared $(pkg-config --cflags --libs ingot)
    $CC $flags -std=c17 use.c -o static $(pkg-config --cflags ingot) "$libdir/libingot.a" \
        $(pkg-config --libs sqlite3 libcurl libpcre2-8 libmicrohttpd) -pthread -ldl -lm
}
LD_LIBRARY_PATH=$libdir ./shared
./static

cat >CMakeLists.txt <<'TXT'
cmake_minimum_required(VERSION 3.25)
project(use C)
find_package(ingot 0.1 REQUIRED)
add_executable(use-shared use.c)
target_link_libraries(use-shared ingot::ingot)
add_executable(use-static use.c)
target_link_libraries(use-static ingot::static)
TXT
cmake -S . -B cmake-build -DCMAKE_PREFIX_PATH="$PWD/prefix" -DCMAKE_C_COMPILER="$CC" -DCMAKE_C_FLAGS="$flags" >cmake.log
cmake --build cmake-build >>cmake.log
cmake-build/use-shared
cmake-build/use-static
echo "installed, found by pkg-config and CMake, linked shared and static"
