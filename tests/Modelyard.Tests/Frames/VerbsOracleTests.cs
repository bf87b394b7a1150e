using System.Globalization;
using System.Text.Json;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

/// <summary>Holds the verbs that merge, reshape, count and fill tables against pandas (tests/Oracles/verbs.py).</summary>
public sealed class VerbsOracleTests
{
    public static TheoryData<int> AsOfMerges => OracleCases.Numbers("asof");

    public static TheoryData<int> WideTables => OracleCases.Numbers("wideToLong");

    public static TheoryData<int> Explodes => OracleCases.Numbers("explodes");

    public static TheoryData<int> Cuts => OracleCases.Numbers("cuts");

    public static TheoryData<int> ValueCounts => OracleCases.Numbers("valueCounts");

    public static TheoryData<int> PivotTables => OracleCases.Numbers("pivots");

    public static TheoryData<int> CrossTabs => OracleCases.Numbers("crosstabs");

    public static TheoryData<int> Groups => OracleCases.Numbers("groups");

    public static TheoryData<int> Rows => OracleCases.Numbers("rows");

    [Theory]
    [MemberData(nameof(AsOfMerges))]
    public void Merges_by_the_nearest_key_agree_with_pandas(int number)
    {
        JsonElement one = OracleCases.One("asof", number);
        Frame left = one.Table("left");
        double? tolerance = one.Has("tolerance") ? one.Number("tolerance") : null;
        bool isTime = left["k"].Kind == ColumnKind.Timestamp;
        Frame merged = left.MergeAsOf(one.Table("right"), "k", new AsOfOptions
        {
            Direction = Enum.Parse<AsOfDirection>(one.Text("direction"), ignoreCase: true),
            By = [.. one.Texts("by").Select(MergeKey.FromString)],
            AllowExact = one.Flag("exact"),
            Tolerance = isTime ? null : tolerance,
            TimeTolerance = isTime && tolerance is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        });
        JsonTable.AssertEqual(one.Table("result"), merged);
    }

    [Theory]
    [MemberData(nameof(WideTables))]
    public void Wide_tables_become_long_as_in_pandas(int number)
    {
        JsonElement one = OracleCases.One("wideToLong", number);
        string[] ids = one.Texts("ids");
        Frame result = one.Table("table").WideToLong(one.Texts("stubs"), ids, "j", one.Text("separator"), one.Text("suffix")).SortBy([.. ids, "j"]);
        JsonTable.AssertEqual(one.Table("result"), result);
    }

