// Writes the penguins as Polars has them, a writer of another house than those that the tests have at hand.
// Usage, where nodejs-polars is installed: node penguins-polars.mjs
import pl from "nodejs-polars";

const folder = new URL("../../examples/data/", import.meta.url).pathname;
const here = new URL("./", import.meta.url).pathname;
pl.readCSV(`${folder}penguins.csv`).writeParquet(`${here}penguins-polars.parquet`, { compression: "snappy" });
