using System.Text;
using Modelyard.Data.Schemas;
using Modelyard.Frames;
using Modelyard.Frames.Validation;

namespace Modelyard.Data.Tests.Schemas;

public sealed class SchemaFileTests
{
    private static readonly TableSchema Full = new(
        new ColumnSchema("id", ColumnKind.Integer) { Unique = true, Monotonicity = Monotonicity.StrictlyIncreasing, ExclusiveMinimum = 0, Maximum = 9.5 },
        new ColumnSchema("no", ColumnKind.Text) { Description = "A \"note\": it's # 1\n\tand more 😀", Pattern = @"[A-Z]\d{2}", MinimumLength = 3, MaximumLength = 30, Required = false },
        new ColumnSchema("level: #2", ColumnKind.Category) { Nullable = true, MaximumMissingShare = 0.25, Allowed = ["no", "null", "~", "", "1", "true", "x y", "ä", "- a", "[b]", "😀"] },
        new ColumnSchema("share", ColumnKind.Double) { Finite = true, Minimum = 1e-7, ExclusiveMaximum = 3.0, Allowed = [0.1, 1e300, 2], Warnings = ["range.maximum", "set"] },
        new ColumnSchema("when", ColumnKind.Timestamp) { Minimum = new DateTime(2020, 1, 2), Maximum = new DateTime(2030, 1, 2, 3, 4, 5, 6, DateTimeKind.Utc) },
        new ColumnSchema("flag", ColumnKind.Boolean) { Allowed = [true] })
    {
        Title = "true",
        Description = " leading and trailing ",
        ExtraColumns = ExtraColumns.Dropped,
        Ordered = true,
        MinimumRows = 1,
        MaximumRows = long.MaxValue,
        Keys = [new UniqueKey("id", "level: #2") { Severity = Severity.Warning }, new UniqueKey("flag")],
        Rules = [new RowRule("small", "id < 100 or no = 'A''B'") { Severity = Severity.Warning, Description = "it's \"small\"" }, new RowRule("x", "share is missing")],
        Freshness = [new FreshnessRule("when", new TimeSpan(1, 12, 0, 5)), new FreshnessRule("when", TimeSpan.FromMilliseconds(1500))],
        References = [new ReferenceRule(["id", "no"], "other", ["a", "b"]) { Severity = Severity.Warning }, new ReferenceRule("id", "other", "id")],
        Warnings = ["rows", "column.extra"],
    };

    [Fact]
    public void A_schema_that_is_written_is_read_as_the_same()
    {
        string yaml = SchemaFile.ToYaml(Full);
        TableSchema read = SchemaFile.Parse(yaml);
        Assert.Equal(SchemaText.Of(Full), SchemaText.Of(read));
        Assert.Equal(yaml, SchemaFile.ToYaml(read));
    }

    [Fact]
    public void An_inferred_schema_is_printed_with_what_was_seen_and_read_back()
    {
        SchemaInference inference = SchemaInference.Of(CsvReader.Read(RepositoryFiles.Table("penguins")).Frame);
        string yaml = SchemaFile.ToYaml(inference);
        Assert.Contains("  flipper_length_mm:  # 2 of 344 missing (0.6 %), 172 to 231\n    kind: integer\n    nullable: true\n    minimum: 166\n    maximum: 237\n", yaml, StringComparison.Ordinal);
        Assert.Equal(SchemaText.Of(inference.Schema), SchemaText.Of(SchemaFile.Parse(yaml)));
    }

