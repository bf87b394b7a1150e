using System.Globalization;
using System.Text.Json;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

/// <summary>Holds the verbs that reshape tables against pandas (tests/Oracles/shaping.py).</summary>
public sealed class ShapingOracleTests
{
    private static readonly JsonElement Cases = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("shaping"))).RootElement;

    public static TheoryData<int> Merges => Numbers("merges");

    public static TheoryData<int> Groups => Numbers("groups");

    public static TheoryData<int> Melts => Numbers("melts");

    public static TheoryData<int> Pivots => Numbers("pivots");

    public static TheoryData<int> Windows => Numbers("windows");

    [Theory]
    [MemberData(nameof(Merges))]
    public void Merges_agree_with_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("merges")[number];
        MergeKey[] on = [.. JsonTable.Texts(one.GetProperty("on")).Select(MergeKey.FromString)];
        Frame merged = JsonTable.Read(one.GetProperty("left")).Merge(
            JsonTable.Read(one.GetProperty("right")), on, Enum.Parse<MergeHow>(one.GetProperty("how").GetString()!), new MergeOptions { Indicator = "side", MatchMissing = true });
        Frame expected = JsonTable.Read(one.GetProperty("result"));
        string[] names = [.. expected.Columns.Select(column => column.Name)];
        bool isOrdered = one.GetProperty("ordered").GetBoolean();
        JsonTable.AssertEqual(isOrdered ? expected : expected.SortBy(names), isOrdered ? merged : merged.SortBy(names));
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Aggregates_of_groups_agree_with_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("groups")[number];
        string column = one.GetProperty("column").GetString()!;
        Frame result = JsonTable.Read(one.GetProperty("table"))
            .GroupBy(JsonTable.Texts(one.GetProperty("keys")), new GroupOptions { KeepMissing = one.GetProperty("keepMissing").GetBoolean() })
            .Aggregate(JsonTable.Texts(one.GetProperty("aggregates")).Select(name => Create(name, column)));
        JsonTable.AssertEqual(JsonTable.Read(one.GetProperty("result")), result);
    }

    [Theory]
    [MemberData(nameof(Melts))]
    public void Melts_agree_with_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("melts")[number];
        string[]? values = one.GetProperty("values").ValueKind == JsonValueKind.Null ? null : JsonTable.Texts(one.GetProperty("values"));
        JsonTable.AssertEqual(JsonTable.Read(one.GetProperty("result")), JsonTable.Read(one.GetProperty("table")).Melt(JsonTable.Texts(one.GetProperty("ids")), values));
    }

    [Theory]
    [MemberData(nameof(Pivots))]
    public void Pivots_agree_with_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("pivots")[number];
        Frame result = JsonTable.Read(one.GetProperty("table")).Pivot(JsonTable.Texts(one.GetProperty("index")), one.GetProperty("columns").GetString()!, one.GetProperty("values").GetString()!);
        JsonTable.AssertEqual(JsonTable.Read(one.GetProperty("result")), result);
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Windows_agree_with_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("windows")[number];
        Column column = JsonTable.Read(one.GetProperty("column"))["x"];
        JsonTable.AssertEqual(JsonTable.Read(one.GetProperty("result")), Frame.Of(Compute(column, one.GetProperty("what").GetString()!.Split(' '))));
    }

    private static Column Compute(Column column, string[] what) => what switch
    {
        ["rolling", var size, var least, var name] => Compute(column.Rolling(int.Parse(size, CultureInfo.InvariantCulture), int.Parse(least, CultureInfo.InvariantCulture)), name),
        ["expanding", var name] => Compute(column.Expanding(), name),
        ["exponential", var alpha, var adjust] => column.ExponentialMean(double.Parse(alpha, CultureInfo.InvariantCulture), adjust == "True"),
        ["lag", var rows] => column.Lag(int.Parse(rows, CultureInfo.InvariantCulture)),
        ["difference", var rows] => column.Difference(int.Parse(rows, CultureInfo.InvariantCulture)),
        ["cumsum"] => column.CumulativeSum(),
        ["cumprod"] => column.CumulativeProduct(),
        ["cummax"] => column.CumulativeMaximum(),
        ["cummin"] => column.CumulativeMinimum(),
        ["rank", var method, var ascending] => column.Rank(
            method switch { "average" => RankMethod.Average, "min" => RankMethod.Minimum, "max" => RankMethod.Maximum, "first" => RankMethod.First, _ => RankMethod.Dense },
            ascending == "False"),
        _ => throw new InvalidOperationException(string.Join(' ', what)),
    };

    private static Column Compute(RollingWindow window, string name) => name switch
    {
        "count" => window.Count(),
        "sum" => window.Sum(),
        "mean" => window.Mean(),
        "var" => window.Variance(),
        "std" => window.StandardDeviation(),
        "min" => window.Minimum(),
        "max" => window.Maximum(),
        "median" => window.Median(),
        _ => window.Quantile(0.25),
    };

    private static Aggregate Create(string name, string column) => name switch
    {
        "count" => Aggregate.Count(column),
        "sum" => Aggregate.Sum(column),
        "mean" => Aggregate.Mean(column),
        "std" => Aggregate.StandardDeviation(column),
        "var" => Aggregate.Variance(column),
        "min" => Aggregate.Minimum(column),
        "max" => Aggregate.Maximum(column),
        "median" => Aggregate.Median(column),
        "q30" => Aggregate.Quantile(column, 0.3),
        "first" => Aggregate.First(column),
        "last" => Aggregate.Last(column),
        "nunique" => Aggregate.UniqueCount(column),
        _ => Aggregate.Mode(column),
    };

    private static TheoryData<int> Numbers(string verb) => [.. Enumerable.Range(0, Cases.GetProperty(verb).GetArrayLength())];
}
