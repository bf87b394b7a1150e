using FsCheck;
using FsCheck.Fluent;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

public sealed class CsvRoundTripTests
{
    private static readonly string?[] Hostile =
    [
        null, "", " ", "NA", "null", "?", "\"", "\"\"", ",", "a,b", "line\nbreak", "line\r\nbreak", "\r", "\n", " padded ", "tab\t", "é", "漢字", "\U0001F600",
        "true", "1", "007", "1e5", "2001-01-01", "-", "'", "\uFEFFmark", "a\"b", "=1+1", "0123456789012345678901234567890123456789",
    ];

    private static Arbitrary<string?[]> Texts =>
        Gen.OneOf(Gen.Elements(Hostile), ArbMap.Default.GeneratorFor<string?>().Select(Clean)).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();

    [Fact]
    public void Texts_come_back_as_they_were() => Prop.ForAll(Texts, cells =>
    {
        Frame frame = Frame.Of(new TextColumn("text, \"quoted\"", cells), CategoryColumn.From(" level ", cells));
        Frame back = WriteAndRead(frame, new CsvReadOptions
        {
            KeepQuotedTokens = true,
            Kinds = frame.Columns.ToDictionary(column => column.Name, column => column.Kind),
            ChunkLength = 16,
        });
        AssertSame(frame, back);
    }).Check(Property.Repeatable);

    [Fact]
    public void A_single_column_comes_back_with_its_missing_cells() => Prop.ForAll(Texts, cells =>
    {
        Frame frame = Frame.Of(new TextColumn("text", cells));
        Frame back = WriteAndRead(frame, new CsvReadOptions
        {
            KeepQuotedTokens = true,
            Kinds = new Dictionary<string, ColumnKind> { ["text"] = ColumnKind.Text },
            Delimiter = ',',
        });
        AssertSame(frame, back);
    }).Check(Property.Repeatable);

    [Fact]
    public void Rows_whose_length_changes_are_written_in_their_order()
    {
        string[] cells = [.. Enumerable.Range(0, 60_000).Select(row => $"{row}:{new string('z', row % 20_000 == 7 ? 300_000 : row / 1000)}")];
        Frame frame = Frame.Of(new TextColumn("text", cells));
        foreach (int degree in new[] { 1, 3 })
        {
            using var stream = new MemoryStream();
            CsvWriter.Write(frame, stream, new CsvWriteOptions { DegreeOfParallelism = degree });
            Assert.Equal("text\n" + string.Join('\n', cells) + "\n", System.Text.Encoding.ASCII.GetString(stream.ToArray()));
        }
    }

    [Fact]
    public void Numbers_come_back_to_the_last_bit() => Prop.ForAll<double[]>(ArbMap.Default.ArbFor<double[]>(), values =>
    {
        double[] all = [.. values, double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.Epsilon, double.MaxValue, -0.0, 0.1];
        Frame back = WriteAndRead(Frame.Of(new DoubleColumn("x", all), new DoubleColumn("y", all)), null);
        for (int row = 0; row < all.Length; row++)
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(all[row]), BitConverter.DoubleToInt64Bits(((DoubleColumn)back["y"]).Values[row]));
        }
    }).Check(Property.Repeatable);

    [Fact]
    public void Integers_booleans_and_times_come_back()
    {
        Frame frame = Frame.Of(
            new IntegerColumn("i", [long.MinValue, long.MaxValue, 0, -1], new Validity((ReadOnlySpan<bool>)[true, true, false, true])),
            new BooleanColumn("b", [true, false, true, false]),
            new TimestampColumn("t", [0, DateTime.MaxValue.Ticks, new DateTime(2024, 2, 29, 23, 59, 59).Ticks + 1, 0]),
            new TimestampColumn("z", [0, 1, 2, new DateTime(2024, 2, 29).Ticks], isUtc: true),
            new TimestampColumn("d", [0, 0, new DateTime(2024, 2, 29).Ticks, new DateTime(1600, 12, 31).Ticks]));
        AssertSame(frame, WriteAndRead(frame, null));
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_number_of_threads()
    {
        Frame frame = CsvReader.Read(RepositoryFiles.Table("diamonds")).Frame;
        byte[] one = Write(frame, new CsvWriteOptions { DegreeOfParallelism = 1 });
        Assert.Equal(one, Write(frame, new CsvWriteOptions { DegreeOfParallelism = 3 }));
        AssertSame(frame, CsvReader.Read(one).Frame);
    }

    [Fact]
    public void A_file_appears_whole_or_not_at_all()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "out.csv");
            File.WriteAllText(path, "old");
            CsvWriter.Write(Frame.Of(new IntegerColumn("a", [1, 2])), path);
            Assert.Equal("a\n1\n2\n", File.ReadAllText(path));
            Assert.Single(Directory.GetFiles(folder));
            IOException exception = Assert.Throws<IOException>(() => CsvWriter.Write(Frame.Of(), Path.Combine(folder, "no", "out.csv")));
            Assert.Contains("no such folder", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Removes what no text in UTF-8 has: zeros, and surrogates that stand alone.</summary>
    private static string? Clean(string? text)
    {
        byte[]? bytes = text is null ? null : System.Text.Encoding.UTF8.GetBytes(text.Replace("\0", string.Empty, StringComparison.Ordinal));
        return bytes is null ? null : System.Text.Encoding.UTF8.GetString(bytes);
    }

    private static byte[] Write(Frame frame, CsvWriteOptions? options = null)
    {
        using var stream = new MemoryStream();
        CsvWriter.Write(frame, stream, options);
        return stream.ToArray();
    }

    private static Frame WriteAndRead(Frame frame, CsvReadOptions? options) => CsvReader.Read(Write(frame), options).Frame;

    private static void AssertSame(Frame expected, Frame actual)
    {
        Assert.Equal(expected.RowCount, actual.RowCount);
        Assert.Equal(expected.Columns.Select(column => (column.Name, column.Kind)), actual.Columns.Select(column => (column.Name, column.Kind)));
        for (int i = 0; i < expected.Columns.Count; i++)
        {
            for (int row = 0; row < expected.RowCount; row++)
            {
                Assert.Equal(expected.Columns[i].IsMissing(row), actual.Columns[i].IsMissing(row));
                Assert.Equal(expected.Columns[i].FormatCell(row), actual.Columns[i].FormatCell(row));
            }
        }
    }
}
