#!/usr/bin/env bash
# Replays the flights of January to June 2001 through a model that was trained on January: drift, late labels, alarms, a retraining. Leaves the studio open if SERVE is not 0.
# SHARE=N takes every N-th flight (40 by default).
set -euo pipefail
cd "$(dirname "$0")/.."
share=${SHARE:-40}
demo=.cache/demo-watch
flights=$demo/flights-3m.parquet
modelyard=$PWD/modelyard
mkdir -p "$demo"

# The flights (US DOT, public domain) come in the package vega-datasets; of the package nothing else is needed.
if [ ! -f "$flights" ]; then
    command -v npm >/dev/null || scripts/install.sh nodejs npm
    (cd "$demo" && package=$(npm pack --silent vega-datasets@3.2.1) && tar -xzf "$package" --strip-components=2 package/data/flights-3m.parquet && rm "$package")
fi

if [ ! -f "$demo/flights-$share.csv" ]; then
    "$modelyard" data filter "$flights" --where "row() % $share = 0" -o "$demo/every.parquet" >/dev/null
    "$modelyard" data with "$demo/every.parquet" --set "flight=text(row())" --set "late=if(delay > 15, 'yes', 'no')" --set "hour=hour(date)" --set "weekday=text(weekday(date))" -o "$demo/flights-$share.csv" >/dev/null
fi

work=$demo/work
rm -rf "$work"
mkdir -p "$work"
cp "$demo/flights-$share.csv" "$work/flights.csv"
cd "$work"
"$modelyard" data sort flights.csv --by date -o sorted.csv >/dev/null
"$modelyard" data filter sorted.csv --where "date < '2001-02-01'" -o january.csv >/dev/null
"$modelyard" data select january.csv --columns late,hour,weekday,distance,origin,destination -o train.csv >/dev/null
"$modelyard" train train.csv --target late --name flights --trials 0 --candidates GradientBoostingClassifier --metric log-loss
