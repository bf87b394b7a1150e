#!/usr/bin/env bash
# Draws docs/pictures/lineage-answer.svg: where an answer of a model comes from that was learned from penguins and their islands. Digests, times and the identifier of the run differ from time to time.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
modelyard=${MODELYARD:-$root/modelyard}
# A short name, as the picture cuts long paths.
work=$(mktemp -d -t XXX)
trap 'rm -rf "$work"' EXIT
cd "$work"
cp "$root/examples/data/penguins.csv" .
printf 'island,sea\nBiscoe,Bismarck\nDream,Bismarck\nTorgersen,Arthur\n' >islands.csv
{
    $modelyard data merge penguins.csv islands.csv --on island --lineage -o placed.csv
    $modelyard data with placed.csv --set "bill_ratio=bill_length_mm / bill_depth_mm" -o table.csv
    $modelyard train table.csv --target species --trials 0 --candidates LogisticRegression
    $modelyard models alias species:1 champion
    $modelyard predict species table.csv --log --request monday --at 2026-03-02T09:00:00Z -o scored.csv
} >/dev/null 2>&1
$modelyard lineage monday --model species --row 3 -o lineage.svg >/dev/null

# Where it was made is nobody's concern.
sed "s|$work/||g" lineage.svg >"$root/docs/pictures/lineage-answer.svg"
