#!/usr/bin/env bash
# How fast `preflight fetch --jsonl` is beside curl's parallel mode: the same number of GETs, 64 at a
# time, against the same server on loopback. Prints each round, the medians and their ratio.
# Usage: bench/jsonl.sh [requests, default 20000] [rounds, default 5]
set -euo pipefail
cd "$(dirname "$0")/.."
requests=${1:-20000} rounds=${2:-5}

cargo build --quiet --release -p preflight
cargo build --quiet --release -p preflight-probe --example loopback_server
target=${CARGO_TARGET_DIR:-target}/release

work=$(mktemp -d)
trap 'rm -rf "$work"; exec 3>&- 2>/dev/null || true' EXIT
mkfifo "$work/in"
"$target/examples/loopback_server" <"$work/in" >"$work/address" &
exec 3>"$work/in" # the server ends when this closes
until [ -s "$work/address" ]; do sleep 0.05; done
base=$(cat "$work/address")

for ((i = 1; i <= requests; i++)); do
    printf '{"id":%d,"url":"%s/%d","origin":"http://page.example"}\n' "$i" "$base" "$i"
done >"$work/requests"

now() { date +%s%N; }
rate() { awk -v n="$requests" -v t="$1" 'BEGIN { printf "%.0f", n / (t / 1e9) }'; }
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

for ((round = 1; round <= rounds; round++)); do
    begun=$(now)
    "$target/preflight" fetch --jsonl <"$work/requests" >"$work/replies"
    ours=$(rate $(($(now) - begun)))
    answered=$(grep -c '"outcome":"response"' "$work/replies")
    [ "$answered" = "$requests" ] || { echo "only $answered of $requests were answered" >&2; exit 1; }
    begun=$(now)
    curl -sZ --parallel-max 64 -H 'Origin: http://page.example' -o /dev/null "$base/[1-$requests]" 2>"$work/progress"
    curls=$(rate $(($(now) - begun)))
    echo "round $round: preflight $ours/s, curl -Z $curls/s"
    echo "$ours" >>"$work/ours"
    echo "$curls" >>"$work/curls"
done
ours=$(median <"$work/ours") curls=$(median <"$work/curls")
echo "median: preflight $ours/s, curl -Z $curls/s, ratio $(awk -v a="$ours" -v b="$curls" 'BEGIN { printf "%.2f", a / b }')"
