using System.Text.Json;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

/// <summary>Compares merges and melts of random tables of every kind with those of pandas, by what tests/Oracles/reshaping.py wrote.</summary>
public sealed class ReshapingOracleTests
{
    private static readonly JsonElement Cases = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Oracle("reshaping"))).RootElement;

    public static TheoryData<int> Merges => Numbers("merges");

    public static TheoryData<int> Melts => Numbers("melts");

    [Theory]
    [MemberData(nameof(Merges))]
    public void Merges_are_those_of_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("merges")[number];
        Frame left = JsonTable.Read(one.GetProperty("left")), right = JsonTable.Read(one.GetProperty("right")), expected = JsonTable.Read(one.GetProperty("result"));
        MergeKey[] on = [.. JsonTable.Texts(one.GetProperty("leftOn")).Zip(JsonTable.Texts(one.GetProperty("rightOn")), (mine, theirs) => new MergeKey(mine, theirs))];
        string[] suffixes = JsonTable.Texts(one.GetProperty("suffixes"));
        MergeHow how = Enum.Parse<MergeHow>(one.GetProperty("how").GetString()!);
        var options = new MergeOptions { MatchMissing = true, LeftSuffix = suffixes[0], RightSuffix = suffixes[1] };
        Frame merged = left.Merge(right, on, how, options);
        string[] names = [.. expected.Columns.Select(column => column.Name)];

        // pandas sorts an outer merge by its keys, and an inner one of a single key by their first occurrence.
        bool isSorted = how is MergeHow.Outer or MergeHow.Inner;
        JsonTable.AssertEqual(isSorted ? expected.SortBy(names) : expected, isSorted ? merged.SortBy(names) : merged);
        Assert.Equal(expected.Columns.Select(column => column.Kind), merged.Columns.Select(column => column.Kind));
        if (one.TryGetProperty("checks", out JsonElement checks))
        {
            foreach (JsonProperty check in checks.EnumerateObject())
            {
                Exception? fault = Record.Exception(() => left.Merge(right, on, how, options with { Validate = Enum.Parse<MergeValidation>(check.Name) }));
                Assert.True(check.Value.GetBoolean() == fault is null, $"{check.Name}: {fault?.Message}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Melts))]
    public void Melts_are_those_of_pandas(int number)
    {
        JsonElement one = Cases.GetProperty("melts")[number];
        Frame table = JsonTable.Read(one.GetProperty("table")), expected = JsonTable.Read(one.GetProperty("result"));
        string[] ids = JsonTable.Texts(one.GetProperty("ids"));
        string[]? values = one.GetProperty("values") is { ValueKind: JsonValueKind.Array } list ? JsonTable.Texts(list) : null;
        string varName = one.GetProperty("varName").GetString()!, valueName = one.GetProperty("valueName").GetString()!;
        Frame melted = one.TryGetProperty("levels", out _) ? table.SetIndex(ids).Melt() : table.Melt(ids, values, varName, valueName);
        JsonTable.AssertEqual(expected, melted);
        Assert.Equal(expected[valueName].Kind, melted[valueName].Kind);
    }

    private static TheoryData<int> Numbers(string verb) => [.. Enumerable.Range(0, Cases.GetProperty(verb).GetArrayLength())];
}
