using Modelyard.Data.Parquet;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Parquet;

public sealed class ParquetFaultTests
{
    private static readonly Frame Small = Frame.Of(new IntegerColumn("a", [1, 2]), new TextColumn("b", ["x", null]));

    [Theory]
    [InlineData("it's.parquet")]
    [InlineData("a;DROP TABLE x;--.parquet")]
    [InlineData("quote\".parquet")]
    [InlineData("*.parquet")]
    [InlineData("[ab]?.parquet")]
    [InlineData("{a,b}.parquet")]
    [InlineData("year=2001.parquet")]
    public void Names_are_taken_as_they_are(string name)
    {
        using var folder = new ScratchFolder();
        ParquetWriter.Write(Frame.Of(new IntegerColumn("other", [9])), folder["a.parquet"]);
        ParquetWriter.Write(Small, folder[name]);
        Assert.Equal(["a", "b"], ParquetReader.Read(folder[name]).Frame.Columns.Select(column => column.Name));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void A_pattern_that_no_file_has_as_its_name_finds_nothing()
    {
        using var folder = new ScratchFolder();
        ParquetWriter.Write(Small, folder["a.parquet"]);
        Assert.Contains("no such file", Assert.Throws<FrameFormatException>(() => ParquetReader.Read(folder["*.parquet"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_named_like_a_partition_gives_no_column()
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder["year=2001"]);
        string path = Path.Combine(folder["year=2001"], "t.parquet");
        ParquetWriter.Write(Small, path);
        Assert.Equal(2, ParquetReader.Read(path).Frame.Columns.Count);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "does not begin with 'PAR1'")]
    [InlineData("", "does not begin with 'PAR1'")]
    [InlineData("PAR1", "is cut off")]
    [InlineData("PAR1 and then no more of it", "is cut off")]
    [InlineData("PAR1xxxx\u0005\0\0\0PAR1", "cannot be read")]
    [InlineData("PARE and more of it all PARE", "is encrypted")]
    public void What_is_not_Parquet_is_told_apart(string content, string expected)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["t.parquet"], content);
        FrameFormatException refusal = Assert.Throws<FrameFormatException>(() => ParquetReader.Read(folder["t.parquet"]));
        Assert.StartsWith(folder["t.parquet"], refusal.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_any_broken_byte_is_a_table_or_refused()
    {
        using var folder = new ScratchFolder();
        ParquetWriter.Write(CsvReader.Read(CheckedOut.Table("penguins")).Frame, folder["t.parquet"]);
        byte[] whole = File.ReadAllBytes(folder["t.parquet"]);
        var random = new Random(5);
        for (int round = 0; round < 60; round++)
        {
            byte[] broken = [.. whole];
            broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(folder["t.parquet"], round % 6 == 0 ? whole[..random.Next(whole.Length)] : broken);
            try
            {
                ParquetReader.Read(folder["t.parquet"]);
            }
            catch (FrameFormatException)
            {
                // Refused in words; anything else would fail the test.
            }
        }
    }

    [Fact]
    public void A_session_reaches_its_file_and_nothing_else()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["secret.csv"], "a\n1\n");
        using var session = new DuckDbSession(folder["t.parquet"], new ParquetLimits(1, null));
        foreach (string sql in new[]
        {
            $"SELECT * FROM read_csv({DuckDbSession.Literal(folder["secret.csv"])})", $"COPY (SELECT 1) TO {DuckDbSession.Literal(folder["out.parquet"])} (FORMAT parquet)",
            "INSTALL httpfs", "LOAD httpfs", "SELECT * FROM read_parquet('http://127.0.0.1:9/x.parquet')", "SET enable_external_access = true", "ATTACH 'x.db'",
        })
        {
            Assert.Throws<DuckDbException>(() => session.Run(sql));
        }

        session.Run($"COPY (SELECT 1 AS a) TO {DuckDbSession.Literal(folder["t.parquet"])} (FORMAT parquet)");
        Assert.True(File.Exists(folder["t.parquet"]));
    }

    [Fact]
    public void A_missing_library_is_told_with_what_to_install()
    {
        Assert.Equal(["/opt/duckdb/libduckdb.so"], DuckDbLibrary.Candidates("/opt/duckdb/libduckdb.so", "/srv/app"));
        IReadOnlyList<string> found = DuckDbLibrary.Candidates(null, "/srv/app");
        Assert.StartsWith("/srv/app/", found[0], StringComparison.Ordinal);
        Assert.StartsWith("/srv/app/node_modules/@duckdb/node-bindings-", found[1], StringComparison.Ordinal);
        Assert.StartsWith("/srv/node_modules/@duckdb/node-bindings-", found[2], StringComparison.Ordinal);
        Assert.StartsWith("/node_modules/", found[3], StringComparison.Ordinal);
        Assert.True(DuckDbLibrary.IsPresent, "DuckDB is not installed for the tests. Run 'scripts/duckdb.sh'; 'make test' does so too.");
    }
}
