#!/usr/bin/env bash
# Does the main job on the telco churn table.
set -euo pipefail
cd "$(dirname "$0")/.."
./modelyard train examples/data/telco-churn.csv --target churn --name churn --budget "${BUDGET:-60s}"
