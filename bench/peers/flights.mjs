// Exports the 3,000,000 flights of vega-datasets (US DOT, public domain) from Parquet to CSV, once.
// Usage: node flights.mjs OUT.csv
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";

const out = process.argv[2];
if (!out) {
  console.error("Usage: node flights.mjs OUT.csv");
  process.exit(2);
}

if (!existsSync(out)) {
  const here = dirname(fileURLToPath(import.meta.url));
  const parquet = join(here, "node_modules", "vega-datasets", "data", "flights-3m.parquet");
  const quoted = (path) => `'${path.replaceAll("'", "''")}'`;
  mkdirSync(dirname(out), { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT strftime(date, '%Y-%m-%dT%H:%M:%S.%f') AS date, * EXCLUDE (date) FROM read_parquet(${quoted(parquet)})) TO ${quoted(out + ".part")} (FORMAT csv, HEADER)`);
  renameSync(out + ".part", out);
}
