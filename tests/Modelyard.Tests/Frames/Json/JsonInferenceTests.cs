using Modelyard.Frames;
using static Modelyard.Tests.Frames.Json.JsonTestTables;

namespace Modelyard.Tests.Frames.Json;

public sealed class JsonInferenceTests
{
    [Theory]
    [InlineData("1", "2", ColumnKind.Integer)]
    [InlineData("1", "2.5", ColumnKind.Double)]
    [InlineData("2.0", "1", ColumnKind.Double)]
    [InlineData("1", "\"-Infinity\"", ColumnKind.Double)]
    [InlineData("\"NaN\"", "1", ColumnKind.Double)]
    [InlineData("\"Infinity\"", "null", ColumnKind.Double)]
    [InlineData("true", "null", ColumnKind.Boolean)]
    [InlineData("\"2001-02-03\"", "\"2001-02-03T04:05:06.5\"", ColumnKind.Timestamp)]
    [InlineData("\"2001-02-03T00:00Z\"", "null", ColumnKind.Timestamp)]
    [InlineData("\"2001-02-03T00:00Z\"", "\"2001-02-03\"", ColumnKind.Text)]
    [InlineData("\"1\"", "\"2\"", ColumnKind.Text)]
    [InlineData("\"true\"", "\"false\"", ColumnKind.Text)]
    [InlineData("\"a\"", "\"a\"", ColumnKind.Category)]
    [InlineData("\"\"", "null", ColumnKind.Text)]
    [InlineData("null", "null", ColumnKind.Double)]
    [InlineData("[1]", "[2]", ColumnKind.Text)]
    public void The_kind_is_that_of_all_values(string first, string second, ColumnKind kind)
    {
        foreach (string text in new[] { $"{{\"a\":{first}}}\n{{\"a\":{second}}}", $"{{\"a\":{second}}}\n{{\"a\":{first}}}\n", $" [ {{\"a\" : {first}}} , {{\"a\":{second}}} ] " })
        {
            // Parts of a line each, so that values meet across parts as well as within one.
            Assert.Equal(kind, ReadFrame(text)["a"].Kind);
            Assert.Equal(kind, ReadFrame(text, new JsonReadOptions { PartLength = 1 })["a"].Kind);
        }
    }

    [Fact]
    public void Values_are_those_that_were_written()
    {
        Frame frame = ReadFrame("""
            {"i": -9223372036854775808, "d": 0.1, "b": true, "s": "x\n\u00e9\ud83d\ude00", "t": "2001-02-03T04:05:06.1234567+02:00"}
            {"i": 9223372036854775807, "d": -1.5e-300, "b": false, "s": "", "t": null}
            {"d": -0.0, "b": null, "i": 0}
            """);
        Assert.Equal("-9223372036854775808|9223372036854775807|0", Cells(frame, "i"));
        Assert.Equal([0.1, -1.5e-300, -0.0], ((DoubleColumn)frame["d"]).Values.ToArray());
        Assert.Equal("true|false|-", Cells(frame, "b"));
        Assert.Equal("x\né\U0001F600||-", Cells(frame, "s"));
        Assert.Equal("2001-02-03T02:05:06.1234567Z|-|-", Cells(frame, "t"));
    }

    [Fact]
    public void Nested_objects_are_flattened_and_arrays_kept_as_text()
    {
        Frame frame = ReadFrame("""
            {"id": 1, "to": {"city": "Bern", "at": {"x": 1.5}}, "tags": ["a", {"b": 2}]}
            {"id": 2, "to": null, "tags": []}
            {"id": 3, "to": {"city": "Chur", "zip": 7000}, "none": {}}
            """);
        Assert.Equal("id:Integer to.city:Text to.at.x:Double tags:Text to.zip:Integer none:Double", Kinds(frame));
        Assert.Equal("[\"a\", {\"b\": 2}]|[]|-", Cells(frame, "tags"));
        Assert.Equal("-|-|7000", Cells(frame, "to.zip"));
        Assert.Equal("a b", string.Join(' ', ReadFrame("""{"a":{"b":1}}""", new JsonReadOptions { Separator = " " }).Columns.Select(column => column.Name)));
    }

