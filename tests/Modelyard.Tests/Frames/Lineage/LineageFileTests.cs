using System.Text;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;

namespace Modelyard.Tests.Frames.Lineage;

public sealed class LineageFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lineage").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_lineage_reads_back_as_it_was_written()
    {
        LineageStep lineage = Merged().Lineage;
        (LineageStep back, LineageSource? table) = LineageFile.Read(Written(lineage, Table("sold.csv", "a\n1\n")));
        Assert.Equal(lineage.History().Select(step => step.ToString()), back.History().Select(step => step.ToString()));
        Assert.Equal(lineage.Columns, back.Columns);
        Assert.Equal(Shown(lineage), Shown(back));
        Assert.Equal(64, table!.Digest!.Length);
    }

    [Fact]
    public void A_lineage_is_found_beside_its_table_until_the_table_changes()
    {
        LineageSource table = Table("t.csv", "a\n1\n");
        using (FileStream stream = File.Create(table.Name + LineageFile.Ending))
        {
            LineageFile.Write(Merged().Lineage, table, stream);
        }

        Assert.Equal("merge", LineageFile.Find(table.Name)!.Verb);
        File.WriteAllText(table.Name, "a\n2\n");
        Assert.Null(LineageFile.Find(table.Name));
        Assert.Null(LineageFile.Find(Path.Combine(_folder, "none.csv")));
    }

    [Fact]
    public void The_digest_of_a_file_that_has_changed_since_is_not_told()
    {
        LineageSource source = Table("t.csv", "abc");
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", source.WithDigest().Digest);
        File.WriteAllText(source.Name, "abcd");
        Assert.Null(source.WithDigest().Digest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"version\":2,\"steps\":[]}")]
    [InlineData("{\"version\":1,\"steps\":[]}")]
    [InlineData("{\"version\":1,\"steps\":[{\"verb\":\"x\",\"parameters\":{},\"rows\":1,\"inputs\":[0],\"columns\":{}}]}")]
    [InlineData("{\"version\":1,\"steps\":[{\"verb\":\"x\",\"parameters\":{},\"rows\":1,\"inputs\":[],\"columns\":{\"a\":[[0,\"b\"]]}}]}")]
    [InlineData("{\"version\":1,\"steps\":[{\"verb\":\"x\",\"parameters\":{},\"rows\":1,\"inputs\":[],\"columns\":{\"a\":[],\"a\":[]}}]}")]
    public void What_is_no_lineage_is_refused(string text)
    {
        string path = Path.Combine(_folder, "bad.json");
        File.WriteAllText(path, text);
        Assert.Contains("no lineage", Assert.Throws<FrameFormatException>(() => LineageFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_tells_all_that_it_has_room_for()
    {
        LineageStep merged = Merged().Head(1).Lineage;
        LineageStep whole = LineageFile.FromText(LineageFile.ToText(merged)!)!;
        Assert.Equal(merged.History().Select(step => step.ToString()), whole.History().Select(step => step.ToString()));
        string text = LineageFile.ToText(merged, LineageFile.ToText(merged)!.Length - 1)!;
        LineageStep summary = LineageFile.FromText(text)!;
        Assert.Equal(["orders.csv", "towns.csv", null], summary.History().Select(step => step.Source?.Name));
        Assert.Equal(Shown(merged), Shown(summary));
        Assert.Null(LineageFile.ToText(merged, text.Length - 1));
        Assert.Null(LineageFile.FromText("{}"));
    }

    [Fact]
    public void Deep_JSON_is_refused()
    {
        string path = Path.Combine(_folder, "deep.json");
        File.WriteAllText(path, new string('[', 100_000));
        Assert.Throws<FrameFormatException>(() => LineageFile.Read(path));
    }

    private static Frame Merged()
    {
        Frame orders = Frame.Of(new IntegerColumn("id", [1, 2]), new DoubleColumn("price", [2, 3])).ReadFrom(new LineageSource("orders.csv"));
        Frame towns = Frame.Of(new IntegerColumn("id", [1, 2]), new TextColumn("town", ["Ulm", "Bern"])).ReadFrom(new LineageSource("towns.csv"));
        return Frame.Of(orders["id"], orders["price"], towns["town"].Rename("place"))
            .Recorded("merge", [orders, towns], [("place", [(1, "town")])], ("on", "id"), ("how", "inner"));
    }

    private static string Shown(LineageStep step) => string.Join("; ", step.Columns.Select(column => $"{column}: {string.Join(", ", step.SourcesOf(column).Select(origin => $"{origin.Step.Source?.Name}.{origin.Column}"))}"));

    private LineageSource Table(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return LineageSource.OfFile(path);
    }

    private string Written(LineageStep lineage, LineageSource table)
    {
        string path = Path.Combine(_folder, "lineage.json");
        using var stream = new MemoryStream();
        LineageFile.Write(lineage, table, stream);
        File.WriteAllText(path, Encoding.UTF8.GetString(stream.ToArray()));
        return path;
    }
}
