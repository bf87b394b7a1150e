#!/usr/bin/env bash
# Fills the log of a model as months of serving would, watches it, serves the studio and measures what the dashboards of a month take: scripts/scale.sh [ROWS [DAYS [FOLDER]]]
# Writes bench/results/scale.txt. 50 million rows take about twelve minutes and 2 GB of disk on two quiet cores.
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-50000000}
days=${2:-30}
folder=${3:-$(mktemp -d)}
results=bench/results/scale.txt
modelyard() { dotnet src/Modelyard.Cli/bin/Release/net10.0/modelyard-cli.dll "$@" --yard "$folder/yard"; }
seconds() { local started=$EPOCHREALTIME; "$@" >/dev/null; awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'; }
server=
clean() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -n "${kept:-}" ] || rm -rf "$folder"
}
[ $# -lt 3 ] || kept=yes
trap clean EXIT

say() { echo "$1" | tee -a "$results"; }
mkdir -p bench/results
: > "$results"
if [ ! -d "$folder/yard/predictions" ]; then
    modelyard train examples/data/telco-churn.csv --target churn --trials 0 --candidates LogisticRegression --name churn >/dev/null
    say "$(dotnet bench/Modelyard.Bench/bin/Release/net10.0/Modelyard.Bench.dll fill-log "$folder/yard" churn examples/data/telco-churn.csv "$rows" "$days")"
fi
say "what the log holds, by the command: $(seconds modelyard predictions show churn) s"
day=$(date -u -d '-5 days' +%F)
say "an hour of rows with their labels, as a file: $(seconds modelyard predictions export churn --from "${day}T12:00:00" --until "${day}T13:00:00" -o "$folder/hour.parquet") s"
if ! modelyard monitor show daily >/dev/null 2>&1; then
    modelyard monitor add daily --model churn --window 1d --watch drift,operation >/dev/null
    say "a monitor that looks at each of the days: $(seconds modelyard monitor run daily) s"
fi

modelyard serve churn --studio --port 0 > "$folder/serve.log" 2>&1 &
server=$!
for _ in $(seq 100); do
    address=$(grep -o 'http://[0-9.:]*' "$folder/serve.log" | head -1) && [ -n "$address" ] && curl -sf -o /dev/null "$address/studio" && break
    sleep 0.3
done
say "milliseconds of a page, warm: the median and the slowest of 20, and the first"
for page in /studio /studio/models/churn /studio/models/churn/traffic /studio/models/churn/traffic.json "/studio/models/churn/traffic?from=$(date -u -d '-6 days' +%F)" /studio/monitors /studio/monitors/daily "/studio/monitors/daily?metric=first" /studio/alarms /studio/data; do
    first=$(curl -s -o /dev/null -w '%{time_total} %{http_code}' "$address$page")
    for _ in $(seq 20); do curl -s -o /dev/null -w '%{time_total}\n' "$address$page"; done | sort -n | awk -v page="$page" -v first="$first" '{ t[NR] = $1 } END { split(first, f, " "); printf "%-50s %4.0f %4.0f %5.0f  %s\n", page, 1000 * (t[10] + t[11]) / 2, 1000 * t[20], 1000 * f[1], f[2] }' | tee -a "$results"
done
