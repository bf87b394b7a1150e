// Loads chunk after chunk into the table 'load' of the database named by the first argument, without end; says on standard output how many rows were sent, a line a chunk.
using Modelyard.Data.Databases;
using Modelyard.Frames;

const int Rows = 20_000;
using Database database = Database.Open(args[0]);
using IFrameSink sink = database.OpenSink("load", WriteMode.Append);
for (long chunk = 0; ; chunk++)
{
    sink.Write(Frame.Of(
        new IntegerColumn("number", [.. Enumerable.Range(0, Rows).Select(row => (chunk * Rows) + row)]),
        new TextColumn("text", Enumerable.Range(0, Rows).Select(row => $"row {row} of chunk {chunk}, as long as a row is"))));
    Console.WriteLine((chunk + 1) * Rows);
}
