using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Selection.Features;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Holds the search for leaks to tables in which one was put.</summary>
public sealed class LeakageCheckTests
{
    private const int Rows = 400;

    private readonly double[] _signal;
    private readonly double[] _noise;

    public LeakageCheckTests()
    {
        var random = new RandomStream(31);
        _signal = [.. Enumerable.Range(0, Rows).Select(_ => random.NextGaussian())];
        _noise = [.. Enumerable.Range(0, Rows).Select(_ => random.NextGaussian())];
    }

    [Fact]
    public void An_honest_pair_of_tables_has_no_findings()
    {
        LeakageReport report = Run(Honest(0, 300), Honest(300, Rows));
        Assert.Empty(report.Findings);
        Assert.Equal("Nothing was found in 300 rows to learn from and 100 to test on that would make scores too good.", report.Summary);
    }

    [Fact]
    public void The_target_in_other_words_and_in_another_unit_is_a_copy()
    {
        Frame table = Honest(0, Rows);
        LeakageFinding words = Assert.Single(Run(table.With(new TextColumn("code", _signal.Select(value => value > 0 ? "A7" : "B2")))).Findings);
        Assert.Equal((LeakageKind.CopyOfTarget, LeakageSeverity.Severe, "code"), (words.Kind, words.Severity, words.Column));
        LeakageFinding finer = Assert.Single(Run(table.With(new TextColumn("finer", _signal.Select(value => $"{(value > 0 ? "A" : "B")}{(int)(Math.Abs(value) * 3)}")))).Findings);
        Assert.Equal(LeakageKind.CopyOfTarget, finer.Kind);
        Assert.Contains("function of it", finer.Evidence, StringComparison.Ordinal);
        Frame numbers = Frame.Of(new DoubleColumn("y", _signal), new DoubleColumn("cents", Array.ConvertAll(_signal, value => 7 - (100 * value))), new DoubleColumn("noise", _noise));
        LeakageFinding unit = Assert.Single(Run(numbers).Findings);
        Assert.Equal((LeakageKind.CopyOfTarget, "cents"), (unit.Kind, unit.Column));
    }

    [Fact]
    public void Values_of_two_rows_each_are_no_copy_of_a_rare_class()
    {
        Frame table = Frame.Of(
            CategoryColumn.From("y", Enumerable.Range(0, Rows).Select(row => row is 10 or 11 or 250 or 251 ? "yes" : "no")),
            new IntegerColumn("pair", [.. Enumerable.Range(0, Rows).Select(row => (long)(row / 2 * 37 % 1001))]),
            new DoubleColumn("noise", _noise));
        Assert.DoesNotContain(Run(table).Findings, finding => finding.Kind == LeakageKind.CopyOfTarget);
    }

