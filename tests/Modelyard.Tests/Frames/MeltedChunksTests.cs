using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

public sealed class MeltedChunksTests
{
    private static readonly Frame s_table = Frame.Of(
        new IntegerColumn("id", [1, 2, 3, 4, 5]),
        CategoryColumn.From("kind", ["b", null, "a", "b", "c"]),
        new IntegerColumn("whole", [7, 8, 9, 10, 11], new Validity([true, true, false, true, true])),
        new DoubleColumn("part", [0.5, double.NaN, -0.25, 1, double.PositiveInfinity]),
        new TextColumn("text", ["x", "y", null, "z", ""]),
        new DoubleColumn("nothing", [double.NaN, double.NaN, double.NaN, double.NaN, double.NaN]));

    [Theory]
    [InlineData("id", "whole,part", 2)]
    [InlineData("id,kind", "whole,part", 1)]
    [InlineData("id", "kind,text", 2)]
    [InlineData("id", "kind", 3)]
    [InlineData("id", "whole", 10)]
    [InlineData("id", "nothing,text", 2)]
    [InlineData("id", "nothing,whole", 2)]
    [InlineData("", "nothing", 2)]
    public void A_table_of_chunks_becomes_long_in_the_same_order(string id, string values, int chunkRows)
    {
        string[] repeated = id.Split(',', StringSplitOptions.RemoveEmptyEntries), gathered = values.Split(',');
        IFrameChunks melted = Chunked.Of(s_table, chunkRows).Melt(repeated, gathered, "name", "cell");
        JsonTable.AssertEqual(s_table.Melt(repeated, gathered, "name", "cell"), melted.ToFrame(), 0);
        Assert.Equal(melted.Kinds.Values, melted.ToFrame().Columns.Select(column => column.Kind));
    }

    [Fact]
    public void All_others_are_gathered_if_nothing_is_said()
    {
        Frame numbers = s_table.Select("id", "whole", "part");
        JsonTable.AssertEqual(numbers.Melt(["id"]), Chunked.Of(numbers, 2).Melt(["id"]).ToFrame(), 0);
        JsonTable.AssertEqual(numbers.Head(0).Melt(["id"]), Chunked.Of(numbers.Head(0), 2).Melt(["id"]).ToFrame(), 0);
    }

    [Fact]
    public void What_is_refused_of_a_table_is_refused_of_chunks()
    {
        IFrameChunks chunks = Chunked.Of(s_table, 2);
        foreach ((string[] id, string[] values) in new (string[], string[])[] { (["id"], ["whole", "text"]), (["id"], ["whole", "whole"]), (["id", "id"], ["whole"]), (["id"], ["missing"]), (["variable"], ["whole"]) })
        {
            string expected = Assert.ThrowsAny<ModelyardException>(() => s_table.Melt(id, values)).Message;
            Assert.Equal(expected, Assert.ThrowsAny<ModelyardException>(() => chunks.Melt(id, values)).Message);
        }
    }

    [Fact]
    public void Only_the_columns_that_are_needed_are_opened()
    {
        var opened = new List<string>();
        IFrameChunks chunks = Chunked.Of(s_table, 2);
        IFrameChunks melted = chunks.Melt(["id"], ["whole", "part"], narrow: names =>
        {
            opened.Add(string.Join(',', names));
            return chunks.Select(names);
        });
        Assert.Equal(10, melted.Sum(chunk => chunk.RowCount));
        Assert.Equal(["whole,part", "id,whole", "id,part"], opened);
    }
}
