using System.Text;
using Modelyard.Frames;
using Modelyard.Frames.Validation;

namespace Modelyard.Tests.Frames.Validation;

public sealed class RecordTests
{
    private static readonly TableSchema Schema = new(
        new ColumnSchema("id", ColumnKind.Integer) { Minimum = 1, Unique = true },
        new ColumnSchema("name", ColumnKind.Text) { MaximumLength = 5 },
        new ColumnSchema("share of it", ColumnKind.Double) { Nullable = true, Required = false, Maximum = 1 },
        new ColumnSchema("born", ColumnKind.Timestamp) { Required = false, Minimum = new DateTime(2000, 1, 1) },
        new ColumnSchema("active", ColumnKind.Boolean) { Required = false })
    {
        ExtraColumns = ExtraColumns.Refused,
        MinimumRows = 5,
    };

    public static TheoryData<string, string[]> Texts => new()
    {
        { """{"id": 1, "name": "Ann"}""", [] },
        { """{"id": 1.0, "name": "Ann", "share of it": null, "born": "2001-01-01T00:00:00Z", "active": true}""", [] },
        { """{"id": 0, "name": "Annabel", "share of it": 1.5}""", ["$.id range.minimum", "$.name length.maximum", "$['share of it'] range.maximum"] },
        { """{"id": "1", "name": 5, "active": 1, "born": "yesterday"}""", ["$.id kind", "$.name kind", "$.born kind", "$.active kind"] },
        { """{"id": null}""", ["$.id missing", "$.name column.absent"] },
        { """{"id": 1, "name": "Ann", "nmae": 1}""", ["$.nmae column.extra"] },
        { """{"id": 1, "name": "Ann", "id": 2}""", ["$ record.format"] },
        { """{"id": {"a": [1]}, "name": [1, 2]}""", ["$.id kind", "$.name kind"] },
        { """{"id": 99999999999999999999, "name": "Ann", "share of it": 1e999}""", ["$.id kind", "$['share of it'] kind"] },
        { """{"id": 1, "name": "\ud800"}""", ["$ record.format", "$.name column.absent"] },
        { """[{"id": 1, "name": "Ann"}, {"id": 1, "name": "Annabel"}, 7, {"id": 0, "name": "Eve"}]""", ["$[2] record.format", "$[3].id range.minimum", "$[1].name length.maximum"] },
        { "[]", [] },
        { "{", ["$ record.format"] },
        { "", ["$ record.format"] },
        { "7", ["$ record.format"] },
        { """{"id": 1, "name": "Ann"} x""", ["$ record.format"] },
        { """[{"id": 0, "name": "Ann"}, {"id": 1""", ["$[1] record.format", "$[0].id range.minimum"] },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Records_have_the_codes_of_tables_and_json_paths(string json, string[] expected)
    {
        ValidationReport report = Schema.ValidateJson(Encoding.UTF8.GetBytes(json));
        Assert.Equal(expected, report.Failures.Select(failure => $"{failure.Path} {failure.Code}"));
        Assert.Equal(expected.Length == 0, report.IsValid);
    }

    [Fact]
    public void Values_of_csharp_are_checked_as_those_of_json()
    {
        Assert.True(Schema.ValidateRecord(new Dictionary<string, object?> { ["id"] = 3, ["name"] = "Ann", ["share of it"] = 0.5m, ["born"] = new DateOnly(2010, 1, 1), ["active"] = false }).IsValid);
        ValidationReport report = Schema.ValidateRecord(new Dictionary<string, object?> { ["id"] = 2.5f, ["name"] = DBNull.Value, ["born"] = new DateTimeOffset(1999, 1, 1, 0, 0, 0, TimeSpan.Zero), ["active"] = new object() });
        Assert.Equal(["kind", "missing", "range.minimum", "kind"], report.Failures.Select(failure => failure.Code));
        Assert.StartsWith("The record breaks the schema: 4 errors.", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("$.id: '2.5'", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Records_are_converted_if_asked()
    {
        var options = new ValidationOptions { Coerce = true };
        Assert.True(Schema.ValidateJson("""{"id": "12", "name": 5, "active": "true", "share of it": ""}"""u8, options).IsValid);
        ValidationReport report = Schema.ValidateJson("""{"id": "007", "name": "Ann", "share of it": "x"}"""u8, options);
        Assert.Equal([("kind.lossy", "007"), ("kind.format", "x")], report.Failures.Select(failure => (failure.Code, failure.Value!)));
    }

    [Fact]
    public void Limits_are_failures_and_no_exceptions()
    {
        string many = $"[{string.Join(',', Enumerable.Repeat("""{"id":1,"name":"a"}""", 11))}]";
        ValidationReport report = Schema.ValidateJson(Encoding.UTF8.GetBytes(many), new ValidationOptions { MaxRecords = 10 });
        Assert.Equal((ValidationCodes.RecordFormat, "$[10]"), (Assert.Single(report.Failures).Code, report.Failures[0].Path));
        Assert.Contains("send fewer", Assert.Single(Schema.ValidateJson(Encoding.UTF8.GetBytes(many), new ValidationOptions { MaxJsonLength = 50 }).Failures).Message, StringComparison.Ordinal);
        string deep = $"{{\"id\": {new string('[', 100_000)}";
        Assert.Contains(ValidationCodes.RecordFormat, Schema.ValidateJson(Encoding.UTF8.GetBytes(deep)).Failures.Select(failure => failure.Code));
    }

    [Fact]
    public void References_of_a_record_are_looked_up()
    {
        TableSchema schema = Schema with { References = [new ReferenceRule("name", "people", "name")] };
        var options = new ValidationOptions { Tables = new Dictionary<string, Frame> { ["people"] = Frame.Of(new TextColumn("name", ["Ann"])) } };
        Assert.True(schema.ValidateJson("""{"id": 1, "name": "Ann"}"""u8, options).IsValid);
        Assert.Equal("$.name", Assert.Single(schema.ValidateJson("""{"id": 1, "name": "Bob"}"""u8, options).Failures).Path);
    }

    [Fact]
    public void A_validator_of_ones_own_gives_a_report_of_the_same_form()
    {
        ValidationReport report = ValidationReport.Of(new ValidationFailure(ValidationCodes.Missing, 1, "Name", null, "The value is missing and must be present.") { Path = "$.Name" });
        Assert.False(report.IsValid);
        Assert.Equal((1, 1), (report.ErrorCount, report.FailingRowCount));
        Assert.True(ValidationReport.Of().IsValid);
        Assert.Contains("$.Name", report.ToString(), StringComparison.Ordinal);
    }
}
