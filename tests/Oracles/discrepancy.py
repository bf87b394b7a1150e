"""Writes the maximum mean discrepancy and the energy distance of small samples of vectors, each by its definition, and the exact p-values over all ways to mix the rows.

The samples are told by what makes them, so that both sides have the same: element i, j of a sample is sin(a i + b j + c).
"""
import itertools
import json
import math
import os

import numpy as np


def sample(rows, features, a, b, c):
    return np.array([[math.sin(a * i + b * j + c) for j in range(features)] for i in range(rows)])


def discrepancy(x, y, width):
    def kernel(u, v):
        return math.exp(-np.sum((u - v) ** 2) / (2 * width ** 2))

    n, m = len(x), len(y)
    return (sum(kernel(x[i], x[j]) for i in range(n) for j in range(n) if i != j) / (n * (n - 1))
            + sum(kernel(y[i], y[j]) for i in range(m) for j in range(m) if i != j) / (m * (m - 1))
            - 2 * sum(kernel(u, v) for u in x for v in y) / (n * m))


def energy(x, y):
    def mean(p, q):
        return np.mean([np.linalg.norm(u - v) for u in p for v in q])

    return math.sqrt(max(0.0, 2 * mean(x, y) - mean(x, x) - mean(y, y)))


cases = []
for n, m, features, shift in [(5, 4, 2, 0.0), (4, 6, 3, 0.6), (5, 5, 1, 1.5), (30, 20, 4, 0.2)]:
    x, y = sample(n, features, 1.3, 2.1, 0.1), sample(m, features, 1.7, 0.4, 0.5) + shift
    both = np.concatenate([x, y])
    width = float(np.median([np.linalg.norm(both[i] - both[j]) for i in range(n + m) for j in range(i)]))
    own, apart = discrepancy(x, y, width), energy(x, y)
    p, q = None, None
    if n + m <= 10:
        ways = [(both[list(chosen)], both[[i for i in range(n + m) if i not in chosen]]) for chosen in itertools.combinations(range(n + m), n)]
        p = sum(discrepancy(u, v, width) >= own - 1e-12 for u, v in ways) / len(ways)
        q = sum(energy(u, v) >= apart - 1e-12 for u, v in ways) / len(ways)
    cases.append({"rows": n, "others": m, "features": features, "shift": shift, "width": width, "discrepancy": own, "energy": apart, "p": p, "energyP": q})

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "discrepancy.json")
with open(path, "w") as file:
    json.dump({"cases": cases}, file)
