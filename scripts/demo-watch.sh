#!/usr/bin/env bash
# Replays the flights of 2001, January to June, through a model that was trained on January: real drift, labels that come a week late, alarms, a retraining.
# The studio shows it at the end; SERVE=0 leaves that out. SHARE=40 takes every fortieth of the flights.
set -euo pipefail
cd "$(dirname "$0")/.."
share=${SHARE:-40}
modelyard=${MODELYARD:-$PWD/modelyard}
demo=$PWD/.cache/demo-watch
flights=$demo/flights-$share.csv
mkdir -p "$demo"

# The flights (US DOT, public domain) are a file of the package vega-datasets, of which nothing else is needed.
if [ ! -f "$demo/flights-3m.parquet" ]; then
    command -v npm >/dev/null || scripts/install.sh nodejs npm
    (cd "$demo" && package=$(npm pack --silent vega-datasets@3.2.1) && tar -xzf "$package" --strip-components=2 package/data/flights-3m.parquet && rm "$package")
fi

if [ ! -f "$flights" ]; then
    $modelyard data filter "$demo/flights-3m.parquet" --where "row() % $share = 0" -o "$demo/some.parquet"
    $modelyard data with "$demo/some.parquet" --set "flight=text(row())" --set "late=if(delay > 15, 'yes', 'no')" --set "hour=hour(date)" --set "weekday=text(weekday(date))" -o "$demo/named.parquet"
    $modelyard data sort "$demo/named.parquet" --by date -o "$flights"
fi

work=$demo/work
rm -rf "$work"
mkdir -p "$work"
cd "$work"
week() { # week FROM UNTIL FILE: the flights of a time
    $modelyard data filter "$flights" --where "date >= timestamp '$1' and date < timestamp '$2'" -o "$3" >/dev/null
}

echo "A model learns from January which flights will be late."
week 2001-01-01 2001-02-01 january.csv
$modelyard data select january.csv --columns late,hour,weekday,distance,origin,destination -o train.csv >/dev/null
$modelyard train train.csv --target late --name flights --trials 0 --candidates GradientBoostingClassifier --metric log-loss >train.txt

echo "From February on each week's flights are predicted; whether they were late is known a week later."
began=""
from=2001-02-05
while [[ $from < 2001-06-25 ]]; do
    until=$(date -u -d "$from + 7 days" +%F)
    week "$from" "$until" week.csv
    $modelyard predict flights week.csv --log --key flight --time date --request "week-$from" -o scored.csv >/dev/null
    if [ -z "$began" ]; then
        # From week to week the weather makes more of a difference than chance alone, so that no test alarms; a limit does.
        printf '%s\n' 'rules:' '  - name: weak' '    when: average_precision < 0.2 and labelled >= 1000' '    for: 2' '    cooldown: 21d' >rules.yaml
        $modelyard monitor add flights-weekly --rules rules.yaml --model flights --window 7d --reference first:4 --watch drift,operation,performance,estimate --label-delay 7d >/dev/null
        $modelyard automation add flights-anew --monitor flights-weekly --of rule:weak --retrain --log --last 60d --hold-out-last 14d --promote better --most 2 --period 1h >/dev/null
        $modelyard alarms channel add desk --log alarms.ndjson >/dev/null
        began=yes
    else
        $modelyard feedback before.csv --model flights --key flight --label late --at date >/dev/null
    fi

    cp week.csv before.csv
    echo "week of $from"
    $modelyard monitor run flights-weekly --until "$until" | grep -v "^ flights-weekly: .* 0 of them" || true
    $modelyard automation run | grep -v "^ Nothing" || true
    from=$until
done

echo
$modelyard alarms list --all
$modelyard automation history
$modelyard monitor performance flights-weekly --last 1000 -o performance.html >/dev/null || true
if [ "${SERVE:-1}" != 0 ]; then
    $modelyard studio
fi
