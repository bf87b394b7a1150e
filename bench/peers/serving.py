#!/usr/bin/env python3
"""Measures FastAPI on uvicorn with scikit-learn behind it: the same model, the same one-row requests, the same load as ours.

Usage: serving.py [PART-OF-A-NAME...]      (by default all of WORKLOADS)

Prints one JSON object a line: name, size, peer, rate (requests per second), p99 (seconds), score (the prediction of the row).
wrk makes the load (16 connections, two seconds to warm up); the data comes from prepare.py. Two peers of the same code: as it is deployed by
default (routes of plain 'def', two workers, the event loop and the HTTP parser of Python itself), and tuned ('async def', which leaves out the
thread pool; uvloop and httptools; one worker, which on two processors that wrk shares answers as much as two do).
"""
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from typing import Dict, List

import numpy as np

PEERS = {
    "FastAPI + scikit-learn": ["create_app", "--workers", "2", "--loop", "asyncio", "--http", "h11"],
    "FastAPI, tuned": ["create_tuned_app", "--loop", "uvloop", "--http", "httptools"],
}
CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), ".cache", "bench", "diamonds")
COLUMNS = ["carat", "cut", "color", "clarity", "depth", "table", "x", "y", "z"]
WORKLOADS = {
    "serve_split": ("/split", lambda row: {"dataframe_split": {"columns": COLUMNS, "data": [row]}}),
    "serve_records": ("/records", lambda row: {"dataframe_records": [dict(zip(COLUMNS, row))]}),
    "serve_instances": ("/instances", lambda row: {"instances": [row]}),
    "serve_infer": ("/infer", lambda row: {"inputs": [{"name": "input", "shape": [1, len(row)], "datatype": "FP64", "data": row}]}),
}


def create_app():
    """Makes what uvicorn runs, in a process of its own, with routes that run in its thread pool."""
    return create(lambda answer: answer)


def create_tuned_app():
    """Makes what uvicorn runs, in a process of its own, with routes that run where the request is read."""
    def without_threads(answer):
        async def on_loop(body):
            return answer(body)
        on_loop.__annotations__ = answer.__annotations__
        return on_loop
    return create(without_threads)


def create(route):
    """Makes the application; 'route' turns an answer into what FastAPI is given."""
    from fastapi import FastAPI
    from pydantic import BaseModel
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(early_stopping=False).fit(np.load(os.path.join(CACHE, "X_train.npy")), np.load(os.path.join(CACHE, "y_train.npy")))
    app = FastAPI()

    class Table(BaseModel):
        columns: List[str]
        data: List[List[float]]

    class Split(BaseModel):
        dataframe_split: Table

    class Records(BaseModel):
        dataframe_records: List[Dict[str, float]]

    class Instances(BaseModel):
        instances: List[List[float]]

    class Tensor(BaseModel):
        name: str
        shape: List[int]
        datatype: str
        data: List[float]

    class Inputs(BaseModel):
        inputs: List[Tensor]

    def answer(rows):
        return {"predictions": model.predict(np.asarray(rows)).tolist()}

    def split(body: Split):
        order = [body.dataframe_split.columns.index(name) for name in COLUMNS]
        return answer([[row[at] for at in order] for row in body.dataframe_split.data])

    def records(body: Records):
        return answer([[row[name] for name in COLUMNS] for row in body.dataframe_records])

    def instances(body: Instances):
        return answer(body.instances)

    def infer(body: Inputs):
        return answer(np.reshape(body.inputs[0].data, body.inputs[0].shape))

    for handler in (split, records, instances, infer):
        app.post("/" + handler.__name__)(route(handler))
    return app


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(url, body):
    request = urllib.request.Request(url, body.encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)["predictions"][0]


def wait_for(server, port):
    for _ in range(300):
        if server.poll() is not None:
            sys.exit("uvicorn did not start.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    sys.exit("uvicorn did not listen within a minute.")


def load(url, body, seconds):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(f'wrk.method = "POST"\nwrk.body = [==[{body}]==]\nwrk.headers["Content-Type"] = "application/json"\n')
        script.flush()
        command = ["wrk", "--threads", "1", "--connections", "16", "--duration", f"{seconds}s", "--latency", "--script", script.name, url]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(f"Requests failed: {output}")
    p99 = re.search(r"99%\s*([0-9.]+)(us|ms|s)", output)
    return float(re.search(r"Requests/sec:\s*([0-9.]+)", output).group(1)), float(p99.group(1)) * {"us": 1e-6, "ms": 1e-3, "s": 1}[p99.group(2)]


def measure(peer, arguments, names):
    port = free_port()
    application, *options = arguments
    command = [sys.executable, "-m", "uvicorn", "--factory", f"serving:{application}", "--port", str(port), "--no-access-log", "--log-level", "warning",
               "--app-dir", os.path.dirname(os.path.abspath(__file__)), *options]
    server = subprocess.Popen(command)
    try:
        wait_for(server, port)
        row = np.load(os.path.join(CACHE, "X_test.npy"))[0].tolist()
        for name in names:
            path, create_body = WORKLOADS[name]
            url, body = f"http://127.0.0.1:{port}{path}", json.dumps(create_body(row))
            score = ask(url, body)
            load(url, body, 2)
            rate, p99 = load(url, body, 4)
            print(json.dumps({"name": name, "size": "1 row, 16 connections", "peer": peer, "rate": rate, "p99": p99, "score": score}), flush=True)
    finally:
        server.terminate()
        server.wait()


def main():
    names = [name for name in WORKLOADS if any(part in name for part in sys.argv[1:] or [""])]
    for peer, arguments in PEERS.items() if names else ():
        measure(peer, arguments, names)


if __name__ == "__main__":
    main()
