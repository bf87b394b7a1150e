using Modelyard.Frames;
using Modelyard.Numerics;
using Modelyard.Preparation.Outliers;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Preparation.Outliers;

/// <summary>Compares what is learned and done chunk by chunk with what is learned and done with the whole table, to the bit.</summary>
public sealed class StreamedOutliersTests
{
    public static TheoryData<OutlierMethod, OutlierAction> Cases
    {
        get
        {
            var cases = new TheoryData<OutlierMethod, OutlierAction>();
            foreach (OutlierMethod method in Enum.GetValues<OutlierMethod>().Where(method => method != OutlierMethod.Isolation))
            {
                foreach (OutlierAction action in Enum.GetValues<OutlierAction>())
                {
                    cases.Add(method, action);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Chunks_are_treated_as_the_whole_table_is(OutlierMethod method, OutlierAction action)
    {
        foreach ((int rows, int chunkRows) in new[] { (1, 1), (2, 1), (37, 5), (4_000, 700) }.Where(size => size.Item1 > 2 || method != OutlierMethod.Fixed))
        {
            Frame table = Table(rows, seed: rows);
            foreach (OutlierSides sides in Enum.GetValues<OutlierSides>())
            {
                var treatment = new OutlierTreatment
                {
                    Method = method,
                    Action = action,
                    Sides = sides,
                    Lower = method == OutlierMethod.Fixed ? -1 : null,
                    Upper = method == OutlierMethod.Fixed ? 4.5 : null,
                };
                IFrameChunks chunks = Chunked.Of(table, chunkRows);
                FrameOutliers whole = treatment.Learn(table), streamed = treatment.Learn(chunks, memory: 1);
                Assert.Equal(whole.Limits, streamed.Limits);

                OutlierResult expected = whole.Apply(table);
                OutlierChunks actual = streamed.Apply(chunks);
                Frame made = actual.ToFrame();
                Assert.Equal(expected.Frame.Columns.Select(column => (column.Name, column.Kind)), made.Columns.Select(column => (column.Name, column.Kind)));
                Assert.Equal(Cells(expected.Frame), Cells(made));
                AssertSame(expected.Report, actual.Report);
            }
        }
    }

    [Fact]
    public void What_needs_all_rows_and_what_was_not_read_is_refused()
    {
        IFrameChunks chunks = Chunked.Of(Table(50, 1), 10);
        var forest = new OutlierTreatment { Method = OutlierMethod.Isolation, Action = OutlierAction.Trim };
        Assert.Contains("needs all rows at once", Assert.Throws<ModelyardException>(() => forest.Learn(chunks)).Message, StringComparison.Ordinal);
        Assert.Contains("needs all rows at once", Assert.Throws<ModelyardException>(() => forest.Learn(Table(50, 1)).Apply(chunks)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new OutlierTreatment().Learn(chunks).Apply(chunks).Report);
        Assert.Throws<ModelyardException>(() => new OutlierTreatment { Columns = ["text"] }.Learn(chunks));
        Assert.Throws<UnknownColumnException>(() => new OutlierTreatment { Columns = ["absent"] }.Learn(chunks));
    }

    private static void AssertSame(OutlierReport expected, OutlierReport actual)
    {
        Assert.Equal((expected.RowsBefore, expected.RowsAfter, expected.Outliers), (actual.RowsBefore, actual.RowsAfter, actual.Outliers));
        foreach ((OutlierColumnReport one, OutlierColumnReport other) in expected.Columns.Zip(actual.Columns))
        {
            Assert.Equal((one.Limits, one.Below, one.Above), (other.Limits, other.Below, other.Above));
            foreach ((ColumnSummary before, ColumnSummary after) in new[] { (one.Before, other.Before), (one.After, other.After) })
            {
                Assert.Equal((before.Count, before.Missing, before.Minimum, before.Maximum), (after.Count, after.Missing, after.Minimum, after.Maximum));
                Assert.Equal(before.Mean, after.Mean, 1e-9);
                Assert.Equal(before.StandardDeviation, after.StandardDeviation, 1e-9);
            }
        }
    }

    private static string[] Cells(Frame table) => [.. table.Columns.SelectMany(column => Enumerable.Range(0, column.Length).Select(column.FormatCell))];

    /// <summary>Makes a table whose numbers are bell curves with tails, whole ones with ties, nearly all the same, all the same, and none.</summary>
    private static Frame Table(int rows, int seed)
    {
        var random = new RandomStream((ulong)seed, 0);
        double[] tailed = new double[rows], same = new double[rows], mostly = new double[rows];
        long[] whole = new long[rows];
        for (int row = 0; row < rows; row++)
        {
            tailed[row] = random.NextInt(13) == 0 ? double.NaN : random.NextGaussian() * (random.NextInt(20) == 0 ? 30.1 : 1);
            whole[row] = random.NextInt(9) + (random.NextInt(50) == 0 ? -400 : 0);
            same[row] = 0.1;
            mostly[row] = random.NextInt(4) == 0 ? random.NextGaussian() : 0.3;
        }

        return Frame.Of(
            new DoubleColumn("tailed", tailed),
            new IntegerColumn("whole", whole),
            new DoubleColumn("same", same),
            new DoubleColumn("mostly", mostly),
            new DoubleColumn("none", [.. Enumerable.Repeat(double.NaN, rows)]),
            new TextColumn("text", [.. Enumerable.Range(0, rows).Select(row => $"r{row}")]));
    }
}
