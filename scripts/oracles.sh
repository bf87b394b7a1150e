#!/usr/bin/env bash
# Makes the reference values of the tests again. The JSON files are committed, so that the tests need no Python.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install.sh python3-sklearn python3-statsmodels python3-pandas python3-scipy python3-xgboost python3-jsonschema python3-pymongo python3-mpmath
cd tests/Oracles
for script in *.py; do
    echo "$script"
    /usr/bin/python3 "$script"
done
