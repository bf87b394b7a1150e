// Times DuckDB and Polars on the frames' workloads and prints one line of JSON for each; the rows are in frames-duckdb.mjs and frames-polars.mjs.
// Usage: node frames.mjs [PART-OF-A-NAME]; with a peer after the whole name of a workload, how much memory this process holds at most while it does the work once.
import { readFileSync, writeFileSync } from "node:fs";
import { rows as duckDb } from "./frames-duckdb.mjs";
import { rows as polars } from "./frames-polars.mjs";

const sizes = {
  read_csv_flights: "3,000,000 x 5, 127 MB",
  read_csv_diamonds: "53,940 x 10, 2.8 MB",
  read_ndjson_flights: "1,000,000 x 5, 93 MB",
  read_parquet_flights: "3,000,000 x 5, 13 MB",
  filter_parquet_flights: "2 of 5 columns, 24,935 of 3,000,000 rows",
  write_parquet_flights: "3,000,000 x 5, zstd",
  pivot_flights: "3,000,000 rows, mean of two keys",
  group_flights: "3,000,000 rows, two keys; mean, std, max",
  merge_flights: "3,000,000 rows, left, with airports",
  asof_flights: "3,000,000 rows, the last of 300,000 by origin",
  melt_flights: "3,000,000 x 4 to 6,000,000 x 4",
  sort_flights: "3,000,000 rows, three keys",
  rolling_flights: "3,000,000 rows, mean of 100",
  counts_flights: "3,000,000 rows, 265 airports",
  resample_flights: "3,000,000 rows, by hour",
  cut_flights: "3,000,000 rows, 20 intervals",
  cumulative_flights: "3,000,000 rows, by origin",
  validate_flights: "3,000,000 rows, ten checks",
  filter_flights: "3,000,000 x 5, three conditions",
  compute_flights: "3,000,000 rows, a quotient with a condition",
  month_flights: "3,000,000 rows, the month of a time",
  standardize_flights: "3,000,000 rows, (x - mean(x)) / std(x)",
};
const median = (seconds) => {
  const sorted = [...seconds].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};
const [part = "", only = ""] = process.argv.slice(2);
for (const [peer, rows] of Object.entries({ DuckDB: duckDb, Polars: polars })) {
  if (only && only !== peer) continue;
  for (const { name, prepare, work, score, repeats } of rows) {
    if (only ? name !== part : !name.includes(part)) continue;
    const given = await prepare?.();
    if (only) {
      writeFileSync("/proc/self/clear_refs", "5"); // Linux forgets the peak so far
      const result = await work(given);
      const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
      console.log(JSON.stringify({ name, size: sizes[name], peer, peak, score: (await score?.(result)) ?? null }));
      continue;
    }

    const seconds = [];
    let result;
    for (let repeat = 0; repeat <= repeats; repeat++) { // the first warms up
      const start = performance.now();
      result = await work(given);
      if (repeat > 0) seconds.push((performance.now() - start) / 1000);
    }
    console.log(JSON.stringify({ name, size: sizes[name], peer, fit: median(seconds), score: (await score?.(result)) ?? null }));
  }
}
