#!/usr/bin/env bash
# Installs DuckDB's library for the tests of Parquet, from the lock file; what it brings along runs without a further download.
set -euo pipefail
cd "$(dirname "$0")/../tests/DuckDb"
command -v npm >/dev/null || ../../scripts/install.sh nodejs npm
cmp --silent package-lock.json node_modules/.installed && exit 0
npm ci --ignore-scripts --silent --no-audit --no-fund >&2
cp package-lock.json node_modules/.installed
