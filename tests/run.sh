#!/bin/sh
# Runs one test script in a fresh folder and a clean environment: run.sh SCRIPT [ARGUMENT...]; its exit status is the
# script's. What a developer has configured (keys, databases, proxies, locale) must not decide the outcome.
set -eu
scratch=$(mktemp -d "${TMPDIR:-/tmp}/ingot-test.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' HUP INT TERM
mkdir "$scratch/work" "$scratch/home"
cd "$scratch/work"
unset OPENAI_API_KEY OPENAI_BASE_URL ANTHROPIC_API_KEY GEMINI_API_KEY OLLAMA_HOST DATABASE_URL INGOT_LLM
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY LC_ALL XDG_CONFIG_HOME
export HOME="$scratch/home" XDG_CACHE_HOME="$scratch/home/.cache" TMPDIR="$scratch" LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
status=0
bash "$@" || status=$?
exit $status