    [Fact]
    public void A_column_that_alone_predicts_the_target_is_named_with_an_interval()
    {
        // Made from the target, with a little noise that keeps it from being a function of it.
        LeakageReport report = Run(Honest(0, Rows).With(new DoubleColumn("refund", [.. _signal.Select((value, row) => (value > 0 ? 3 : 0) + (0.1 * _noise[row]))])));
        LeakageFinding finding = report.Findings.Single(one => one.Column == "refund");
        Assert.Equal((LeakageKind.GivesTargetAway, LeakageSeverity.Severe), (finding.Kind, finding.Severity));
        Assert.Matches(@"removes 9\d\.\d % \[9\d\.\d %, 100\.0 %\]", finding.Evidence);
        Assert.Contains("1 finding is severe", report.Summary, StringComparison.Ordinal);
        Assert.Contains("severe: The column 'refund'", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120, 0.995, LeakageSeverity.Severe)]
    [InlineData(600, 0.995, LeakageSeverity.Severe)]
    [InlineData(600, 0.97, LeakageSeverity.Suspicious)]
    public void What_goes_with_the_target_is_found_whatever_the_deal_of_rows(int rows, double correlation, LeakageSeverity severity)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var random = new RandomStream(41, seed);
            double[] target = [.. Enumerable.Range(0, rows).Select(_ => random.NextGaussian())];
            double[] leak = Array.ConvertAll(target, value => (correlation * value) + (Math.Sqrt(1 - (correlation * correlation)) * random.NextGaussian()));
            Frame table = Frame.Of(new DoubleColumn("y", target), new DoubleColumn("leak", leak), new DoubleColumn("noise", [.. target.Select(_ => random.NextGaussian())]));
            LeakageFinding finding = Assert.Single(LeakageCheck.Run(table, new LeakageOptions { Target = "y" }, new FitContext { Seed = seed }).Findings);
            Assert.Equal(("leak", severity), (finding.Column, finding.Severity));
        }
    }

    [Fact]
    public void A_curve_and_steps_are_found_as_a_line_is()
    {
        double[] wave = Array.ConvertAll(_signal, value => Math.Sin(2 * value)), steps = Array.ConvertAll(_signal, value => (Math.Floor(2 * value) * 7919) % 13);
        foreach (double[] target in new[] { wave, steps })
        {
            Frame table = Frame.Of(new DoubleColumn("y", [.. target.Zip(_noise, (value, noise) => value + (0.01 * noise))]), new DoubleColumn("x", _signal), new DoubleColumn("noise", _noise));
            LeakageFinding finding = Assert.Single(Run(table).Findings);
            Assert.Equal((LeakageKind.GivesTargetAway, "x"), (finding.Kind, finding.Column));
        }
    }

    [Fact]
    public void Columns_that_name_the_rows_are_noticed()
    {
        LeakageFinding finding = Assert.Single(Run(Honest(0, Rows).With(new IntegerColumn("customer_id", [.. Enumerable.Range(0, Rows).Select(row => 90_000L + (row * 7919L % 100_003))]))).Findings);
        Assert.Equal((LeakageKind.Identifier, LeakageSeverity.Notice, "customer_id"), (finding.Kind, finding.Severity, finding.Column));
    }

    [Fact]
    public void Rows_that_were_numbered_by_their_target_are_severe()
    {
        int[] byClass = [.. Range(0, Rows).OrderBy(row => _signal[row] > 0)], places = new int[Rows];
        for (int place = 0; place < Rows; place++)
        {
            places[byClass[place]] = place;
        }

        IntegerColumn number = new("record_id", [.. places.Select(place => 90_000L + (3 * place))]);
        TextColumn text = new("code", places.Select(place => $"C{place:00000}"));
        LeakageFinding[] findings = [.. Run(Honest(0, Rows).With(number).With(text)).Findings.Where(one => one.Kind == LeakageKind.Identifier)];
        Assert.Equal(["code", "record_id"], findings.Select(one => one.Column).Order());
        Assert.All(findings, finding => Assert.Equal(LeakageSeverity.Severe, finding.Severity));
        Assert.Matches(@"alone removes (9\d|100)\.\d %", findings[0].Evidence);
        Frame numbers = Frame.Of(new DoubleColumn("y", _signal), new DoubleColumn("x", _noise), new IntegerColumn("record_id", [.. Ranks(_signal).Select(rank => 90_000L + (3 * rank))]));
        Assert.Equal(LeakageSeverity.Severe, Run(numbers).Findings.Single(one => one.Column == "record_id").Severity);
    }

    [Fact]
    public void Rows_in_both_tables_are_counted_with_and_without_their_target()
    {
        Frame train = Honest(0, 300), test = Frame.ConcatRows(Honest(300, 380), train.Take([5, 6, 7]));
        LeakageFinding finding = Assert.Single(Run(train, test).Findings);
        Assert.Equal((LeakageKind.SharedRows, LeakageSeverity.Severe), (finding.Kind, finding.Severity));
        Assert.StartsWith("3 rows (3.6", finding.Evidence, StringComparison.Ordinal);
        Frame turned = Frame.ConcatRows(Honest(300, 380), train.Take([5, 6, 7]).With(new TextColumn("y", ["maybe", "maybe", "maybe"])));
        Assert.Contains("in 0 of them the target is the same too", Assert.Single(Run(train, turned).Findings).Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_repeat_by_themselves_are_no_alarm()
    {
        // Two columns of three values: every row of the test stands in training, and says nothing.
        Frame Few(int first, int end) => Frame.Of(
            new TextColumn("y", Range(first, end).Select(row => _noise[row] > 0 ? "yes" : "no")),
            new TextColumn("a", Range(first, end).Select(row => $"a{row % 3}")),
            new TextColumn("b", Range(first, end).Select(row => $"b{row * 7 % 5 % 3}")));
        LeakageFinding finding = Assert.Single(Run(Few(0, 300), Few(300, Rows)).Findings);
        Assert.Equal((LeakageKind.SharedRows, LeakageSeverity.Notice), (finding.Kind, finding.Severity));
        Assert.Equal(LeakageKind.RepeatedRows, Assert.Single(Run(Few(0, 300)).Findings).Kind);
    }

    [Fact]
    public void Times_and_groups_in_both_tables_are_severe()
    {
        Frame With(Frame frame, int first, int shift) => frame
            .With(new TimestampColumn("when", [.. Enumerable.Range(first, frame.RowCount).Select(row => new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(row).Ticks)], true))
            .With(new TextColumn("who", Enumerable.Range(first + shift, frame.RowCount).Select(row => $"w{row / 10}")));
        var options = new LeakageOptions { Target = "y", Time = "when", Group = "who" };
        Assert.Empty(LeakageCheck.Run(With(Honest(0, 300), 0, 0), options, FitContext.Default, With(Honest(300, Rows), 300, 0)).Findings);
        LeakageReport report = LeakageCheck.Run(With(Honest(0, 300), 0, 0), options, FitContext.Default, With(Honest(300, Rows), 290, 5));
        Assert.Equal([LeakageKind.TimeOverlap, LeakageKind.GroupOverlap], report.Findings.Select(finding => finding.Kind));
        Assert.StartsWith("10 rows (10.0", report.Findings[0].Evidence, StringComparison.Ordinal);
        Assert.Contains("1 of the values of 'who'", report.Findings[1].Evidence, StringComparison.Ordinal);
        Assert.Contains("must hold dates", Assert.Throws<ModelyardException>(() => LeakageCheck.Run(With(Honest(0, 300), 0, 0), options with { Time = "who" }, FitContext.Default, With(Honest(300, Rows), 300, 0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_are_constant_or_absent_in_one_table_are_named()
    {
        Frame train = Honest(0, 300).With(new TextColumn("site", Range(0, 300).Select(row => $"s{row % 4}"))).With(new DoubleColumn("later", _noise[..300]));
        Frame test = Honest(300, Rows).With(new TextColumn("site", Range(300, Rows).Select(_ => "s1")));
        LeakageReport report = Run(train, test);
        Assert.Equal([LeakageKind.ConstantInOnePart, LeakageKind.MissingColumn], report.Findings.Select(finding => finding.Kind));
        Assert.Contains("'s1' in every test row", report.Findings[0].Evidence, StringComparison.Ordinal);
        Assert.Equal("later", report.Findings[1].Column);
    }

    [Fact]
    public void A_name_that_is_not_there_is_refused()
    {
        Assert.Contains("'z'", Assert.Throws<UnknownColumnException>(() => LeakageCheck.Run(Honest(0, 50), new LeakageOptions { Target = "z" }, FitContext.Default)).Message, StringComparison.Ordinal);
        Assert.Contains("'g'", Assert.Throws<UnknownColumnException>(() => LeakageCheck.Run(Honest(0, 50), new LeakageOptions { Target = "y", Group = "g" }, FitContext.Default)).Message, StringComparison.Ordinal);
    }

    private static LeakageReport Run(Frame train, Frame? test = null) => LeakageCheck.Run(train, new LeakageOptions { Target = "y" }, FitContext.Default, test);

    private static IEnumerable<int> Range(int first, int end) => Enumerable.Range(first, end - first);

    private static IEnumerable<int> Ranks(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return values.Select(value => Array.BinarySearch(sorted, value));
    }

    private Frame Honest(int first, int end) => Frame.Of(
        CategoryColumn.From("y", Range(first, end).Select(row => _signal[row] > 0 ? "yes" : "no")),
        new DoubleColumn("x", [.. Range(first, end).Select(row => _signal[row] + _noise[row])]),
        new TextColumn("colour", Range(first, end).Select(row => _noise[row] > 0.4 ? "red" : "blue")));
}