    [Fact]
    public void A_file_is_written_whole_and_read()
    {
        string path = Path.Combine(Path.GetTempPath(), $"schema-{Guid.NewGuid():N}.yaml");
        try
        {
            SchemaFile.Write(Full, path);
            Assert.Equal(SchemaText.Of(Full), SchemaText.Of(SchemaFile.Read(path)));
            File.WriteAllBytes(path, [.. Encoding.UTF8.Preamble, .. "columns: {a: integer}"u8]);
            Assert.Equal(ColumnKind.Integer, SchemaFile.Read(path).Columns[0].Kind);
            File.WriteAllBytes(path, [0x63, 0xFF, 0xFE]);
            Assert.Contains("no UTF-8", Assert.Throws<SchemaFormatException>(() => SchemaFile.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_short_forms_are_understood()
    {
        TableSchema schema = SchemaFile.Parse("""
            columns:
              id: integer
              name: {kind: text, allowed: [yes, no, 5]}
            keys:
              - [id, name]
            references:
              - {columns: id, table: other}
            freshness:
              - {column: placed, within: 36h}
            """);
        Assert.Equal(["yes", "no", "5"], schema.Columns[1].Allowed!.Select(value => value.Value));
        Assert.Equal(["id", "name"], schema.Keys[0].Columns);
        Assert.Equal(["id"], schema.References[0].ReferencedColumns);
        Assert.Equal(TimeSpan.FromHours(36), schema.Freshness[0].Within);
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "", "must be a schema" },
        { "7", "line 1, column 1: The schema is '7' and must be a mapping" },
        { "- a", "is a list and must be a mapping" },
        { "{}", "'columns' is not there" },
        { "columns: [a]", "line 1, column 10: 'columns' is a list" },
        { "columns:\n  a: {kind: intger}", "line 2, column 13: 'kind' is 'intger' and must be one of 'boolean', 'integer', 'double', 'text', 'category', 'timestamp'. The nearest is 'integer'." },
        { "columns:\n  a: {knd: integer}", "line 2, column 7: The key 'knd' is unknown in a column. The nearest is 'kind'." },
        { "columns:\n  a: {}", "has no 'kind'" },
        { "colums: {}", "The key 'colums' is unknown in a schema. The nearest is 'columns'." },
        { "columns:\n  a: integer\n  a: text", "line 3, column 3: The key 'a' occurs twice" },
        { "columns:\n  a: {kind: integer, minimum: x}", "line 2, column 31: 'minimum' is 'x' and must be a number without quotes." },
        { "columns:\n  a: {kind: integer, minimum: '5'}", "must be a number without quotes" },
        { "columns:\n  a: {kind: text, minimum: 5}", "line 2, column 28: The column 'a': The minimum is '5', and the kind 'text' has no range" },
        { "columns:\n  a: {kind: text, pattern: '('}", "no regular expression" },
        { "columns:\n  a:\n    kind: text\n    pattern: '[a-'", "line 4, column 14: The column 'a': The pattern is no regular expression" },
        { "columns:\n  a:\n    kind: integer\n    allowed: []", "line 4, column 14: The column 'a': No value is allowed" },
        { "columns:\n  a:\n    kind: integer\n    maximum: 4\n    minimum: 5", "line 5, column 14: The column 'a': The minimum is '5' and the maximum is '4', between which there is no value of the kind 'integer'" },
        { "columns:\n  a: {kind: timestamp, minimum: 2026-02-01, exclusive-maximum: 2026-01-01}", "line 2, column 33: The column 'a': The minimum is" },
        { "columns:\n  a: {kind: text, allowed: [null]}", "write 'null' and '~' in quotes" },
        { "columns:\n  a: {kind: text, nullable: maybe}", "must be 'true' or 'false'" },
        { "columns:\n  a: {kind: text, maximum-length: -1}", "must be a whole number" },
        { "columns:\n  a: {kind: timestamp, minimum: 03/04/2026}", "must be a time such as" },
        { "columns: {a: integer}\nrows: {minimum: 5, maximum: 3}", "line 2, column 7: The number of rows is from '5' to '3'" },
        { "columns: {a: integer}\nfreshness: [{column: t, within: soon}]", "must be a duration such as" },
        { "columns: {a: integer}\nfreshness: [{within: 3d}]", "The key 'column' is not there" },
        { "columns: {a: integer}\nkeys: [{columns: []}]", "must name at least one column" },
        { "columns: {a: integer}\nreferences: [{columns: [a], table: t, to: [b, c]}]", "as many columns" },
        { "columns: {a: integer}\nrules: [{name: r, condition: 'a >'}]", "line 2, column 30: The condition cannot be read." },
        { "columns: {a: integer}\nrules: [{name: r, condition: 'a > 0'}, {name: r, condition: 'a > 1'}]", "one of its own" },
        { "columns: {a: integer}\nwarnings: [rowz]", "The nearest is 'rows'" },
        { "columns: &x {a: integer}", "line 1, column 10: Anchors and aliases are not allowed" },
        { "columns: {a: *x}", "" },
        { "columns: !!map {a: integer}", "The tag 'tag:yaml.org,2002:map' is not allowed" },
        { "columns: {a: !System.Diagnostics.Process {}}", "is not allowed" },
        { "columns: {a: integer}\n---\ncolumns: {}", "second document" },
        { "columns: {a: integer", "no YAML" },
        { "columns:\n\ta: integer", "no YAML" },
        { "? [a]\n: b", "The key is a list" },
        { "columns: {a: {kind: integer, minimum: [1]}}", "'minimum' is a list" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Faults_say_line_column_and_how_to_mend_them(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Throws<SchemaFormatException>(() => SchemaFile.Parse(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void All_faults_are_told_up_to_a_limit()
    {
        SchemaFormatException fault = Assert.Throws<SchemaFormatException>(() => SchemaFile.Parse("columns:\n  a: {kind: x}\n  b: {kind: integer, uniq: true}\nordered: 3"));
        Assert.Equal([2, 3, 4], fault.Problems.Select(problem => problem.Line));
        string many = "columns:\n" + string.Concat(Enumerable.Range(0, 1000).Select(number => $"  c{number}: {{kind: x}}\n"));
        Assert.Equal(50, Assert.Throws<SchemaFormatException>(() => SchemaFile.Parse(many)).Problems.Count);
    }

    [Fact]
    public void Texts_that_are_too_deep_too_large_or_bombs_are_refused_at_once()
    {
        Assert.Contains("levels deep", Refusal($"columns: {new string('[', 100_000)}"), StringComparison.Ordinal);
        Assert.Contains("levels deep", Refusal($"columns: {string.Concat(Enumerable.Repeat("{a: ", 10_000))}"), StringComparison.Ordinal);
        Assert.Contains("parts", Refusal($"columns: [{string.Join(',', Enumerable.Repeat("a", 300_000))}]"), StringComparison.Ordinal);
        Assert.Contains("characters", Refusal(new string('a', SchemaFile.MaxLength + 1)), StringComparison.Ordinal);
        string bomb = "a: &a [x, x, x]\n" + string.Concat(Enumerable.Range(0, 30).Select(level => $"b{level}: &b{level} [*a, *a, *a]\n"));
        Assert.Contains("Anchors", Refusal(bomb), StringComparison.Ordinal);
    }

    [Fact]
    public void No_bytes_lead_to_another_exception()
    {
        string yaml = SchemaFile.ToYaml(Full);
        const string Signs = "\t\n{}[]&*!|>'\"%@`#:,-?\0 x\uD800";
        var random = new Random(9);
        for (int i = 0; i < 3000; i++)
        {
            var text = new StringBuilder(yaml);
            for (int change = random.Next(1, 5); change > 0; change--)
            {
                int at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0:
                        text[at] = Signs[random.Next(Signs.Length)];
                        break;
                    case 1:
                        text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                        break;
                    default:
                        text.Insert(at, Signs[random.Next(Signs.Length)]);
                        break;
                }
            }

            try
            {
                SchemaFile.Parse(text.ToString()).Check();
            }
            catch (SchemaFormatException fault)
            {
                Assert.NotEmpty(fault.Problems);
            }
        }
    }

    private static string Refusal(string yaml) => Assert.Throws<SchemaFormatException>(() => SchemaFile.Parse(yaml)).Message;
}
