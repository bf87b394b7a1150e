using System.Collections;
using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Tests.Frames;

public sealed class ChunkVerbsTests
{
    private static readonly Aggregate[] Aggregates =
    [
        Aggregate.Count(), Aggregate.Count("x"), Aggregate.Sum("n"), Aggregate.Sum("x"), Aggregate.Mean("x"), Aggregate.Variance("x"), Aggregate.StandardDeviation("x", 0), Aggregate.StandardError("x"),
        Aggregate.Skewness("x"), Aggregate.Kurtosis("x"), Aggregate.Minimum("x"), Aggregate.Maximum("n"), Aggregate.Minimum("t"), Aggregate.First("t"), Aggregate.Last("x"), Aggregate.Product("b"),
        Aggregate.Any("b"), Aggregate.All("b"),
    ];

    [Theory]
    [InlineData(1, 50)]
    [InlineData(7, 500)]
    [InlineData(2_000, 500)]
    [InlineData(40_000, 150_000)]
    public void Groups_of_chunks_are_those_of_the_whole_table(int chunkRows, int rows)
    {
        Frame table = Table(rows, 3, rows > 1000 ? 40_000 : 4);
        foreach (bool keepMissing in new[] { false, true })
        {
            var options = new GroupOptions { KeepMissing = keepMissing };
            Frame expected = table.GroupBy(["g", "k"], options).Aggregate(Aggregates);
            JsonTable.AssertEqual(expected, Chunked.Of(table, chunkRows).GroupBy(["g", "k"], options).Aggregate(Aggregates), 1e-9);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Groups_that_memory_does_not_hold_are_made_in_several_readings(bool keepMissing)
    {
        Frame table = Table(100_000, 5, 40_000);
        var options = new GroupOptions { KeepMissing = keepMissing };
        foreach (string[] keys in new[] { ["x"], ["t", "k"], new[] { "g", "x", "n" } })
        {
            var source = new CountedChunks(Chunked.Of(table, 7_000));
            Frame[] parts = [.. source.GroupBy(keys, options).AggregateChunks([Aggregate.Count(), Aggregate.Sum("n").As("s"), Aggregate.First("t").As("f")], memory: 1)];
            Assert.Equal(parts.Length, source.Readings);
            Assert.InRange(parts.Length, 4, 60);
            JsonTable.AssertEqual(table.GroupBy(keys, options).Aggregate(Aggregate.Count(), Aggregate.Sum("n").As("s"), Aggregate.First("t").As("f")), Frame.ConcatRows(parts), 0);
        }
    }

    [Fact]
    public void Groups_that_memory_holds_are_made_in_one_reading()
    {
        var source = new CountedChunks(Chunked.Of(Table(20_000, 5, 40_000), 7_000));
        Assert.Single(source.GroupBy("x").AggregateChunks([Aggregate.Count()]));
        Assert.Equal(1, source.Readings);
    }

    [Fact]
    public void Groups_in_the_order_in_which_they_occur_are_not_made_in_several_readings()
    {
        ChunkGroups groups = Chunked.Of(Table(10, 1, 3), 5).GroupBy(["g"], new GroupOptions { Sort = false });
        Assert.Contains("sort them", Assert.Throws<ModelyardException>(() => groups.AggregateChunks([Aggregate.Count()])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_stand_as_they_occur_if_they_are_not_sorted()
    {
        Frame table = Frame.Of(new TextColumn("g", ["z", "a", "z", "m", "a"]), new IntegerColumn("n", [1, 2, 3, 4, 5]));
        Frame groups = Chunked.Of(table, 2).GroupBy(["g"], new GroupOptions { Sort = false }).Aggregate(Aggregate.Sum("n"));
        Assert.Equal(["z", "a", "m"], Enumerable.Range(0, 3).Select(groups["g"].FormatCell));
        Assert.Equal([4L, 7, 4], ((IntegerColumn)groups["n_sum"]).Values.ToArray());
    }

    [Fact]
    public void What_needs_all_cells_at_once_is_refused_before_a_row_is_read()
    {
        var chunks = new Unreadable(Table(10, 1, 3));
        ModelyardException median = Assert.Throws<ModelyardException>(() => chunks.GroupBy("g").Aggregate(Aggregate.Median("x")));
        Assert.Contains("'x_median' needs all cells of a group at once", median.Message, StringComparison.Ordinal);
        Assert.Throws<ModelyardException>(() => chunks.GroupBy("g").Aggregate(Aggregate.UniqueCount("t")));
        Assert.Throws<ModelyardException>(() => chunks.GroupBy("g").Aggregate(Aggregate.Mean("t")));
        Assert.Throws<UnknownColumnException>(() => chunks.GroupBy("nothing"));
        Assert.Throws<ModelyardException>(() => chunks.Merge(Table(1, 1, 1), ["k"], MergeHow.Outer));
    }

    [Fact]
    public void Too_many_groups_are_refused()
    {
        Frame table = Frame.Of(new IntegerColumn("k", [.. Enumerable.Range(0, 200_000).Select(row => (long)row)]));
        ModelyardException fault = Assert.Throws<ModelyardException>(() => Chunked.Of(table, 10_000).GroupBy("k").Aggregate([Aggregate.Count()], maxGroups: 1000));
        Assert.Contains("more than '1,000' groups", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verbs_of_chunks_are_those_of_the_whole_table()
    {
        Frame table = Table(1000, 5, 4), towns = Frame.Of(new IntegerColumn("k", [0, 1, 2]), new TextColumn("town", ["Ulm", "Bern", "Graz"]));
        IFrameChunks chunks = Chunked.Of(table, 64);
        JsonTable.AssertEqual(
            table.Filter(Positive(table)).With(Doubled(table.Filter(Positive(table)))).Drop("t").Merge(towns, ["k"]).Head(200),
            chunks.Filter(Positive).With(Doubled).Drop("t").Merge(towns, ["k"]).Head(200).ToFrame());
        Assert.Equal(["n", "g"], chunks.Select("n", "g").Kinds.Keys);
        Assert.All(chunks.Filter(Positive), chunk => Assert.True(chunk.RowCount > 0));
        Frame none = chunks.Filter(chunk => new BooleanColumn("none", new bool[chunk.RowCount])).ToFrame();
        Assert.Equal(0, none.RowCount);
        Assert.Equal(table.Columns.Select(column => (column.Name, column.Kind)), none.Columns.Select(column => (column.Name, column.Kind)));
    }

    [Theory]
    [InlineData(MergeHow.Inner)]
    [InlineData(MergeHow.Left)]
    [InlineData(MergeHow.Semi)]
    [InlineData(MergeHow.Anti)]
    [InlineData(MergeHow.Cross)]
    public void A_merge_of_chunks_is_that_of_the_whole_table(MergeHow how)
    {
        Frame table = Table(300, 5, 9), right = Frame.Of(new IntegerColumn("k", [1, 2, 2, 77]), new TextColumn("x", ["one", "two", null, "none"]));
        MergeKey[] on = how == MergeHow.Cross ? [] : ["k"];
        JsonTable.AssertEqual(table.Merge(right, on, how), Chunked.Of(table, 7).Merge(right, on, how).ToFrame());
    }

    [Fact]
    public void Tables_below_each_other_are_those_of_the_whole_tables()
    {
        Frame first = Table(50, 1, 4), second = Table(30, 2, 4).Drop("x").With(new BooleanColumn("new", new bool[30]));
        IFrameChunks stacked = ChunkVerbs.ConcatRows(Chunked.Of(first, 7), Chunked.Of(second, 11));
        Frame expected = Frame.ConcatRows(first, second);
        Assert.Equal(expected.Columns.Select(column => (column.Name, column.Kind)), stacked.Kinds.Select(one => (one.Key, one.Value)));
        JsonTable.AssertEqual(expected, stacked.ToFrame());
    }

    [Fact]
    public void Times_of_which_none_is_there_go_below_each_other()
    {
        Frame none = Frame.Of(new TimestampColumn("t", [])), missing = Frame.Of(new TimestampColumn("t", [0], isUtc: false, new Validity([false])));
        Assert.Equal(2, Frame.ConcatRows(missing, none, missing)["t"].MissingCount);
        Assert.Equal(ColumnKind.Timestamp, Frame.ConcatRows(none, none)["t"].Kind);
    }

    [Fact]
    public void Categories_and_texts_below_each_other_are_texts_and_other_kinds_are_refused()
    {
        Frame levels = Frame.Of(CategoryColumn.From("a", ["x", null, "y"])), texts = Frame.Of(new TextColumn("a", ["z"]));
        IFrameChunks stacked = ChunkVerbs.ConcatRows(Chunked.Of(levels, 2), Chunked.Of(texts, 2));
        Assert.Equal(ColumnKind.Text, stacked.Kinds["a"]);
        Assert.Equal(["x", "", "y", "z"], Enumerable.Range(0, 4).Select(stacked.ToFrame()["a"].FormatCell));
        var numbers = new Unreadable(Frame.Of(new IntegerColumn("a", [1])));
        Assert.Contains("'a' is of different kinds", Assert.Throws<ModelyardException>(() => ChunkVerbs.ConcatRows(Chunked.Of(texts, 2), numbers)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ChunkVerbs.ConcatRows());
        IFrameChunks zones = ChunkVerbs.ConcatRows(Chunked.Of(Frame.Of(new TimestampColumn("t", [1], isUtc: true)), 1), Chunked.Of(Frame.Of(new TimestampColumn("t", [1])), 1));
        Assert.Contains("times in UTC beside", Assert.Throws<ModelyardException>(() => zones.Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_that_becomes_another_table_than_the_others_is_named()
    {
        IFrameChunks chunks = Chunked.Of(Table(10, 1, 3), 4).Map(chunk => chunk.RowCount == 0 ? chunk : chunk.Drop("t"));
        ModelyardException fault = Assert.Throws<ModelyardException>(() => chunks.ToFrame());
        Assert.Contains("'t'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_what_was_read()
    {
        var sink = new Gathering();
        Assert.Equal(100, Chunked.Of(Table(100, 3, 4), 7).WriteTo(sink));
        Assert.True(sink.IsComplete);
        JsonTable.AssertEqual(Table(100, 3, 4), Frame.ConcatRows(sink.Written));
    }

    private static BooleanColumn Positive(Frame table) => new("keep", [.. ((DoubleColumn)table["x"]).Values.ToArray().Select(value => value > 0)]);

    private static DoubleColumn Doubled(Frame table) => new("twice", [.. ((DoubleColumn)table["x"]).Values.ToArray().Select(value => 2 * value)]);

    private static Frame Table(int rows, ulong seed, int keys)
    {
        var random = new RandomStream(seed);
        string?[] texts = new string?[rows];
        string?[] groups = new string?[rows];
        long[] numbers = new long[rows], narrow = new long[rows];
        double[] values = new double[rows];
        bool[] flags = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            groups[row] = random.NextInt(10) == 0 ? null : $"g{random.NextInt(3)}";
            texts[row] = random.NextInt(10) == 0 ? null : $"t{random.NextInt(50)}";
            numbers[row] = random.NextInt(1000) - 500;
            narrow[row] = random.NextInt(keys);
            values[row] = random.NextInt(5) == 0 ? double.NaN : random.NextGaussian();
            flags[row] = random.NextInt(2) == 0;
        }

        return Frame.Of(CategoryColumn.From("g", groups), new IntegerColumn("k", narrow), new IntegerColumn("n", numbers), new DoubleColumn("x", values), new TextColumn("t", texts), new BooleanColumn("b", flags));
    }

    private sealed class Unreadable(Frame table) : IFrameChunks
    {
        public IReadOnlyDictionary<string, ColumnKind> Kinds { get; } = Chunked.Of(table, 1).Kinds;

        public IEnumerator<Frame> GetEnumerator() => throw new InvalidOperationException("It was read.");

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class CountedChunks(IFrameChunks chunks) : IFrameChunks
    {
        public int Readings { get; private set; }

        public IReadOnlyDictionary<string, ColumnKind> Kinds => chunks.Kinds;

        public IEnumerator<Frame> GetEnumerator()
        {
            Readings++;
            return chunks.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Gathering : IFrameSink
    {
        public List<Frame> Written { get; } = [];

        public bool IsComplete { get; private set; }

        public void Write(Frame chunk) => Written.Add(chunk);

        public void Complete() => IsComplete = true;

        public void Dispose()
        {
        }
    }
}
