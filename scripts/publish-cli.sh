#!/usr/bin/env bash
# Publishes the command to out/cli. Precompiled parts start faster; where the precompiler cannot be had, plain ones do.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p out
exec 9>out/.lock
flock 9
publish() {
    dotnet publish src/Modelyard.Cli --configuration Release --output out/cli.new --verbosity quiet --nologo "$@"
}
rm -rf out/cli.new
publish -p:Precompiled=true || { echo "The precompiler is not to be had; the command will start more slowly." >&2; rm -rf out/cli.new; publish; }
rm -rf out/cli
mv out/cli.new out/cli
touch out/cli/modelyard-cli.dll
