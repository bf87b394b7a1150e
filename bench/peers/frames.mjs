// Times DuckDB and Polars on the frames' workloads and prints one line of JSON for each. The score is the mean of one column.
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

const wanted = (name) => !process.argv[2] || name.includes(process.argv[2]);
const expressions = [
  ["filter_flights", "3,000,000 x 5, three conditions", "SELECT * FROM flights WHERE distance > 500 AND delay BETWEEN 15 AND 120 AND origin IN ('ATL', 'ORD')", "delay",
    (pl, flights) => flights.filter(pl.col("distance").gt(500).and(pl.col("delay").gtEq(15)).and(pl.col("delay").ltEq(120)).and(pl.col("origin").isIn(["ATL", "ORD"])))],
  ["compute_flights", "3,000,000 rows, a quotient with a condition", "SELECT CASE WHEN delay > 0 THEN distance / delay END AS speed FROM flights", "speed",
    (pl, flights) => flights.withColumn(pl.when(pl.col("delay").gt(0)).then(pl.col("distance").div(pl.col("delay").cast(pl.Float64))).otherwise(pl.lit(null)).alias("speed"))],
  ["month_flights", "3,000,000 rows, the month of a time", "SELECT month(date) AS month FROM flights", "month",
    (pl, flights) => flights.withColumn(pl.col("date").dt.month().alias("month"))],
  ["standardize_flights", "3,000,000 rows, (x - mean(x)) / std(x)", "SELECT (distance - (SELECT avg(distance) FROM flights)) / (SELECT stddev_samp(distance) FROM flights) AS z FROM flights", "z",
    (pl, flights) => flights.withColumn(pl.col("distance").minus(pl.col("distance").mean()).div(pl.col("distance").std()).alias("z"))],
].filter(([name]) => wanted(name));
if (expressions.length > 0) {
  const repeats = 15;
  const path = join(root, ".cache/bench/flights-3m.csv");
  await connection.run(`CREATE TABLE flights AS SELECT * FROM read_csv('${path.replaceAll("'", "''")}')`);
  for (const [name, size, query, scored] of expressions) {
    const seconds = [];
    for (let repeat = 0; repeat <= repeats; repeat++) {
      await connection.run("DROP TABLE IF EXISTS result");
      const start = performance.now();
      await connection.run(`CREATE TABLE result AS ${query}`);
      if (repeat > 0) seconds.push((performance.now() - start) / 1000);
    }
    const rows = await (await connection.run(`SELECT avg(${scored}) FROM result`)).getRows();
    console.log(JSON.stringify({ name, size, peer: "DuckDB", fit: median(seconds), score: Number(rows[0][0]) }));
  }
  await connection.run("DROP TABLE flights");
  const { default: pl } = await import("nodejs-polars");
  const flights = pl.readCSV(path, { tryParseDates: true });
  for (const [name, size, , scored, work] of expressions) {
    const seconds = [];
    for (let repeat = 0; repeat <= repeats; repeat++) {
      const start = performance.now();
      work(pl, flights);
      if (repeat > 0) seconds.push((performance.now() - start) / 1000);
    }
    console.log(JSON.stringify({ name, size, peer: "Polars", fit: median(seconds), score: Number(work(pl, flights).getColumn(scored).mean()) }));
  }
}

// The ten checks as one query each side of the keys: how many rows fail each.
const checks = `
  SELECT count(*) FILTER (date IS NULL) + count(*) FILTER (delay IS NULL) + count(*) FILTER (distance IS NULL) + count(*) FILTER (origin IS NULL) + count(*) FILTER (destination IS NULL)
    + count(*) FILTER (date < TIMESTAMP '2001-01-01') + count(*) FILTER (delay < -60) + count(*) FILTER (delay > 600) + count(*) FILTER (distance <= 0)
    + count(*) FILTER (NOT regexp_full_match(origin, '[A-Z]{3}')) + count(*) FILTER (length(destination) < 3)
    + count(*) FILTER (destination NOT IN (SELECT origin FROM airports))
    + (SELECT count(*) FROM (SELECT date < lag(date) OVER (ORDER BY rowid) AS falls FROM flights) WHERE falls)
    + (SELECT sum(n - 1) FROM (SELECT count(*) AS n FROM flights GROUP BY date, origin, destination)) AS failures
  FROM flights`;
if (!process.argv[2] || "validate_flights".includes(process.argv[2])) {
  await connection.run(`CREATE TABLE flights AS SELECT * FROM read_csv('${join(root, ".cache/bench/flights-3m.csv").replaceAll("'", "''")}')`);
  await connection.run("CREATE TABLE airports AS SELECT DISTINCT origin FROM flights");
  const seconds = [];
  let score = 0;
  for (let repeat = 0; repeat <= 5; repeat++) {
    const start = performance.now();
    score = Number((await (await connection.run(checks)).getRows())[0][0]);
    if (repeat > 0) seconds.push((performance.now() - start) / 1000);
  }
  console.log(JSON.stringify({ name: "validate_flights", size: "3,000,000 rows, ten checks", peer: "DuckDB", fit: median(seconds), score }));
}