    [Theory]
    [MemberData(nameof(Explodes))]
    public void Lists_are_taken_apart_as_in_pandas(int number)
    {
        JsonElement one = OracleCases.One("explodes", number);
        JsonTable.AssertEqual(one.Table("result"), one.Table("table").Explode(one.Texts("columns"), new ExplodeOptions { Json = one.Flag("json"), Separator = one.Text("separator") }));
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Intervals_agree_with_pandas(int number)
    {
        JsonElement one = OracleCases.One("cuts", number), options = one.GetProperty("options"), argument = one.GetProperty("argument");
        Column column = one.Table("table")["x"];
        CutOptions cut = options.TryGetProperty("right", out _) ? new CutOptions { Right = options.Flag("right"), IncludeLowest = options.Flag("lowest") } : new CutOptions();
        CategoryColumn result = one.Text("how") switch
        {
            "width" => column.Cut(argument.GetInt32(), cut),
            "edges" => column.Cut([.. argument.EnumerateArray().Select(edge => edge.GetDouble())], cut),
            "quantiles" => column.QuantileCut(argument.GetInt32()),
            "shares" => column.QuantileCut([.. argument.EnumerateArray().Select(share => share.GetDouble())]),
            "labels" => column.QuantileCut(argument.GetInt32(), new CutOptions { Labels = ["low", "high"] }),
            _ => column.QuantileCut(argument.GetInt32(), new CutOptions { DropDuplicates = true }),
        };
        Assert.Equal(one.Texts("levels"), result.Levels);
        JsonTable.AssertEqual(one.Table("result"), Frame.Of(result));
    }

    [Theory]
    [MemberData(nameof(ValueCounts))]
    public void Counts_of_values_agree_with_pandas(int number)
    {
        JsonElement one = OracleCases.One("valueCounts", number);
        int? bins = one.Has("bins") ? one.GetProperty("bins").GetInt32() : null;
        Frame counts = one.Table("table").ValueCounts("x", new ValueCountOptions { Normalize = one.Flag("normalize"), KeepMissing = one.Flag("missing"), Bins = bins, Sort = bins is null });
        JsonTable.AssertEqual(one.Table("result"), counts);
    }

    [Theory]
    [MemberData(nameof(PivotTables))]
    public void Pivot_tables_with_totals_agree_with_pandas(int number)
    {
        JsonElement one = OracleCases.One("pivots", number);
        string kind = one.Text("aggregate");
        Aggregate[] aggregates = [.. one.Texts("values").Select(name => (Aggregate)(kind switch
        {
            "sum" => Aggregate.Sum(name),
            "mean" => Aggregate.Mean(name),
            "count" => Aggregate.Count(name),
            "min" => Aggregate.Minimum(name),
            "max" => Aggregate.Maximum(name),
            _ => Aggregate.Median(name),
        }))];
        IndexedFrame result = one.Table("table").PivotTable(one.Texts("index"), one.Texts("columns"), aggregates, new PivotOptions { Margins = true });
        JsonTable.AssertEqual(one.Table("result"), result.ResetIndex());
    }

    [Theory]
    [MemberData(nameof(CrossTabs))]
    public void Cross_tables_agree_with_pandas(int number)
    {
        JsonElement one = OracleCases.One("crosstabs", number);
        CrossTabShares shares = one.Text("normalize") switch { "all" => CrossTabShares.All, "index" => CrossTabShares.Rows, "columns" => CrossTabShares.Columns, _ => CrossTabShares.None };
        IndexedFrame result = one.Table("table").CrossTab(one.Texts("index"), one.Texts("columns"), new CrossTabOptions { Shares = shares, Margins = one.Flag("margins") });
        Frame expected = one.Table("result"), actual = result.ResetIndex();
        JsonTable.AssertEqual(expected, shares == CrossTabShares.None ? Frame.Of(actual.Columns.Select(column => column is IntegerColumn ? new DoubleColumn(column.Name, column.ToDoubles()) : column)) : actual);
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Verbs_within_groups_agree_with_pandas(int number)
    {
        JsonElement one = OracleCases.One("groups", number);
        GroupedFrame groups = one.Table("table").GroupBy("g");
        string[] verb = one.Text("verb").Split(' ');
        int count = verb.Length > 1 && int.TryParse(verb[1], CultureInfo.InvariantCulture, out int rows) ? rows : 0;
        Frame result = verb switch
        {
            ["aggregate", var name] => groups.Aggregate(AggregateOf(name).As("x")),
            ["head", _] => groups.Head(count),
            ["tail", _] => groups.Tail(count),
            ["describe"] => groups.Describe("x"),
            ["cumsum"] => Frame.Of(groups.CumulativeSum("x")),
            ["cumprod"] => Frame.Of(groups.CumulativeProduct("x")),
            ["cummin"] => Frame.Of(groups.CumulativeMinimum("x")),
            ["cummax"] => Frame.Of(groups.CumulativeMaximum("x")),
            ["cumcount"] => Frame.Of(groups.CumulativeCount("x")),
            ["shift", _] => Frame.Of(groups.Lag("x", count)),
            ["diff", _] => Frame.Of(groups.Difference("x", count)),
            ["pct", _] => Frame.Of(groups.RelativeChange("x", count)),
            _ => Frame.Of(groups.Transform("x", column => column.Rank())),
        };
        JsonTable.AssertEqual(one.Table("result"), result, 1e-11);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Verbs_of_rows_agree_with_pandas(int number)
    {
        JsonElement one = OracleCases.One("rows", number);
        Frame table = one.Table("table");
        JsonTable.AssertEqual(one.Table("result"), RowVerb(table, one.Text("verb").Split(' ')));
    }

    private static Frame RowVerb(Frame table, string[] verb) => verb switch
    {
        ["ffill"] => table.FillForward(),
        ["ffill", "1"] => table.FillForward(limit: 1),
        ["bfill"] => table.FillBackward(),
        ["bfill", "2"] => table.FillBackward(limit: 2),
        ["fill"] => table.FillMissing(7.5),
        ["interpolate"] => table.With(table["x"].Interpolate()),
        ["interpolate", "1"] => table.With(table["x"].Interpolate(limit: 1)),
        ["interpolate", "time"] => table.With(table["x"].Interpolate(table["t"])),
        ["dropna"] => table.DropMissing(),
        ["dropna", "all"] => table.DropMissing(["x", "y"], least: 1),
        ["dropna", "thresh"] => table.DropMissing(least: 2),
        ["dropna", "x"] => table.DropMissing(["x"]),
        ["largest"] => table.DropMissing().Largest(4, "x", "y"),
        ["smallest"] => table.DropMissing().Smallest(4, "x", "y"),
        ["replace"] => table.With(table["x"].Replace(new Dictionary<Label, Label> { [1] = 10.0, [0.0] = Label.Missing })),
        ["map"] => table.With(table["x"].Map(new Dictionary<Label, Label> { [1.0] = 10.0, [0] = 3.0 })),
        ["sort"] => table.SortBy(new SortColumn("a", Descending: true), "x"),
        ["sort", "first"] => table.SortBy(new SortColumn("x", MissingFirst: true), new SortColumn("y", MissingFirst: true)),
        ["duplicates", var keep, ..] => table.DropDuplicates(verb.Length > 2 ? ["x"] : null, keep == "first" ? KeepDuplicates.First : keep == "last" ? KeepDuplicates.Last : KeepDuplicates.None),
        [_, var method, var least] => table.Correlation(method == "pearson" ? CorrelationMethod.Pearson : CorrelationMethod.Spearman, int.Parse(least, CultureInfo.InvariantCulture)),
        _ => throw new InvalidOperationException(string.Join(' ', verb)),
    };

    private static Aggregate AggregateOf(string name) => name switch
    {
        "skew" => Aggregate.Skewness("x"),
        "sem" => Aggregate.StandardError("x"),
        "prod" => Aggregate.Product("x"),
        "kurt" => Aggregate.Kurtosis("x"),
        "std0" => Aggregate.StandardDeviation("x", 0),
        "var0" => Aggregate.Variance("x", 0),
        "any" => Aggregate.Any("x"),
        _ => Aggregate.All("x"),
    };
}
