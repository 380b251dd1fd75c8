#!/bin/sh
# Measures the exploring of others on the models of bench/models (targets E1, E2, E4): SPIN's pan, on what
# `ipcscope export` writes, with and without reduction; and Harmony on its bounded buffer. Prints a table in Markdown, each
# figure the median of ROUNDS. A row `ipcscope` stands for our own explorer: it is filled where `ipcscope explore` is known.
#
#   bench/explore.sh                      all; needs spin and gcc (apt-get install spin gcc) and python3
#   ROUNDS=1 bench/explore.sh peterson    one of them, once
set -eu
cd "$(dirname "$0")/.."
rounds=${ROUNDS:-5}
seconds=${SECONDS_AT_MOST:-300}
build=target/bench/explore
mkdir -p "$build"
cargo build --release -q -p ipcscope-cli
ipcscope=$PWD/target/release/ipcscope

median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

# One row: model, who, states, transitions, seconds, M states a second, B a state.
row() { printf '| %s | %s | %s | %s | %s | %s | %s |\n' "$@"; }
rate() { awk -v states="$1" -v seconds="$2" 'BEGIN { printf (seconds > 0 ? "%.2f" : "-"), states / seconds / 1e6 }'; }

# $1: model, $2: who, $3: options of gcc.
pan() {
    folder=$build/$1-$2
    mkdir -p "$folder"
    "$ipcscope" export "bench/models/$1.ipc" --to promela > "$folder/model.pml"
    (cd "$folder" && spin -a model.pml > /dev/null && gcc -O2 -w -DSAFETY $3 -o pan pan.c)
    : > "$folder/times"
    for _ in $(seq "$rounds"); do
        start=$(date +%s.%N)
        (cd "$folder" && timeout "$seconds" ./pan -n -c0 -m1000000 -w24 > told 2>&1) || true
        end=$(date +%s.%N)
        awk -v start="$start" -v end="$end" 'BEGIN { print end - start }' >> "$folder/times"
    done
    states=$(awk '/states, stored/ { print $1 }' "$folder/told")
    moves=$(awk '/transitions \(/ { print $1 }' "$folder/told")
    # What pan says of its states, and its hash table of 2^24 places, as far as they are used: one a state.
    bytes=$(awk -v states="$states" '/actual memory usage for states/ { printf "%.1f", $1 * 1048576 / states + 8 }' "$folder/told")
    time=$(median < "$folder/times")
    row "$1" "$2" "$states" "$moves" "$time" "$(rate "$states" "$time")" "${bytes:--}"
}

ours() {
    if "$ipcscope" help explore > /dev/null 2>&1; then
        : > "$build/times"
        for _ in $(seq "$rounds"); do
            start=$(date +%s.%N)
            "$ipcscope" explore "bench/models/$1.ipc" $2 --format json > "$build/told" 2> /dev/null || true
            end=$(date +%s.%N)
            awk -v start="$start" -v end="$end" 'BEGIN { print end - start }' >> "$build/times"
        done
        states=$(sed -n 's/.*"states": *\([0-9]*\).*/\1/p' "$build/told" | head -1)
        moves=$(sed -n 's/.*"transitions": *\([0-9]*\).*/\1/p' "$build/told" | head -1)
        time=$(median < "$build/times")
        row "$1" "ipcscope $2" "${states:--}" "${moves:--}" "$time" "$(rate "${states:-0}" "$time")" -
    else
        row "$1" "ipcscope $2" - - - - -
    fi
}

harmony() {
    venv=$build/venv
    if [ ! -x "$venv/bin/harmony" ]; then
        python3 -m venv "$venv"
        "$venv/bin/pip" install -q --disable-pip-version-check harmony==1.2.4126
    fi
    mkdir -p "$build/harmony"
    cp bench/models/bounded-buffer.hny "$build/harmony/"
    : > "$build/harmony/times"
    for _ in $(seq "$rounds"); do
        (cd "$build/harmony" && "../venv/bin/harmony" --noweb bounded-buffer.hny > told)
        sed -n 's/.*states (time \([0-9.]*\)s.*/\1/p' "$build/harmony/told" >> "$build/harmony/times"
    done
    states=$(sed -n 's/^ *\* \([0-9]*\) states (time.*/\1/p' "$build/harmony/told")
    edges=$(sed -n 's,^ *\* [0-9]*/\([0-9]*\) computations.*,\1,p' "$build/harmony/told")
    time=$(median < "$build/harmony/times")
    row monitor "Harmony 1.2.4126, $(nproc) workers" "$states" "$edges" "$time" "$(rate "$states" "$time")" -
}

models=${*:-bounded-buffer philosophers peterson pipeline monitor}
echo "$(date -u +%Y-%m-%d); $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $(nproc) cores; $(spin -V | head -1); $(gcc --version | head -1); median of $rounds."
echo
row model who states transitions seconds 'M states/s' 'B a state'
row --- --- --- --- --- --- ---
for model in $models; do
    pan "$model" pan -DNOREDUCE
    pan "$model" pan-reduced ""
    ours "$model" --no-reduction
    ours "$model" ""
    if [ "$model" = monitor ]; then harmony; fi
done
