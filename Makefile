# The door to the house: `make` alone lists what can be done.
.DEFAULT_GOAL := help
CONFIGURATION ?= Release
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

.PHONY: help build demo demo-watch test bench costs scale docs oracles format clean pack

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## restore and build everything; afterwards ./modelyard runs the command
	@scripts/build.sh

demo: build ## do the main job on the telco churn table: train, report, register
	@scripts/demo.sh

demo-watch: build ## replay half a year of flights through a model: drift, late labels, alarms, a retraining; then open the studio
	@scripts/demo-watch.sh

test: ## install what the tests need, run all of them, print 'N passed, N failed'
	@scripts/test.sh

bench: build ## measure our workloads beside the peers'; only=NAME or room=ROOM for some
	@scripts/bench.sh "$(only)" "$(room)"

costs: build ## measure time and memory of fits as the rows grow, into docs/costs.md; only=PATTERN measures some
	@dotnet bench/Modelyard.Bench/bin/Release/net10.0/Modelyard.Bench.dll costs docs/costs.md "$(only)"

docs: build ## write the pages that are made from the code again: docs/cli.md, estimators.md, metrics.md, docs/api
	@MODELYARD_WRITE_REFERENCE=1 dotnet test tests/Documentation --configuration Release --no-build --verbosity quiet --filter FullyQualifiedName~ReferenceTests

scale: build ## fill a log with 50 million predictions and measure what the dashboards take; rows=N days=N for others
	@scripts/scale.sh $(or $(rows),50000000) $(or $(days),30)

oracles: ## make the tests' reference values again with scikit-learn and its kin
	@scripts/oracles.sh

format: ## bring the code to the rules of .editorconfig
	@dotnet format Modelyard.slnx

pack: ## make the NuGet packages and the .NET tool
	@dotnet pack Modelyard.slnx --configuration $(CONFIGURATION) --output out/packages

clean: ## remove what was built
	@rm -rf out bench/results/*.tmp
	@find src tests bench -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
