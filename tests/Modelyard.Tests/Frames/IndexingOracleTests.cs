using System.Text.Json;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

/// <summary>Holds the verbs of indexed tables against pandas (tests/Oracles/indexing.py).</summary>
public sealed class IndexingOracleTests
{
    private static readonly JsonElement Cases = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("indexing"))).RootElement;

    public static TheoryData<int> Unstacks => Numbers("unstacks");

    public static TheoryData<int> Stacks => Numbers("stacks");

    public static TheoryData<int> CrossSections => Numbers("crossSections");

    public static TheoryData<int> PartialKeys => Numbers("partialKeys");

    public static TheoryData<int> Levels => Numbers("levels");

    public static TheoryData<int> Sums => Numbers("sums");

    public static TheoryData<int> Groups => Numbers("groups");

    public static TheoryData<int> Prints => Numbers("prints");

    public static TheoryData<int> Pivots => Numbers("pivots");

    [Theory]
    [MemberData(nameof(Unstacks))]
    public void Unstacking_agrees_with_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("unstacks")[number];
        JsonElement fill = one.GetProperty("fill");
        IndexedFrame result = Table(one).Unstack(LevelKeys(one), fill.ValueKind == JsonValueKind.Null ? null : (Label)fill.GetInt64());
        IndexedTable.AssertEqual(Result(one), result);
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Stacking_agrees_with_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("stacks")[number];
        IndexedTable.AssertEqual(Result(one), Table(one).Stack(LevelKeys(one), one.GetProperty("drop").GetBoolean()));
    }

    [Theory]
    [MemberData(nameof(CrossSections))]
    public void Cross_sections_agree_with_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("crossSections")[number];
        Label label = IndexedTable.ReadLabel(one.GetProperty("label"));
        LevelKey level = one.GetProperty("level").GetInt32();
        bool drop = one.GetProperty("drop").GetBoolean();
        IndexedTable.AssertEqual(Result(one), one.TryGetProperty("axis", out _) ? Table(one).XsColumns(label, level, drop) : Table(one).Xs(label, level, drop));
    }

    [Theory]
    [MemberData(nameof(PartialKeys))]
    public void Partial_keys_slices_and_lists_agree_with_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("partialKeys")[number];
        IndexedFrame table = Table(one);
        IndexedFrame result = one.TryGetProperty("key", out JsonElement key) ? table.At(IndexedTable.ReadLabels(key)!)
            : one.TryGetProperty("keys", out JsonElement keys) ? table.AtKeys([.. keys.EnumerateArray().Select(one => IndexedTable.ReadLabels(one)!)])
            : one.TryGetProperty("labels", out JsonElement labels) ? table.Select(one.GetProperty("level").GetInt32(), IndexedTable.ReadLabels(labels)!)
            : table.Between(IndexedTable.ReadLabels(one.GetProperty("from")), IndexedTable.ReadLabels(one.GetProperty("to")));
        IndexedTable.AssertEqual(Result(one), result);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Verbs_of_levels_agree_with_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("levels")[number];
        IndexedFrame table = Table(one);
        LevelKey[] levels = LevelKeys(one);
        IndexedFrame result = one.GetProperty("verb").GetString() switch
        {
            "sort" => table.SortIndex(levels, one.GetProperty("descending").GetBoolean()),
            "sort columns" => table.SortIndex(axis: IndexAxis.Columns),
            "swap" => table.SwapLevels(levels[0], levels[1]),
            "reorder" => table.ReorderLevels(levels),
            "drop" => table.DropLevels(levels),
            "reset" => table.ResetIndex(levels),
            "append" => table.AppendIndex("a"),
            _ => table.Transpose(),
        };
        IndexedTable.AssertEqual(Result(one), result);
    }

    [Theory]
    [MemberData(nameof(Sums))]
    public void Arithmetic_aligns_as_in_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("sums")[number];
        IndexedFrame left = IndexedTable.Read(one.GetProperty("left")), right = IndexedTable.Read(one.GetProperty("right"));
        double? fill = one.GetProperty("fill").ValueKind == JsonValueKind.Null ? null : one.GetProperty("fill").GetDouble();
        IndexedFrame result = one.GetProperty("operator").GetString() switch
        {
            "add" => left.Add(right, fill),
            "sub" => left.Subtract(right, fill),
            "mul" => left.Multiply(right, fill),
            _ => left.Divide(right, fill),
        };
        IndexedTable.AssertEqual(Result(one), result);
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Aggregates_by_levels_agree_with_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("groups")[number];
        Func<string, Aggregate> how = one.GetProperty("how").GetString() switch
        {
            "sum" => Aggregate.Sum,
            "mean" => Aggregate.Mean,
            "min" => Aggregate.Minimum,
            _ => Aggregate.Count,
        };
        IndexedTable.AssertEqual(Result(one), Table(one).Aggregate(how, LevelKeys(one)));
    }

    [Theory]
    [MemberData(nameof(Prints))]
    public void Printing_agrees_with_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("prints")[number];
        Assert.Equal(one.GetProperty("text").GetString(), string.Join('\n', Table(one).ToString().TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())));
    }

    [Theory]
    [MemberData(nameof(Pivots))]
    public void Pivots_of_several_columns_agree_with_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("pivots")[number];
        Frame table = JsonTable.Read(one.GetProperty("table"));
        string[] index = JsonTable.Texts(one.GetProperty("index")), columns = JsonTable.Texts(one.GetProperty("columns")), values = JsonTable.Texts(one.GetProperty("values"));
        IndexedFrame result = one.GetProperty("how").GetString() switch
        {
            null => table.Pivot(index, columns, values),
            "crosstab" => table.CrossTab(index, columns),
            "mean" => table.PivotTable(index, columns, Aggregate.Mean(values[0])),
            "sum" => table.PivotTable(index, columns, Aggregate.Sum(values[0])),
            _ => table.PivotTable(index, columns, Aggregate.Maximum(values[0])),
        };
        IndexedTable.AssertEqual(Result(one), result);
    }

    private static IndexedFrame Table(JsonElement one) => IndexedTable.Read(one.GetProperty("table"));

    private static IndexedFrame Result(JsonElement one) => IndexedTable.Read(one.GetProperty("result"));

    private static LevelKey[] LevelKeys(JsonElement one) => [.. one.GetProperty("levels").EnumerateArray().Select(level => (LevelKey)level.GetInt32())];

    private static TheoryData<int> Numbers(string verb) => [.. Enumerable.Range(0, Cases.GetProperty(verb).GetArrayLength())];
}
