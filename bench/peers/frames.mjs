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
