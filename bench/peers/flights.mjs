// Exports the 3,000,000 flights of vega-datasets (US DOT, public domain) from Parquet to CSV, the first million of them to NDJSON too, and the Parquet file itself; each once.
// Usage: node flights.mjs OUT.csv
import { copyFileSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";

const out = process.argv[2];
if (!out) {
  console.error("Usage: node flights.mjs OUT.csv");
  process.exit(2);
}

const parquet = join(dirname(fileURLToPath(import.meta.url)), "node_modules", "vega-datasets", "data", "flights-3m.parquet");
const quoted = (path) => `'${path.replaceAll("'", "''")}'`;
const source = `(SELECT strftime(date, '%Y-%m-%dT%H:%M:%S.%f') AS date, * EXCLUDE (date) FROM read_parquet(${quoted(parquet)})`;
mkdirSync(dirname(out), { recursive: true });
copyFileSync(parquet, join(dirname(out), "flights-3m.parquet"));
const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
for (const [path, rows, format] of [[out, 3_000_000, "csv, HEADER"], [join(dirname(out), "flights-1m.ndjson"), 1_000_000, "json"]]) {
  if (existsSync(path)) continue;
  await connection.run(`COPY ${source} LIMIT ${rows}) TO ${quoted(path + ".part")} (FORMAT ${format})`);
  renameSync(path + ".part", path);
}
