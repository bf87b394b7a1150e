#!/usr/bin/env bash
# Counts the trials that our searches and Optuna's need to reach the best of 100 random ones on ten small problems: scripts/bench-search.sh [SEEDS]
# Writes bench/results/search.txt. A room of "make bench"; alone it needs "make build" before.
set -euo pipefail
cd "$(dirname "$0")/.."
seeds=${1:-3}
measured=.cache/bench/search
bench="dotnet bench/Modelyard.Bench/bin/Release/net10.0/Modelyard.Bench.dll"
mkdir -p "$measured" bench/results
methods=(random)
for method in random tpe bayes; do
    echo "Searching: $method ..." >&2
    $bench search "$method" "$seeds" > "$measured/$method.jsonl"
done
if scripts/install.sh python3-optuna; then
    echo "Searching: Optuna ..." >&2
    /usr/bin/python3 bench/peers/search.py run "$bench" "$seeds" > "$measured/optuna.jsonl" 2> "$measured/optuna.log"
    methods+=(optuna)
else
    echo "python3-optuna could not be installed; it was not measured." >&2
fi
methods+=(tpe bayes)
/usr/bin/python3 bench/peers/search.py compare $(printf "$measured/%s.jsonl " "${methods[@]}") | tee bench/results/search.txt
