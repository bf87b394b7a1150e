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

// The verbs of shape. A result is kept as a table, as ours is. The score is the cell in the middle of the last column named; a join keeps no order, and hours without a flight are ours and pandas' only: these have none.
const middle = async (query) => Number((await (await connection.run(query)).getRows())[0][0]);
const shaping = [
  ["group_flights", "3,000,000 rows, two keys; mean, std, max", 7, [], "SELECT origin, destination, avg(delay) AS mean, stddev(delay) AS std, max(distance) AS max FROM flights GROUP BY ALL ORDER BY ALL", "max"],
  ["merge_flights", "3,000,000 rows, left, with airports", 5,
    ["CREATE OR REPLACE TABLE airports AS SELECT origin, row_number() OVER (ORDER BY origin) - 1 AS number FROM (SELECT DISTINCT origin FROM flights)"],
    "SELECT flights.*, airports.number FROM flights LEFT JOIN airports USING (origin)"],
  ["asof_flights", "3,000,000 rows, the last of 300,000 by origin", 3,
    ["CREATE OR REPLACE TABLE sorted AS SELECT *, row_number() OVER (ORDER BY date) - 1 AS place FROM flights ORDER BY date", "CREATE OR REPLACE TABLE tenth AS SELECT date, origin, distance AS last FROM sorted WHERE place % 10 = 0"],
    "SELECT sorted.*, tenth.last FROM sorted ASOF LEFT JOIN tenth ON sorted.origin = tenth.origin AND sorted.date >= tenth.date"],
  ["melt_flights", "3,000,000 x 4 to 6,000,000 x 4", 5, [], "UNPIVOT (SELECT origin, destination, delay, distance FROM flights) ON delay, distance INTO NAME variable VALUE value"],
  ["sort_flights", "3,000,000 rows, three keys", 5, [], "SELECT * FROM flights ORDER BY delay, distance, date", "delay"],
  ["rolling_flights", "3,000,000 rows, mean of 100", 3, [], "SELECT avg(delay) OVER (ROWS BETWEEN 99 PRECEDING AND CURRENT ROW) AS delay FROM flights", "delay"],
  ["counts_flights", "3,000,000 rows, 265 airports", 7, [], "SELECT origin, count(*) AS count FROM flights GROUP BY origin ORDER BY count DESC, origin", "count"],
  ["resample_flights", "3,000,000 rows, by hour", 7, [], "SELECT date_trunc('hour', date) AS date, avg(delay) AS mean, count(*) AS count FROM flights GROUP BY ALL ORDER BY ALL"],
  ["cut_flights", "3,000,000 rows, 20 intervals", 5, [], "SELECT greatest(ceil((delay - lo) / ((hi - lo) / 20)) - 1, 0)::INTEGER AS code FROM flights, (SELECT min(delay)::DOUBLE AS lo, max(delay)::DOUBLE AS hi FROM flights)", "code"],
  ["cumulative_flights", "3,000,000 rows, by origin", 3, [], "SELECT sum(delay) OVER (PARTITION BY origin ORDER BY rowid ROWS UNBOUNDED PRECEDING) AS delay FROM flights"],
];
const wanted = shaping.filter(([name]) => !process.argv[2] || name.includes(process.argv[2]));
if (wanted.length > 0) {
  const file = join(root, ".cache/bench/flights-3m.csv").replaceAll("'", "''");
  await connection.run(`CREATE OR REPLACE TABLE flights AS SELECT * FROM read_csv('${file}')`);
}
for (const [name, size, repeats, before, query, scored] of wanted) {
  for (const statement of before) await connection.run(statement);
  const seconds = [];
  for (let repeat = 0; repeat <= repeats; repeat++) {
    await connection.run("DROP TABLE IF EXISTS shaped");
    const start = performance.now();
    await connection.run(`CREATE TABLE shaped AS ${query}`);
    if (repeat > 0) seconds.push((performance.now() - start) / 1000);
  }
  const score = scored ? await middle(`SELECT ${scored} FROM shaped LIMIT 1 OFFSET (SELECT count(*) // 2 FROM shaped)`) : null;
  console.log(JSON.stringify({ name, size, peer: "DuckDB", fit: median(seconds), score }));
}
