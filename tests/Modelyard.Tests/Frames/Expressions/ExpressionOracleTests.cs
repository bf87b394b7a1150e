using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Tests.Numerics;

namespace Modelyard.Tests.Frames.Expressions;

/// <summary>Holds expressions against SQLite, pandas and Python (tests/Oracles/expressions.py).</summary>
public sealed class ExpressionOracleTests
{
    private static readonly JsonElement Oracle = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("expressions"))).RootElement;
    private static readonly Frame Table = Frame.Of(Oracle.GetProperty("table").EnumerateArray().Select(Read));

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Oracle.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Results_agree_with_the_peers(int number)
    {
        JsonElement one = Oracle.GetProperty("cases")[number];
        string text = one.GetProperty("expression").GetString()!;
        Check(text, one, Expression.Parse(text).Evaluate(Table));
    }

    [Theory]
    [InlineData("Scalar")]
    [InlineData("Vector256")]
    [InlineData("Vector512")]
    public void Every_path_gives_the_same(string level)
    {
        using var path = new ForcedPath(level);
        foreach (JsonElement one in Oracle.GetProperty("cases").EnumerateArray())
        {
            string text = one.GetProperty("expression").GetString()!;
            Check(text, one, Expression.Parse(text).Evaluate(Table));
        }
    }

    [Fact]
    public void Single_rows_give_what_the_table_gives()
    {
        foreach (JsonElement one in Oracle.GetProperty("cases").EnumerateArray())
        {
            string text = one.GetProperty("expression").GetString()!;
            BoundExpression bound = Expression.Parse(text).Bind(Table);
            if (!bound.IsRowWise)
            {
                continue;
            }

            Column whole = bound.Evaluate(Table);
            for (int row = 0; row < Table.RowCount; row += 7)
            {
                Column single = bound.Evaluate(Table.Take([row]), firstRow: row);
                Assert.True(whole.IsMissing(row) == single.IsMissing(0) && Table.RowCount > 0, text);
                Assert.True(whole.Take([row]).FormatCell(0) == single.FormatCell(0), $"{text}, row {row}: '{whole.FormatCell(row)}' and '{single.FormatCell(0)}'");
            }
        }
    }

    private static void Check(string text, JsonElement one, Column actual)
    {
        Assert.True(one.GetProperty("kind").GetString() == actual.Kind.ToString(), $"{text}: {actual.Kind}");
        Column expected = ReadColumn(text, actual.Kind.ToString(), [.. one.GetProperty("cells").EnumerateArray()]);
        for (int row = 0; row < expected.Length; row++)
        {
            string place = $"{text}, row {row}: '{expected.FormatCell(row)}' and '{actual.FormatCell(row)}'";
            Assert.True(expected.IsMissing(row) == actual.IsMissing(row), place);
            bool isEqual = expected is DoubleColumn numbers && !expected.IsMissing(row)
                ? numbers[row] == ((DoubleColumn)actual)[row] || Math.Abs(numbers[row] - ((DoubleColumn)actual)[row]) <= 1e-12 * Math.Max(1, Math.Abs(numbers[row]))
                : expected.FormatCell(row) == actual.FormatCell(row);
            Assert.True(isEqual, place);
        }
    }

    private static Column Read(JsonElement column) =>
        ReadColumn(column.GetProperty("name").GetString()!, column.GetProperty("kind").GetString()!, [.. column.GetProperty("cells").EnumerateArray()]);

    private static Column ReadColumn(string name, string kind, JsonElement[] cells) => kind switch
    {
        "Category" => CategoryColumn.From(name, cells.Select(cell => cell.GetString())),
        "Timestamp" => new TimestampColumn(
            name,
            Array.ConvertAll(cells, cell => cell.ValueKind == JsonValueKind.Null ? 0 : cell.GetDateTime().Ticks),
            validity: new Validity(Array.ConvertAll(cells, cell => cell.ValueKind != JsonValueKind.Null))),
        "Double" => new DoubleColumn(name, Array.ConvertAll(cells, cell => cell.ValueKind switch
        {
            JsonValueKind.Null => double.NaN,
            JsonValueKind.String => cell.GetString() == "inf" ? double.PositiveInfinity : double.NegativeInfinity,
            _ => cell.GetDouble(),
        })),
        _ => JsonTable.ReadColumn(name, kind, cells),
    };
}
