"""Times NumPy and SciPy on the numerical workloads, one thread, and prints one line of JSON for each."""
import json
import os
import statistics
import sys
import time

os.environ.pop("OPENBLAS_CORETYPE", None)
os.environ.pop("OPENBLAS_L2_SIZE", None)
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402
import scipy.linalg  # noqa: E402


def median(action, repeats):
    action()
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def workloads():
    random = np.random.default_rng(1)
    a = random.standard_normal((2000, 2000))
    b = random.standard_normal((2000, 2000))
    yield "gemm_2000", "2,000 x 2,000", 5, lambda: a @ b
    tall = random.standard_normal((8000, 784))
    narrow = random.standard_normal((784, 10))
    residual = random.standard_normal((8000, 10))
    yield "gemm_8000x784x10", "8,000 x 784 by 784 x 10", 20, lambda: tall @ narrow
    yield "gemm_784x8000x10", "784 x 8,000 by 8,000 x 10", 20, lambda: tall.T @ residual
    yield "syrk_8000x784", "8,000 x 784", 5, lambda: scipy.linalg.blas.dsyrk(1, tall.T)
    spd = a @ a.T + 2000 * np.eye(2000)
    yield "cholesky_2000", "2,000 x 2,000", 5, lambda: np.linalg.cholesky(spd)
    square = random.standard_normal((1000, 1000))
    yield "qr_1000", "1,000 x 1,000", 5, lambda: np.linalg.qr(square)
    half = random.standard_normal((500, 500))
    symmetric = half + half.T
    yield "eigh_500", "500 x 500", 5, lambda: np.linalg.eigh(symmetric)
    rectangle = random.standard_normal((1000, 500))
    yield "svd_1000x500", "1,000 x 500", 5, lambda: np.linalg.svd(rectangle, full_matrices=False)


for name, size, repeats, action in workloads():
    if len(sys.argv) < 2 or sys.argv[1] in name:
        print(json.dumps({"name": name, "size": size, "peer": "NumPy", "fit": median(action, repeats), "score": None}), flush=True)
