using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Modelyard.Frames;
using static Modelyard.Tests.Frames.Json.JsonTestTables;

namespace Modelyard.Tests.Frames.Json;

public sealed class JsonRoundTripTests
{
    private static readonly string?[] Hostile =
    [
        null, "", " ", "NA", "null", "\"", "\\", "\\n", "line\nbreak", "\r\n", "\t", "\0", "\u001f", "é", "漢字", "\U0001F600", "true", "1", "{\"a\":1}", "[]", "Infinity", "2001-01-01", "\uFEFF", "'", "/", "\u2028",
    ];

    private static Arbitrary<string?[]> Texts => Gen.Elements(Hostile).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();

    [Fact]
    public void Texts_come_back_as_they_were() => Prop.ForAll(Texts, cells =>
    {
        Frame frame = Frame.Of(new TextColumn("text \"quoted\"\\\n", cells), CategoryColumn.From("level", cells));
        var options = new JsonReadOptions { Kinds = frame.Columns.ToDictionary(column => column.Name, column => column.Kind), PartLength = 16 };
        AssertSame(frame, JsonReader.Read(Write(frame), options).Frame);
        AssertSame(frame, JsonReader.Read(Write(frame, new JsonWriteOptions { Layout = JsonLayout.Array }), options).Frame);
    }).Check(Property.Repeatable);

    [Fact]
    public void Numbers_come_back_to_the_last_bit_and_keep_their_kind() => Prop.ForAll<double[], long[]>((doubles, integers) =>
    {
        double[] all = [.. doubles, double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.Epsilon, double.MaxValue, -0.0, 0.1, 1, 1e20, -1e-7, 123456789012345680];
        long[] whole = [.. Enumerable.Range(0, all.Length).Select(row => row < integers.Length ? integers[row] : long.MinValue + row)];
        Frame frame = Frame.Of(new DoubleColumn("x", all), new IntegerColumn("i", whole), new DoubleColumn("w", Array.ConvertAll(whole, value => Math.Round(value / 1e6))));
        foreach (JsonLayout layout in new[] { JsonLayout.Lines, JsonLayout.Array })
        {
            AssertSame(frame, JsonReader.Read(Write(frame, new JsonWriteOptions { Layout = layout }), new JsonReadOptions { PartLength = 64 }).Frame);
        }
    }).Check(Property.Repeatable);

    [Fact]
    public void Booleans_and_times_come_back()
    {
        Frame frame = Frame.Of(
            new BooleanColumn("b", [true, false, true, false], new Validity((ReadOnlySpan<bool>)[true, true, false, true])),
            new TimestampColumn("t", [0, DateTime.MaxValue.Ticks, new DateTime(2024, 2, 29, 23, 59, 59).Ticks + 1, 0]),
            new TimestampColumn("z", [0, 1, 2, new DateTime(2024, 2, 29).Ticks], isUtc: true),
            new TimestampColumn("d", [0, 0, new DateTime(2024, 2, 29).Ticks, new DateTime(1600, 12, 31).Ticks]));
        AssertSame(frame, JsonReader.Read(Write(frame)).Frame);
    }

    [Theory]
    [InlineData("diamonds")]
    [InlineData("penguins")]
    [InlineData("telco-churn")]
    public void Real_tables_come_back_for_any_number_of_threads(string table)
    {
        Frame frame = CsvReader.Read(RepositoryFiles.Table(table)).Frame;
        byte[] lines = Write(frame, new JsonWriteOptions { DegreeOfParallelism = 1 });
        Assert.Equal(lines, Write(frame, new JsonWriteOptions { DegreeOfParallelism = 3 }));
        AssertSame(frame, JsonReader.Read(lines, new JsonReadOptions { DegreeOfParallelism = 1 }).Frame);
        AssertSame(frame, JsonReader.Read(lines, new JsonReadOptions { DegreeOfParallelism = 3, PartLength = 10_000 }).Frame);
        AssertSame(frame, JsonReader.Read(Write(frame, new JsonWriteOptions { Layout = JsonLayout.Array }), new JsonReadOptions { DegreeOfParallelism = 3, PartLength = 10_000 }).Frame);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void Chunks_one_after_the_other_are_the_table(int chunkRows)
    {
        string path = Path.Combine(Path.GetTempPath(), $"modelyard-{Guid.NewGuid():N}.ndjson");
        try
        {
            foreach (JsonLayout layout in new[] { JsonLayout.Lines, JsonLayout.Array })
            {
                File.WriteAllText(path, Table(2500, layout));
                Frame whole = JsonReader.Read(path).Frame;
                JsonChunks chunks = JsonReader.ReadChunks(path, new JsonReadOptions { PartLength = 700, DegreeOfParallelism = 3 }, chunkRows);
                Assert.Equal(whole.RowCount, chunks.RowCount);
                Assert.Equal(whole.Columns.Select(column => KeyValuePair.Create(column.Name, column.Kind)), chunks.Kinds);
                int at = 0;
                foreach (Frame chunk in chunks)
                {
                    Assert.InRange(chunk.RowCount, 1, chunkRows);
                    Assert.Equal(Kinds(whole), Kinds(chunk));
                    for (int j = 0; j < whole.Columns.Count; j++)
                    {
                        AssertSame(whole.Columns[j], chunk.Columns[j], at);
                    }

                    at += chunk.RowCount;
                }

                Assert.Equal(whole.RowCount, at);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Makes rows with keys of each kind, some of which come late, change their kind or are missing.</summary>
    private static string Table(int rows, JsonLayout layout)
    {
        var text = new StringBuilder(layout == JsonLayout.Array ? "[" : "");
        for (int row = 0; row < rows; row++)
        {
            text.Append(row > 0 ? (layout == JsonLayout.Array ? ",\n" : "\n") : "");
            text.Append(CultureInfo.InvariantCulture, $"{{\"i\":{row},\"c\":\"{(row % 7 == 0 ? "a\\nb" : "c")}\",\"t\":\"text {row}\",\"z\":\"2001-02-03T04:05:{row % 60:00}.5Z\"");
            text.Append(row % 5 == 0 ? ",\"m\":true" : "").Append(row > 2000 ? ",\"late\":{\"x\":0.5}" : "").Append(CultureInfo.InvariantCulture, $",\"mixed\":{(row == 1234 ? "\"odd\"" : row % 3)}");
            text.Append(CultureInfo.InvariantCulture, $",\"d\":{(row < 2400 ? row : row + 0.25)}}}");
        }

        return text.Append(layout == JsonLayout.Array ? "]" : "\n").ToString();
    }
}