    [Fact]
    public void Arrays_become_columns_up_to_a_limit()
    {
        const string Text = """{"v":[1,[2,{"k":3}]]}""" + "\n" + """{"v":[]}""";
        Assert.Equal("v.0:Integer v.1.0:Integer v.1.1.k:Integer", Kinds(ReadFrame(Text, new JsonReadOptions { ArrayColumns = 2 })));
        Assert.Contains("more than '1' elements", Refusal(Text, new JsonReadOptions { ArrayColumns = 1 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_several_kinds_are_texts_as_they_were_written_or_refused()
    {
        const string Text = """
            {"a": 1.50, "b": 1}
            {"a": "x", "b": 2}
            {"a": true, "b": 3}
            {"a": [1], "b": 4}
            """;
        foreach (int length in new[] { 1, 1 << 20 })
        {
            JsonReadResult result = Read(Text, new JsonReadOptions { PartLength = length });
            Assert.Equal("1.50|x|true|[1]", Cells(result.Frame, "a"));
            Assert.Equal(ColumnKind.Integer, result.Frame["b"].Kind);
            Assert.Equal("column 'a': The values are numbers, booleans, texts and arrays; the column is read as text.", Assert.Single(result.Notes).ToString());
        }

        Assert.Contains("must be of one kind", Refusal(Text, new JsonReadOptions { MixedCells = MixedCells.Error }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9223372036854775808", "1")]
    [InlineData("9007199254740993", "0.5")]
    [InlineData("0.1234567890123456789", "1")]
    [InlineData("1e999", "1")]
    public void Numbers_with_too_many_digits_are_told_and_not_rounded(string number, string other)
    {
        string text = $"{{\"a\":{number}}}\n{{\"a\":{other}}}";
        foreach (int length in new[] { 1, 1 << 20 })
        {
            JsonReadResult result = Read(text, new JsonReadOptions { PartLength = length });
            Assert.Equal($"{number}|{other}", Cells(result.Frame, "a"));
            Assert.Single(result.Notes);
            JsonReadResult rounded = Read(text, new JsonReadOptions { PartLength = length, LongNumbers = LongNumbers.Double });
            Assert.Equal(double.Parse(number, System.Globalization.CultureInfo.InvariantCulture), rounded.Frame["a"].ToDoubles()[0]);
            Assert.Contains("rounded", Assert.Single(rounded.Notes).Message, StringComparison.Ordinal);
            Assert.Contains("LongNumbers", Refusal(text, new JsonReadOptions { PartLength = length, LongNumbers = LongNumbers.Error }).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ColumnKind.Text, "1|2.0|true|x", "1", "2.0", "true", "\"x\"")]
    [InlineData(ColumnKind.Double, "1|2|3.5|inf", "1", "2.0", "\"3.5\"", "\"Infinity\"")]
    [InlineData(ColumnKind.Integer, "1|2|3|-", "1", "2.0", "\"3\"", "null")]
    [InlineData(ColumnKind.Boolean, "true|false", "true", "\"False\"")]
    [InlineData(ColumnKind.Timestamp, "2001-02-03|-", "\"2001-02-03\"", "null")]
    [InlineData(ColumnKind.Category, "7|8|7", "7", "8", "7")]
    public void A_kind_that_is_given_is_kept(ColumnKind kind, string cells, params string[] values)
    {
        Frame frame = ReadFrame(string.Join('\n', values.Select(value => $"{{\"a\":{value}}}")), new JsonReadOptions { Kinds = new Dictionary<string, ColumnKind> { ["a"] = kind } });
        Assert.Equal(kind, frame["a"].Kind);
        Assert.Equal(cells, Cells(frame, "a"));
    }

    [Theory]
    [InlineData(ColumnKind.Integer, "1.5")]
    [InlineData(ColumnKind.Integer, "9223372036854775808")]
    [InlineData(ColumnKind.Double, "\"x\"")]
    [InlineData(ColumnKind.Double, "true")]
    [InlineData(ColumnKind.Boolean, "1")]
    [InlineData(ColumnKind.Timestamp, "\"soon\"")]
    [InlineData(ColumnKind.Timestamp, "5")]
    [InlineData(ColumnKind.Double, "[1]")]
    public void A_value_that_does_not_fit_a_given_kind_is_refused(ColumnKind kind, string value)
    {
        FrameFormatException refusal = Refusal($"{{}}\n{{\"a\":{value}}}", new JsonReadOptions { Kinds = new Dictionary<string, ColumnKind> { ["a"] = kind } });
        Assert.StartsWith($"the text: line 2, column 'a': '{value.Trim('"')}' is not of the kind '{kind}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_those_asked_for_in_that_order()
    {
        const string Text = """{"a":1,"b":2,"c":3}""";
        Assert.Equal("c:Integer a:Integer", Kinds(ReadFrame(Text, new JsonReadOptions { Columns = ["c", "a"] })));
        Assert.Contains("'bb' is not in the table", Refusal(Text, new JsonReadOptions { Columns = ["bb"] }).Message, StringComparison.Ordinal);
    }
}
