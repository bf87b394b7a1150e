// Times DuckDB on the frames' workloads and prints one line of JSON for each. The score is the mean of one column.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const workloads = [
  ["read_csv_flights", "3,000,000 x 5, 127 MB", ".cache/bench/flights-3m.csv", "delay", 5],
  ["read_csv_diamonds", "53,940 x 10, 2.8 MB", "examples/data/diamonds.csv", "price", 20],
];
const median = (seconds) => {
  const sorted = [...seconds].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};
const connection = await (await DuckDBInstance.create(":memory:")).connect();
for (const [name, size, path, scored, repeats] of workloads) {
  if (process.argv[2] && !name.includes(process.argv[2])) continue;
  const file = join(root, path).replaceAll("'", "''");
  const seconds = [];
  for (let repeat = 0; repeat <= repeats; repeat++) {
    await connection.run("DROP TABLE IF EXISTS read");
    const start = performance.now();
    await connection.run(`CREATE TABLE read AS SELECT * FROM read_csv('${file}')`);
    if (repeat > 0) seconds.push((performance.now() - start) / 1000);
  }
  const rows = await (await connection.run(`SELECT avg(${scored}) FROM read`)).getRows();
  console.log(JSON.stringify({ name, size, peer: "DuckDB", fit: median(seconds), score: Number(rows[0][0]) }));
}

// The same table as NDJSON, and as Parquet: read whole, read in part, written. The score is the mean of a column of what was read, or of what was written.
const cache = join(root, ".cache", "bench");
const quoted = (name) => `'${join(cache, name).replaceAll("'", "''")}'`;
const files = [
  ["read_ndjson_flights", "1,000,000 x 5, 93 MB", `CREATE OR REPLACE TABLE read AS SELECT * FROM read_json(${quoted("flights-1m.ndjson")}, format = 'newline_delimited')`, "SELECT avg(delay) FROM read", 5],
  ["read_parquet_flights", "3,000,000 x 5, 13 MB", `CREATE OR REPLACE TABLE read AS SELECT * FROM read_parquet(${quoted("flights-3m.parquet")})`, "SELECT avg(delay) FROM read", 7],
  ["filter_parquet_flights", "2 of 5 columns, 24,935 of 3,000,000 rows", `CREATE OR REPLACE TABLE read AS SELECT delay, distance FROM read_parquet(${quoted("flights-3m.parquet")}) WHERE distance > 2000 AND delay > 20`, "SELECT avg(delay) FROM read", 7],
  ["write_parquet_flights", "3,000,000 x 5, zstd", `COPY flights TO ${quoted("written-by-duckdb.parquet")} (FORMAT parquet, COMPRESSION zstd)`, `SELECT avg(delay) FROM read_parquet(${quoted("written-by-duckdb.parquet")})`, 5],
];
for (const [name, size, work, score, repeats] of files) {
  if (process.argv[2] && !name.includes(process.argv[2])) continue;
  if (name.startsWith("write")) await connection.run(`CREATE OR REPLACE TABLE flights AS SELECT * FROM read_parquet(${quoted("flights-3m.parquet")})`);
  const seconds = [];
  for (let repeat = 0; repeat <= repeats; repeat++) {
    const start = performance.now();
    await connection.run(work);
    if (repeat > 0) seconds.push((performance.now() - start) / 1000);
  }
  const rows = await (await connection.run(score)).getRows();
  console.log(JSON.stringify({ name, size, peer: "DuckDB", fit: median(seconds), score: Number(rows[0][0]) }));
}
