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
  await connection.run(`CREATE OR REPLACE TABLE flights AS SELECT * FROM read_csv('${join(root, ".cache/bench/flights-3m.csv").replaceAll("'", "''")}')`);
  await connection.run("CREATE OR REPLACE TABLE airports AS SELECT DISTINCT origin FROM flights");
  const seconds = [];
  let score = 0;
  for (let repeat = 0; repeat <= 5; repeat++) {
    const start = performance.now();
    score = Number((await (await connection.run(checks)).getRows())[0][0]);
    if (repeat > 0) seconds.push((performance.now() - start) / 1000);
  }
  console.log(JSON.stringify({ name: "validate_flights", size: "3,000,000 rows, ten checks", peer: "DuckDB", fit: median(seconds), score }));
}

const isWanted = (name) => !process.argv[2] || name.includes(process.argv[2]);
const expressions = [
  ["filter_flights", "3,000,000 x 5, three conditions", "SELECT * FROM flights WHERE distance > 500 AND delay BETWEEN 15 AND 120 AND origin IN ('ATL', 'ORD')", "delay",
    (pl, flights) => flights.filter(pl.col("distance").gt(500).and(pl.col("delay").gtEq(15)).and(pl.col("delay").ltEq(120)).and(pl.col("origin").isIn(["ATL", "ORD"])))],
  ["compute_flights", "3,000,000 rows, a quotient with a condition", "SELECT CASE WHEN delay > 0 THEN distance / delay END AS speed FROM flights", "speed",
    (pl, flights) => flights.withColumn(pl.when(pl.col("delay").gt(0)).then(pl.col("distance").div(pl.col("delay").cast(pl.Float64))).otherwise(pl.lit(null)).alias("speed"))],
  ["month_flights", "3,000,000 rows, the month of a time", "SELECT month(date) AS month FROM flights", "month",
    (pl, flights) => flights.withColumn(pl.col("date").dt.month().alias("month"))],
  ["standardize_flights", "3,000,000 rows, (x - mean(x)) / std(x)", "SELECT (distance - (SELECT avg(distance) FROM flights)) / (SELECT stddev_samp(distance) FROM flights) AS z FROM flights", "z",
    (pl, flights) => flights.withColumn(pl.col("distance").minus(pl.col("distance").mean()).div(pl.col("distance").std()).alias("z"))],
].filter(([name]) => isWanted(name));
if (expressions.length > 0) {
  const repeats = 15;
  const path = join(root, ".cache/bench/flights-3m.csv");
  await connection.run(`CREATE OR REPLACE TABLE flights AS SELECT * FROM read_csv('${path.replaceAll("'", "''")}')`);
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

// The same table as NDJSON, and as Parquet: read whole, read in part, written. The score is the mean of a column of what was read, or of what was written.
const cache = join(root, ".cache", "bench");
const quoted = (name) => `'${join(cache, name).replaceAll("'", "''")}'`;
const files = [
  ["read_ndjson_flights", "1,000,000 x 5, 93 MB", `CREATE OR REPLACE TABLE read AS SELECT * FROM read_json(${quoted("flights-1m.ndjson")}, format = 'newline_delimited')`, "SELECT avg(delay) FROM read", 5],
  ["read_parquet_flights", "3,000,000 x 5, 13 MB", `CREATE OR REPLACE TABLE read AS SELECT * FROM read_parquet(${quoted("flights-3m.parquet")})`, "SELECT avg(delay) FROM read", 7],
  ["filter_parquet_flights", "2 of 5 columns, 82,000 of 3,000,000 rows", `CREATE OR REPLACE TABLE read AS SELECT delay, distance FROM read_parquet(${quoted("flights-3m.parquet")}) WHERE distance > 2000 AND delay > 20`, "SELECT avg(delay) FROM read", 7],
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
