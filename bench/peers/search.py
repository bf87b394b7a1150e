"""Runs Optuna's TPE on the problems of the search bench, or compares what was measured.

search.py run COMMAND SEEDS [PART-OF-A-NAME]   asks 'COMMAND search-serve NAME' for the loss of each point; writes a line of JSON for each search
search.py compare FILE...                      prints how many trials each method needs to reach the best of 100 random ones
"""

import json
import subprocess
import sys
import time

TRIALS = 100
NAMES = ["elastic-net", "svr", "boosting-numbers", "tree", "forest", "logistic", "svc", "boosting-classes", "neighbors", "descent"]


def run(command, seeds, only):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    for name in NAMES:
        if only not in name:
            continue
        server = subprocess.Popen([*command.split(), "search-serve", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        axes = json.loads(server.stdout.readline())

        def objective(trial):
            point = {}
            for axis in axes:
                if axis["values"]:
                    value = axis["values"][0] if len(axis["values"]) == 1 else trial.suggest_categorical(axis["name"], axis["values"])
                elif axis["whole"]:
                    value = trial.suggest_int(axis["name"], int(axis["low"]), int(axis["high"]), log=axis["log"])
                else:
                    value = trial.suggest_float(axis["name"], axis["low"], axis["high"], log=axis["log"])
                point[axis["name"]] = value if isinstance(value, str) else repr(value)
            server.stdin.write(json.dumps(point) + "\n")
            server.stdin.flush()
            return float(server.stdout.readline())

        for method, options in [("optuna-tpe", {}), ("optuna-tpe-multivariate", {"multivariate": True})]:
            for seed in range(1, seeds + 1):
                start = time.time()
                study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed, **options))
                study.optimize(objective, n_trials=TRIALS)
                best, losses = float("inf"), []
                for trial in study.trials:
                    best = min(best, trial.value)
                    losses.append(best)
                print(json.dumps({"task": name, "method": method, "seed": seed, "seconds": time.time() - start, "losses": losses}), flush=True)
        server.stdin.close()
        server.wait()


def compare(files):
    rows = [json.loads(line) for file in files for line in open(file)]
    methods = list(dict.fromkeys(row["method"] for row in rows))
    tasks = list(dict.fromkeys(row["task"] for row in rows))
    print("Trials to reach the best of 100 random ones, mean over seeds; 100 if it was not reached. In brackets the loss after 40 trials, as a share of the random searches' spread.")
    print(f"{'task':18s}" + "".join(f"{method:>26s}" for method in methods))
    means = {method: [] for method in methods}
    finals = {method: [] for method in methods}
    for task in tasks:
        own = {method: {row["seed"]: row["losses"] for row in rows if row["task"] == task and row["method"] == method} for method in methods}
        goals = {seed: losses[-1] for seed, losses in own["random"].items()}
        low = min(losses[-1] for searches in own.values() for losses in searches.values())
        spread = sum(losses[9] for losses in own["random"].values()) / len(goals) - low or 1.0
        cells = []
        for method in methods:
            # A goal is set by each random search; each search of a method is held against all of them.
            counts = [next((i + 1 for i, loss in enumerate(losses) if loss <= goal + 1e-12 * abs(goal)), TRIALS)
                      for losses in own[method].values() for other, goal in goals.items() if method != "random" or own["random"][other] is not losses]
            means[method].append(sum(counts) / len(counts) if counts else float("nan"))
            finals[method].append(sum((losses[39] - low) / spread for losses in own[method].values()) / len(own[method]))
            cells.append(f"{means[method][-1]:15.1f} [{finals[method][-1]:.3f}]".rjust(26))
        print(f"{task:18s}" + "".join(cells))
    print(f"{'mean':18s}" + "".join(f"{sum(means[method]) / len(tasks):15.1f} [{sum(finals[method]) / len(tasks):.3f}]".rjust(26) for method in methods))


if sys.argv[1] == "run":
    run(sys.argv[2], int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else "")
else:
    compare(sys.argv[2:])
