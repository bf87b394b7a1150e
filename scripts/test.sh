#!/usr/bin/env bash
# Installs what the tests need, runs every test project, and closes with the line 'N passed, N failed'.
set -uo pipefail
cd "$(dirname "$0")/.."
scripts/install.sh chromium fonts-dejavu-core postgresql mariadb-server-core mariadb-client-core libmariadb3 || exit 1
scripts/onnx-runtime.sh || exit 1
scripts/duckdb.sh || exit 1
scripts/s3-server.sh || exit 1
scripts/axe.sh || exit 1
scripts/build.sh || exit 1
echo "Checking that the library can be trimmed and compiled ahead of time ..."
dotnet build src/Modelyard --configuration Release --verbosity quiet --nologo --no-restore -p:AotAnalysis=true -p:OutDir=obj/aot/ -p:GenerateDocumentationFile=false -p:EnforceCodeStyleInBuild=false || exit 1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
for project in tests/*/*.Tests.csproj tests/EndToEnd/EndToEnd.csproj tests/Documentation/Documentation.csproj; do
    dotnet test "$project" --configuration Release --no-build --nologo --verbosity quiet --logger "console;verbosity=minimal" "$@" 2>&1 | tee -a "$log"
    [ "${PIPESTATUS[0]}" -eq 0 ] || status=1
done
sum() { sed -nE "s/.*$1: +([0-9]+),.*/\1/p" "$log" | awk '{ total += $1 } END { print total + 0 }'; }
passed=$(sum Passed)
failed=$(sum Failed)
[ "$passed" -gt 0 ] || { echo "No test ran." >&2; status=1; }
# A project that broke down before its summary counts as a failure.
[ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
echo "$passed passed, $failed failed"
exit "$status"
