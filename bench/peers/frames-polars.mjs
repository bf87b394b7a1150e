// What Polars does of the frames' workloads. The flights are read with times, which are not part of what is timed but where a file is read.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pl from "nodejs-polars";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const cached = (name) => join(root, ".cache", "bench", name);
const csv = cached("flights-3m.csv");
const parquet = cached("flights-3m.parquet");
let kept;
const flights = () => (kept ??= pl.readCSV(csv, { tryParseDates: true }));
const middle = (column) => (frame) => Number(frame.getColumn(column).get(frame.height >> 1));
const mean = (column) => (frame) => Number(frame.getColumn(column).mean());
const col = pl.col;
const airports = (frame) => {
  const names = frame.select("origin").unique().sort("origin");
  return names.withColumn(pl.Series("number", Array.from({ length: names.height }, (_, row) => row)));
};
const asof = (frame) => {
  const sorted = frame.sort("date");
  return [sorted, sorted.gatherEvery(10).select("date", "origin", col("distance").alias("last"))];
};

// The ten checks by hand: the rows that fail each, and how many.
const validate = ([frame, names]) => {
  const failing = frame.select(
    ...frame.columns.map((column) => col(column).isNull().sum().cast(pl.Int64).alias(`missing ${column}`)),
    col("date").lt(pl.lit(new Date("2001-01-01T00:00:00Z"))).sum().cast(pl.Int64).alias("early"),
    col("date").lt(col("date").shift(1)).sum().cast(pl.Int64).alias("falls"),
    col("delay").lt(-60).sum().cast(pl.Int64).alias("low"),
    col("delay").gt(600).sum().cast(pl.Int64).alias("high"),
    col("distance").ltEq(0).sum().cast(pl.Int64).alias("distance"),
    col("origin").str.contains("^[A-Z]{3}$").not().sum().cast(pl.Int64).alias("pattern"),
    col("destination").str.lengths().lt(3).sum().cast(pl.Int64).alias("length"),
    col("destination").isIn(names).not().sum().cast(pl.Int64).alias("unknown"),
  );
  const sum = failing.row(0).reduce((total, failures) => total + Number(failures), 0);
  return sum + frame.height - frame.select("date", "origin", "destination").unique({ maintainOrder: false }).height;
};

const on = (name, repeats, work, score, prepare = flights) => ({ name, repeats, prepare, work, score });
export const rows = [
  // Without times, which Polars reads five times as slowly (1.9 s).
  { name: "read_csv_flights", repeats: 5, work: () => pl.readCSV(csv), score: mean("delay") },
  { name: "read_csv_diamonds", repeats: 20, work: () => pl.readCSV(join(root, "examples", "data", "diamonds.csv")), score: mean("price") },
  { name: "read_ndjson_flights", repeats: 5, work: () => pl.scanJson(cached("flights-1m.ndjson")).collectSync(), score: mean("delay") },
  { name: "read_parquet_flights", repeats: 7, work: () => pl.readParquet(parquet), score: mean("delay") },
  {
    name: "filter_parquet_flights",
    repeats: 7,
    work: () => pl.scanParquet(parquet).filter(col("distance").gt(2000).and(col("delay").gt(20))).select("delay", "distance").collectSync(),
    score: mean("delay"),
  },
  {
    name: "write_parquet_flights",
    repeats: 5,
    prepare: () => pl.readParquet(parquet),
    work: (frame) => frame.writeParquet(cached("written-by-polars.parquet"), { compression: "zstd" }),
    score: () => mean("delay")(pl.readParquet(cached("written-by-polars.parquet"))),
  },
  on("pivot_flights", 5, (frame) => frame.pivot("delay", { index: "origin", on: "destination", aggregateFunc: "mean" })),
  on("group_flights", 7, (frame) => frame.groupBy("origin", "destination").agg(col("delay").mean().alias("mean"), col("delay").std().alias("std"), col("distance").max().alias("max"))
    .sort(["origin", "destination"]), middle("max")),
  on("merge_flights", 5, ([frame, other]) => frame.join(other, { on: "origin", how: "left" }), middle("number"), () => [flights(), airports(flights())]),
  on("asof_flights", 3, ([sorted, tenth]) => sorted.joinAsof(tenth, { on: "date", by: "origin", strategy: "backward" }), undefined, () => asof(flights())),
  on("melt_flights", 5, (frame) => frame.unpivot(["origin", "destination"], ["delay", "distance"]), middle("value")),
  on("sort_flights", 5, (frame) => frame.sort(["delay", "distance", "date"]), middle("delay")),
  on("rolling_flights", 5, (frame) => frame.select(col("delay").cast(pl.Float64).rollingMean({ windowSize: 100 })), middle("delay")),
  on("counts_flights", 7, (frame) => frame.groupBy("origin").agg(col("delay").count().alias("count")).sort("count", true), middle("count")),
  on("resample_flights", 7, (sorted) => sorted.groupByDynamic({ indexColumn: "date", every: "1h" }).agg(col("delay").mean().alias("mean"), col("delay").count().alias("count")), undefined, () => flights().sort("date")),
  on("cut_flights", 5, (frame) => frame.select(col("delay").minus(col("delay").min()).div(col("delay").max().minus(col("delay").min()).cast(pl.Float64).div(20)).ceil().minus(1).clip(0, 19).cast(pl.Int32).alias("code")), middle("code")),
  on("cumulative_flights", 3, (frame) => frame.select(col("delay").cumSum().over("origin")), middle("delay")),
  on("validate_flights", 5, validate, (failures) => failures, () => [flights(), airports(flights()).getColumn("origin")]),
  on("filter_flights", 15, (frame) => frame.filter(col("distance").gt(500).and(col("delay").gtEq(15)).and(col("delay").ltEq(120)).and(col("origin").isIn(["ATL", "ORD"]))), mean("delay")),
  on("compute_flights", 15, (frame) => frame.withColumn(pl.when(col("delay").gt(0)).then(col("distance").div(col("delay").cast(pl.Float64))).otherwise(pl.lit(null)).alias("speed")), mean("speed")),
  on("month_flights", 15, (frame) => frame.withColumn(col("date").dt.month().alias("month")), mean("month")),
  on("standardize_flights", 15, (frame) => frame.withColumn(col("distance").minus(col("distance").mean()).div(col("distance").std()).alias("z")), mean("z")),
];
