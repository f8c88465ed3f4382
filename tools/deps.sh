#!/bin/sh
# Installs the Debian packages that a task needs and that are missing: deps.sh [build|lint|fuzz|bench|all]...
# Says what it installs, nothing when all is there. Uses apt-get as root, or through sudo.
set -eu

build="gcc libc6-dev make cmake pkg-config libsqlite3-dev libcurl4-openssl-dev libmicrohttpd-dev libpcre2-dev"
build="$build libcmocka-dev sqlite3 python3 ca-certificates"
lint="binutils clang-14 clang-tidy-14 clang-format-14 universal-ctags"
fuzz="clang-14 libclang-rt-14-dev"
bench="libjansson-dev valgrind"

wanted=
for task in "${@:-build}"; do
    case $task in
    build) wanted="$wanted $build" ;;
    lint) wanted="$wanted $lint" ;;
    fuzz) wanted="$wanted $fuzz" ;;
    bench) wanted="$wanted $bench" ;;
    all) wanted="$build $lint $fuzz $bench" ;;
    *)
        echo "usage: $0 [build|lint|fuzz|bench|all]..." >&2
        exit 2
        ;;
    esac
done

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is not a Debian system; what is needed is known here by Debian's names:$wanted" >&2
    exit 0
fi

missing=
for package in $wanted; do
    case " $missing " in *" $package "*) continue ;; esac
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root=sudo
else
    echo "These packages are missing and there is no sudo; install them as root:$missing" >&2
    exit 1
fi

echo "Installing missing Debian packages:$missing"
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null
}
# A third-party source that is down must not stop us; if Debian's own is, the next step says so.
apt update >/dev/null || true
# shellcheck disable=SC2086
apt install -y --no-install-recommends $missing >/dev/null
