#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tst_dev.sh DEV: what the script says on a system with no apt-get, where every tool it calls is one of ours.
set -euo pipefail

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir "$place/bin"
cp "$1" "$place/dev"
for tool in bash dirname mkdir head tail grep; do ln -s "$(command -v "$tool")" "$place/bin/$tool"; done

fake() { # fake NAME: a program that does what standard input says
    { printf '#!%s\n' "$(command -v bash)"; cat; } >"$place/bin/$1"
    chmod +x "$place/bin/$1"
}
dev() { PATH=$place/bin "$place/bin/bash" "$place/dev" "$@" 2>&1; }
failed=0
expect() { # expect WHAT TEXT PATTERN
    [[ $2 =~ $3 ]] || { printf 'FAIL: %s\n%s\n' "$1" "$2"; failed=1; }
}

answer=$(dev format) && { echo "FAIL: format without clang-format ends well"; failed=1; }
expect "format says what is missing" "$answer" 'clang-format is missing'

fake ninja </dev/null
fake ctest </dev/null
fake cmake <<'CMAKE'
[ "$1" = --build ] || exit 0
for ((i = 1; i <= ${LINES_OF_BUILD:-200}; ++i)); do echo "[$i/${LINES_OF_BUILD:-200}] Building"; done
[ -z "${BREAK:-}" ] || { echo "x.cpp:1: error: broken"; exit 1; }
CMAKE
answer=$(dev test)
expect "the first build says it takes a while" "$answer" 'some minutes the first time'
[ "$(grep -c ' %$' <<<"$answer")" = 10 ] || { printf 'FAIL: a line for each tenth\n%s\n' "$answer"; failed=1; }
[ "$(grep -c . "$place/build/build-release.log")" = 200 ] || { echo "FAIL: the log holds the whole build"; failed=1; }
answer=$(LINES_OF_BUILD=5 dev test)
[ "$(grep -c ' %$' <<<"$answer" || true)" = 0 ] || { printf 'FAIL: a short build is quiet\n%s\n' "$answer"; failed=1; }
answer=$(BREAK=1 dev test) && { echo "FAIL: a broken build ends well"; failed=1; }
expect "a broken build shows its error" "$answer" 'x.cpp:1: error: broken'
expect "and where the rest is" "$answer" 'build/build-release.log'
grep -q 'qt6-wayland' "$1" || { echo "FAIL: no plugin for a Wayland session"; failed=1; }
exit $failed
