using System.Globalization;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Selection.Features;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Holds the search for rows that are all but the same to tables with copies of training rows, and to tables without.</summary>
public sealed class NearRowsTests
{
    private const int Rows = 1200;
    private const int Training = 800;

    [Theory]
    [InlineData("mixed", 0.3)]
    [InlineData("mixed", 0.05)]
    [InlineData("mixed", 1)]
    [InlineData("few", 0.3)]
    [InlineData("heavy", 0.3)]
    [InlineData("wide", 0.3)]
    [InlineData("missing", 0.3)]
    public void Copies_with_a_little_noise_are_found_and_named(string kind, double share)
    {
        (Frame train, Frame test) = Parted(Table(kind, 1));
        int copied = (int)(share * test.RowCount);
        Frame copies = Noisy(train.Take([.. Enumerable.Range(0, copied).Select(i => i * 2)]), 0.001, 7);
        LeakageFinding finding = Find(train, Frame.ConcatRows(copies, test.Take([.. Enumerable.Range(copied, test.RowCount - copied)])))!;
        Assert.Equal(LeakageSeverity.Severe, finding.Severity);
        Assert.Null(finding.Column);
        Assert.All(finding.Pairs, pair => Assert.True(pair.TestRow < copied && pair.TrainingRow == pair.TestRow * 2, $"{pair}"));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"test row {finding.Pairs[0].TestRow + 1} as training row {finding.Pairs[0].TrainingRow + 1}, "), finding.Evidence, StringComparison.Ordinal);
        int told = int.Parse(finding.Evidence.Split(' ')[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        Assert.InRange(told, 0.6 * copied, (1.1 * copied) + (0.1 * test.RowCount));
    }

    [Fact]
    public void Rows_that_were_rounded_are_found()
    {
        (Frame train, Frame test) = Parted(Table("mixed", 2));
        Frame rounded = train.Take([.. Enumerable.Range(0, 100)]);
        foreach (DoubleColumn column in rounded.Columns.OfType<DoubleColumn>().Where(column => column.Name != "y").ToArray())
        {
            rounded = rounded.With(new DoubleColumn(column.Name, Array.ConvertAll(column.ToDoubles(), value => Math.Round(value, 2))));
        }

        Assert.Equal(LeakageSeverity.Severe, Find(train, Frame.ConcatRows(rounded, test))!.Severity);
    }

    [Fact]
    public void An_identifier_of_its_own_does_not_hide_a_copy()
    {
        (Frame train, Frame test) = Parted(Table("mixed", 3));
        Frame all = Frame.ConcatRows(Noisy(train.Take([.. Enumerable.Range(0, 100)]), 0.001, 3), test);
        Frame numbered = all.With(new TextColumn("ticket", Enumerable.Range(0, all.RowCount).Select(row => $"t{row * 7919 % 10007}")));
        Assert.NotNull(Find(train.With(new TextColumn("ticket", Enumerable.Range(0, train.RowCount).Select(row => $"u{row * 7919 % 10007}"))), numbered));
    }

    [Fact]
    public void Equal_rows_are_told_as_such_and_not_again()
    {
        (Frame train, Frame test) = Parted(Table("mixed", 4));
        LeakageReport report = LeakageCheck.Run(train, new LeakageOptions { Target = "y" }, FitContext.Default, Frame.ConcatRows(train.Take([.. Enumerable.Range(0, 200)]), test));
        Assert.Equal(LeakageKind.SharedRows, Assert.Single(report.Findings).Kind);
    }

    [Theory]
    [InlineData("mixed")]
    [InlineData("few")]
    [InlineData("heavy")]
    [InlineData("wide")]
    [InlineData("missing")]
    [InlineData("ties")]
    [InlineData("lattice")]
    [InlineData("line")]
    [InlineData("texts")]
    [InlineData("groups")]
    public void Tables_without_copies_have_no_finding(string kind)
    {
        for (ulong seed = 0; seed < 4; seed++)
        {
            (Frame train, Frame test) = Parted(Table(kind, 100 + seed));
            Assert.Null(Find(train, test));
        }
    }

    [Fact]
    public void Rows_strewn_between_those_of_a_lattice_are_no_copies()
    {
        Frame lattice = Parted(Table("lattice", 5)).Train;
        var random = new RandomStream(5);
        Frame between = Frame.Of(new DoubleColumn("a", Draw(400, () => random.NextDouble() * 40)), new DoubleColumn("b", Draw(400, () => random.NextDouble() * 20)), new DoubleColumn("y", Draw(400, () => random.NextGaussian())));
        Assert.Null(Find(lattice, between));
    }

    [Fact]
    public void Rows_of_a_denser_region_and_of_a_later_time_are_no_copies()
    {
        var random = new RandomStream(6);
        Frame dense = Frame.Of(new DoubleColumn("a", Draw(400, () => 0.2 * random.NextGaussian())), new DoubleColumn("b", Draw(400, () => 0.2 * random.NextGaussian())), new DoubleColumn("y", Draw(400, () => random.NextGaussian())));
        Frame wide = Frame.Of(new DoubleColumn("a", Draw(800, () => random.NextGaussian())), new DoubleColumn("b", Draw(800, () => random.NextGaussian())), new DoubleColumn("y", Draw(800, () => random.NextGaussian())));
        Assert.Null(Find(wide, dense));

        double level = 0, other = 0;
        Frame walk = Frame.Of(new DoubleColumn("a", Draw(Rows, () => level += random.NextGaussian())), new DoubleColumn("b", Draw(Rows, () => other += random.NextGaussian())), new DoubleColumn("y", Draw(Rows, () => random.NextGaussian())));
        Assert.Null(Find(walk.Take([.. Enumerable.Range(0, Training)]), walk.Take([.. Enumerable.Range(Training, Rows - Training)])));
    }

    [Fact]
    public void Few_rows_and_tables_without_numbers_are_passed_over()
    {
        (Frame train, Frame test) = Parted(Table("mixed", 8));
        Assert.Null(Find(train, test.Take([0, 1])));
        Assert.Null(Find(train, test.Take([])));
        Assert.Null(Find(train.Take([.. Enumerable.Range(0, 25)]), Noisy(train.Take([0, 1]), 0.001, 1)));
        Frame words = Frame.Of(new TextColumn("a", Enumerable.Range(0, 100).Select(row => $"{row % 7}x")), new TextColumn("b", Enumerable.Range(0, 100).Select(row => $"{row % 11}x")), new DoubleColumn("y", [.. Enumerable.Range(0, 100).Select(row => row % 9 * 0.5)]));
        Assert.Null(Find(words, words.Take([3, 4, 5])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_is_found_does_not_depend_on_the_number_of_threads(int degree)
    {
        (Frame train, Frame test) = Parted(Table("mixed", 1));
        Frame all = Frame.ConcatRows(Noisy(train.Take([.. Enumerable.Range(0, 100)]), 0.001, 3), test);
        LeakageFinding one = Find(train, all)!, other = Find(train, all, degree)!;
        Assert.Equal(one.Evidence, other.Evidence);
        Assert.Equal(one.Pairs, other.Pairs);
    }

    private static LeakageFinding? Find(Frame train, Frame test, int degree = 2) =>
        LeakageCheck.Run(train, new LeakageOptions { Target = "y" }, new FitContext { Parallelism = degree }, test).Findings.SingleOrDefault(finding => finding.Kind == LeakageKind.NearRows);

    private static (Frame Train, Frame Test) Parted(Frame table) =>
        (table.Take([.. Enumerable.Range(0, Training)]), table.Take([.. Enumerable.Range(Training, table.RowCount - Training)]));

    private static double[] Draw(int rows, Func<double> next) => [.. Enumerable.Range(0, rows).Select(_ => next())];

    private static Frame Noisy(Frame rows, double share, ulong seed)
    {
        var random = new RandomStream(99, seed);
        foreach (DoubleColumn column in rows.Columns.OfType<DoubleColumn>().Where(column => column.Name != "y").ToArray())
        {
            double[] values = column.ToDoubles(), present = [.. values.Where(value => !double.IsNaN(value))];
            double mean = present.Average(), spread = Math.Sqrt(present.Average(value => (value - mean) * (value - mean)));
            rows = rows.With(new DoubleColumn(column.Name, Array.ConvertAll(values, value => value + (share * spread * random.NextGaussian()))));
        }

        return rows;
    }

    private static Frame Table(string kind, ulong seed)
    {
        var random = new RandomStream(seed);
        double[] factor = Draw(Rows, () => random.NextGaussian());
        Column Normal(string name, double own = 0.5) => new DoubleColumn(name, [.. factor.Select(value => value + (own * random.NextGaussian()))]);
        Column Whole(string name, int values) => new IntegerColumn(name, [.. factor.Select(_ => (long)random.NextInt(values))]);
        Column Word(string name, int values) => CategoryColumn.From(name, factor.Select(_ => $"{name}{random.NextInt(values)}"));
        Column target = new DoubleColumn("y", Draw(Rows, () => random.NextGaussian()));
        Column[] inputs = kind switch
        {
            "mixed" => [Normal("a"), Normal("b"), Whole("c", 5), Word("d", 4), Normal("e", 2), Word("f", 12)],
            "few" => [Normal("a"), Normal("b")],
            "heavy" => [.. "abcde".Select(name => new DoubleColumn($"{name}", Draw(Rows, () => Math.Exp(2 * random.NextGaussian()))))],
            "wide" => [.. Enumerable.Range(0, 40).Select(i => Normal($"x{i}", 1 + (i % 3)))],
            "missing" => [.. "abcde".Select(name => new DoubleColumn($"{name}", Draw(Rows, () => random.NextDouble() < 0.2 ? double.NaN : random.NextGaussian())))],
            "ties" => [Whole("a", 6), Whole("b", 4), Whole("c", 3), Normal("d"), Word("e", 3)],
            "lattice" => [Whole("a", 40), Whole("b", 20)],
            "line" => [new DoubleColumn("a", factor), new DoubleColumn("b", [.. factor.Select(value => Math.Exp(value))])],
            "texts" => [Word("a", 30), Word("b", 5), Whole("c", 8), new TextColumn("d", factor.Select(_ => $"note {random.NextInt(1 << 20)} of it")), Normal("e")],
            _ => [new IntegerColumn("a", [.. factor.Select((_, row) => row * 7919L % 300)]), new DoubleColumn("b", [.. factor.Select((_, row) => (row * 7919L % 300 * 31 % 97) + (0.01 * random.NextGaussian()))])],
        };
        return Frame.Of([.. inputs, target]);
    }
}
