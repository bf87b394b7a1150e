using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Modelyard.Data.Schemas;
using Modelyard.Frames;
using Modelyard.Frames.Validation;

namespace Modelyard.Data.Tests.Schemas;

/// <summary>Holds the checks of tables against pandas, and of records against jsonschema (tests/Oracles/validation.py); the schemas are read from JSON.</summary>
public sealed class ValidationOracleTests
{
    private static readonly JsonElement Cases = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("validation"))).RootElement;

    public static TheoryData<int> Tables => [.. Enumerable.Range(0, Cases.GetProperty("tables").GetArrayLength())];

    public static TheoryData<int> Records => [.. Enumerable.Range(0, Cases.GetProperty("records").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Failing_rows_are_those_of_pandas_whole_and_in_chunks(int number)
    {
        JsonElement one = Cases.GetProperty("tables")[number];
        TableSchema schema = SchemaFile.Parse(one.GetProperty("schema").GetRawText());
        Frame table = ReadTable(one.GetProperty("columns"));
        var options = new ValidationOptions { FailuresPerCheck = 1000 };
        if (one.TryGetProperty("other", out JsonElement other))
        {
            options = options with { Tables = new Dictionary<string, Frame> { ["other"] = ReadTable(other) } };
        }

        ValidationReport whole = schema.Validate(table, options), parts = schema.Validate(new Chunked(table, 7), options);
        long failures = 0;
        HashSet<long> rows = [];
        foreach (JsonProperty check in one.GetProperty("expected").EnumerateObject())
        {
            long[] expected = [.. check.Value.EnumerateArray().Select(row => row.GetInt64())];
            foreach (ValidationReport report in new[] { whole, parts })
            {
                Assert.Equal(expected, report.Failures.Where(failure => failure.Code == check.Name).Select(failure => failure.Row));
                Assert.Equal(expected.Length, report.CountOf(check.Name));
            }

            failures += expected.Length;
            rows.UnionWith(expected.Where(row => row > 0));
        }

        Assert.Equal((failures, rows.Count), (whole.ErrorCount, whole.FailingRowCount));
        Assert.Equal((failures, rows.Count), (parts.ErrorCount, parts.FailingRowCount));
        Assert.Equal(whole.ToJson(), parts.ToJson());
        Assert.Equal(rows.Count, whole.FailingRows(table).RowCount);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_passes_if_it_passes_the_json_schema(int number)
    {
        JsonElement one = Cases.GetProperty("records")[number];
        TableSchema schema = SchemaFile.Parse(one.GetProperty("schema").GetRawText());
        Assert.True(JsonNode.DeepEquals(Ordered(one.GetProperty("jsonSchema").GetRawText()), Ordered(schema.ToJsonSchema())), schema.ToJsonSchema());
        JsonElement[] records = [.. one.GetProperty("records").EnumerateArray()];
        bool[] valid = [.. one.GetProperty("valid").EnumerateArray().Select(verdict => verdict.GetBoolean())];
        for (int i = 0; i < records.Length; i++)
        {
            ValidationReport report = schema.ValidateJson(Encoding.UTF8.GetBytes(records[i].GetRawText()));
            Assert.True(valid[i] == report.IsValid, $"{records[i]}\n{report}\n{schema.ToJsonSchema()}");
        }

        ValidationReport all = schema.ValidateJson(Encoding.UTF8.GetBytes(one.GetProperty("records").GetRawText()));
        Assert.Equal(valid.Count(verdict => !verdict), all.FailingRowCount);
    }

    private static JsonNode? Ordered(string json)
    {
        JsonNode root = JsonNode.Parse(json)!;
        root["required"] = new JsonArray([.. root["required"]!.AsArray().Select(name => (string)name!).Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]);
        return root;
    }

    private static Frame ReadTable(JsonElement columns) => Frame.Of(columns.EnumerateObject().Select(column =>
        ReadColumn(column.Name, column.Value.GetProperty("kind").GetString()!, [.. column.Value.GetProperty("cells").EnumerateArray()])));

    private static Column ReadColumn(string name, string kind, JsonElement[] cells)
    {
        var validity = new Validity(Array.ConvertAll(cells, cell => cell.ValueKind != JsonValueKind.Null));
        return kind switch
        {
            "integer" => new IntegerColumn(name, Array.ConvertAll(cells, cell => cell.ValueKind == JsonValueKind.Null ? 0 : cell.GetInt64()), validity),
            "boolean" => new BooleanColumn(name, Array.ConvertAll(cells, cell => cell.ValueKind == JsonValueKind.True), validity),
            "double" => new DoubleColumn(name, Array.ConvertAll(cells, cell => cell.ValueKind == JsonValueKind.Null ? double.NaN : cell.GetDouble())),
            "timestamp" => new TimestampColumn(name, Array.ConvertAll(cells, cell => cell.ValueKind == JsonValueKind.Null ? 0 : DateTime.Parse(cell.GetString()!, CultureInfo.InvariantCulture).Ticks), isUtc: false, validity),
            _ => new TextColumn(name, cells.Select(cell => cell.GetString())),
        };
    }

    private sealed class Chunked(Frame table, int rows) : IFrameChunks
    {
        public IReadOnlyDictionary<string, ColumnKind> Kinds => table.Columns.ToDictionary(column => column.Name, column => column.Kind);

        public IEnumerator<Frame> GetEnumerator()
        {
            for (int first = 0; first < table.RowCount; first += rows)
            {
                yield return table.Take([.. Enumerable.Range(first, Math.Min(rows, table.RowCount - first))]);
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
