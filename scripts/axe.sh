#!/usr/bin/env bash
# Installs axe-core, by which the tests of pages check that everybody can use them, from the lock file.
set -euo pipefail
cd "$(dirname "$0")/../tests/Axe"
command -v npm >/dev/null || ../../scripts/install.sh nodejs npm
cmp --silent package-lock.json node_modules/.installed && exit 0
npm ci --ignore-scripts --silent --no-audit --no-fund >&2
cp package-lock.json node_modules/.installed
