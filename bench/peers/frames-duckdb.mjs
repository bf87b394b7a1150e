// What DuckDB does of the frames' workloads. A result is kept as a table, as ours is.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const quoted = (...path) => `'${join(root, ...path).replaceAll("'", "''")}'`;
const cached = (name) => quoted(".cache", "bench", name);
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const value = async (query) => Number((await (await connection.run(query)).getRows())[0][0]);

// The flights as each kind of rows needs them; of the file that was read last, as the kinds differ.
let source;
const flights = async (reader) => {
  if (source !== reader) await connection.run(`CREATE OR REPLACE TABLE flights AS SELECT * FROM ${reader}`);
  source = reader;
};
const csv = `read_csv(${cached("flights-3m.csv")})`;

/** The score is the cell in the middle of a column; a join keeps no order, and hours without a flight are ours and pandas' only: these have none. */
const row = (name, repeats, query, scored, before = []) => ({
  name,
  repeats,
  prepare: async () => {
    await flights(csv);
    for (const statement of before) await connection.run(statement);
  },
  work: () => connection.run(`CREATE OR REPLACE TABLE result AS ${query}`),
  score: scored && (() => value(`SELECT ${scored} FROM result LIMIT 1 OFFSET (SELECT count(*) // 2 FROM result)`)),
});
const expression = (name, query, scored) => ({ ...row(name, 15, query), score: () => value(`SELECT avg(${scored}) FROM result`) });
const read = (name, repeats, query, scored = "delay") => ({
  name,
  repeats,
  work: () => connection.run(`CREATE OR REPLACE TABLE result AS ${query}`),
  score: () => value(`SELECT avg(${scored}) FROM result`),
});

// How many rows fail each of the ten checks, as one query.
const checks = `
  SELECT count(*) FILTER (date IS NULL) + count(*) FILTER (delay IS NULL) + count(*) FILTER (distance IS NULL) + count(*) FILTER (origin IS NULL) + count(*) FILTER (destination IS NULL)
    + count(*) FILTER (date < TIMESTAMP '2001-01-01') + count(*) FILTER (delay < -60) + count(*) FILTER (delay > 600) + count(*) FILTER (distance <= 0)
    + count(*) FILTER (NOT regexp_full_match(origin, '[A-Z]{3}')) + count(*) FILTER (length(destination) < 3)
    + count(*) FILTER (destination NOT IN (SELECT origin FROM airports))
    + (SELECT count(*) FROM (SELECT date < lag(date) OVER (ORDER BY rowid) AS falls FROM flights) WHERE falls)
    + (SELECT sum(n - 1) FROM (SELECT count(*) AS n FROM flights GROUP BY date, origin, destination)) AS failures
  FROM flights`;

export const rows = [
  read("read_csv_flights", 5, `SELECT * FROM ${csv}`),
  read("read_csv_diamonds", 20, `SELECT * FROM read_csv(${quoted("examples", "data", "diamonds.csv")})`, "price"),
  read("read_ndjson_flights", 5, `SELECT * FROM read_json(${cached("flights-1m.ndjson")}, format = 'newline_delimited')`),
  read("read_parquet_flights", 7, `SELECT * FROM read_parquet(${cached("flights-3m.parquet")})`),
  read("filter_parquet_flights", 7, `SELECT delay, distance FROM read_parquet(${cached("flights-3m.parquet")}) WHERE distance > 2000 AND delay > 20`),
  {
    name: "write_parquet_flights",
    repeats: 5,
    prepare: () => flights(`read_parquet(${cached("flights-3m.parquet")})`),
    work: () => connection.run(`COPY flights TO ${cached("written-by-duckdb.parquet")} (FORMAT parquet, COMPRESSION zstd)`),
    score: () => value(`SELECT avg(delay) FROM read_parquet(${cached("written-by-duckdb.parquet")})`),
  },
  row("pivot_flights", 5, "PIVOT flights ON destination USING avg(delay) GROUP BY origin ORDER BY origin"),
  row("group_flights", 7, "SELECT origin, destination, avg(delay) AS mean, stddev(delay) AS std, max(distance) AS max FROM flights GROUP BY ALL ORDER BY ALL", "max"),
  row("merge_flights", 5, "SELECT flights.*, airports.number FROM flights LEFT JOIN airports USING (origin)", undefined,
    ["CREATE OR REPLACE TABLE airports AS SELECT origin, row_number() OVER (ORDER BY origin) - 1 AS number FROM (SELECT DISTINCT origin FROM flights)"]),
  row("asof_flights", 3, "SELECT sorted.*, tenth.last FROM sorted ASOF LEFT JOIN tenth ON sorted.origin = tenth.origin AND sorted.date >= tenth.date", undefined, [
    "CREATE OR REPLACE TABLE sorted AS SELECT *, row_number() OVER (ORDER BY date) - 1 AS place FROM flights ORDER BY date",
    "CREATE OR REPLACE TABLE tenth AS SELECT date, origin, distance AS last FROM sorted WHERE place % 10 = 0",
  ]),
  row("melt_flights", 5, "UNPIVOT (SELECT origin, destination, delay, distance FROM flights) ON delay, distance INTO NAME variable VALUE value"),
  row("sort_flights", 5, "SELECT * FROM flights ORDER BY delay, distance, date", "delay"),
  row("rolling_flights", 3, "SELECT avg(delay) OVER (ROWS BETWEEN 99 PRECEDING AND CURRENT ROW) AS delay FROM flights", "delay"),
  row("counts_flights", 7, "SELECT origin, count(*) AS count FROM flights GROUP BY origin ORDER BY count DESC, origin", "count"),
  row("resample_flights", 7, "SELECT date_trunc('hour', date) AS date, avg(delay) AS mean, count(*) AS count FROM flights GROUP BY ALL ORDER BY ALL"),
  row("cut_flights", 5, "SELECT greatest(ceil((delay - lo) / ((hi - lo) / 20)) - 1, 0)::INTEGER AS code FROM flights, (SELECT min(delay)::DOUBLE AS lo, max(delay)::DOUBLE AS hi FROM flights)", "code"),
  row("cumulative_flights", 3, "SELECT sum(delay) OVER (PARTITION BY origin ORDER BY rowid ROWS UNBOUNDED PRECEDING) AS delay FROM flights"),
  { ...row("validate_flights", 5, checks, undefined, ["CREATE OR REPLACE TABLE airports AS SELECT DISTINCT origin FROM flights"]), score: () => value("SELECT failures FROM result") },
  expression("filter_flights", "SELECT * FROM flights WHERE distance > 500 AND delay BETWEEN 15 AND 120 AND origin IN ('ATL', 'ORD')", "delay"),
  expression("compute_flights", "SELECT CASE WHEN delay > 0 THEN distance / delay END AS speed FROM flights", "speed"),
  expression("month_flights", "SELECT month(date) AS month FROM flights", "month"),
  expression("standardize_flights", "SELECT (distance - (SELECT avg(distance) FROM flights)) / (SELECT stddev_samp(distance) FROM flights) AS z FROM flights", "z"),
];
