using System.Globalization;
using Modelyard.Frames;

// A test starts this with a limit of memory: it groups a file, whole or chunk by chunk, and prints the groups.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string path = args[1];
Aggregate[] aggregates =
[
    Aggregate.Count(), Aggregate.Sum("whole"), Aggregate.Mean("number"), Aggregate.StandardDeviation("number"), Aggregate.Minimum("number"), Aggregate.Maximum("whole"),
    Aggregate.First("text"), Aggregate.Last("text"),
];
Frame groups = args[0] == "whole"
    ? Kept(CsvReader.Read(path).Frame).GroupBy("key", "kind").Aggregate(aggregates)
    : CsvReader.ReadChunks(path, chunkRows: 20_000).Filter(Keep).GroupBy("key", "kind").Aggregate(aggregates);
foreach (int row in Enumerable.Range(0, groups.RowCount))
{
    Console.WriteLine(string.Join(',', groups.Columns.Select(column => column.FormatCell(row))));
}

return 0;

static Frame Kept(Frame table) => table.Filter(Keep(table));

static BooleanColumn Keep(Frame table)
{
    var whole = (IntegerColumn)table["whole"];
    return new BooleanColumn("keep", [.. whole.Values.ToArray().Select(value => value % 10 != 3)], whole.Validity);
}
