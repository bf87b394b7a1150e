// Loads chunk after chunk into the table 'load' of the database named by the first argument, without end; says on standard output how many rows were sent, a line a chunk.
// With the second argument 'normalise' it takes a flat table apart instead and loads the tables; says 'loading' before and 'loaded' after.
using Modelyard.Data.Databases;
using Modelyard.Data.Normalisation;
using Modelyard.Frames;

const int Rows = 20_000;
using Database database = Database.Open(args[0]);
if (args.ElementAtOrDefault(1) == "normalise")
{
    const int Flat = 60_000;
    NormalForm form = NormalForm.Of(
        Frame.Of(
            new IntegerColumn("order_id", [.. Enumerable.Range(0, Flat).Select(row => row / 3L)]),
            new TextColumn("order_customer", Enumerable.Range(0, Flat).Select(row => $"customer {row / 3 * 7 % 1000}")),
            new IntegerColumn("count", [.. Enumerable.Range(0, Flat).Select(row => row % 9L)])),
        "line");
    Console.WriteLine("loading");
    form.Load(database);
    Console.WriteLine("loaded");
    return;
}

using IFrameSink sink = database.OpenSink("load", WriteMode.Append);
for (long chunk = 0; ; chunk++)
{
    sink.Write(Frame.Of(
        new IntegerColumn("number", [.. Enumerable.Range(0, Rows).Select(row => (chunk * Rows) + row)]),
        new TextColumn("text", Enumerable.Range(0, Rows).Select(row => $"row {row} of chunk {chunk}, as long as a row is"))));
    Console.WriteLine((chunk + 1) * Rows);
}
