using System.Text;
using Modelyard.Frames;
using static Modelyard.Tests.Frames.Json.JsonTestTables;

namespace Modelyard.Tests.Frames.Json;

public sealed class JsonFaultTests
{
    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  \n ", "is empty")]
    [InlineData("[]", "There are no rows")]
    [InlineData("a,b\n1,2", "This is not JSON")]
    [InlineData("{\"a\":1}\n{\"a\":1,\"a\":2}", "line 2, column 'a': The key occurs twice")]
    [InlineData("{\"o\":{\"a\":1},\"o\":{\"b\":2}}", "line 1, column 'o': The key occurs twice")]
    [InlineData("{\"o\":{\"a\":1},\"o.a\":2}", "Two keys of one object give the column")]
    [InlineData("{\"\":1}", "A key is empty")]
    [InlineData("{\"a\":1}\n[1]", "line 2: The row is an array and must be an object")]
    [InlineData("[[1,2],[3,4]]", "line 1: The row is an array and must be an object")]
    [InlineData("[{\"a\":1},\n5]", "line 2: The row is a number")]
    [InlineData("{\"a\":1} {\"a\":2}\n{\"a\":1}", "line 1: The line goes on after its object at byte 8")]
    [InlineData("{\"a\":1}\n{\"a\":}\n", "line 2: This is not JSON at byte 13")]
    [InlineData("{\"a\":1}\n{\"a\":01}\n", "line 2: This is not JSON at byte ")]
    [InlineData("{\"a\":1}\n{\"a\":1", "line 2: This is not JSON at byte ")]
    [InlineData("[{\"a\":1},\n{\"a\":2}", "line 2: The array is not closed")]
    [InlineData("[{\"a\":1},]", "an object must follow the comma")]
    [InlineData("[{\"a\":1} {\"a\":2}]", "stands between two objects")]
    [InlineData("[{\"a\":1}]\n[]", "line 2: The file goes on after the end of the array")]
    [InlineData("{\"a\":\"\\ud800\"}", "half a character")]
    [InlineData("{\"columns\":[\"a\"],\"index\":[0],\"data\":[[1]]}", "orient='records'")]
    [InlineData("{\"a\":{\"0\":1,\"1\":2}}", "orient='records'")]
    [InlineData("{\n  \"a\": 1\n}", "one object over several lines")]
    public void What_is_wrong_is_told_with_its_place(string text, string expected) =>
        Assert.Contains(expected, Refusal(text).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"a\":", "}")]
    [InlineData("[", "]")]
    public void Ten_thousand_levels_are_refused_with_line_and_byte(string open, string close)
    {
        string nested = new StringBuilder().Insert(0, open, 10_000).Append('1').Insert(open.Length * 10_000 + 1, close, 10_000).ToString();
        string text = $"{{\"x\":1}}\n{{\"x\":{nested}}}\n";
        foreach (JsonReadOptions options in new[] { new JsonReadOptions(), new JsonReadOptions { ArrayColumns = 3 }, new JsonReadOptions { MaxDepth = JsonReadOptions.MostDepth } })
        {
            string expected = FormattableString.Invariant($"line 2: Objects and arrays are nested deeper than {options.MaxDepth} levels at byte {8 + 5 + ((options.MaxDepth - 1) * open.Length)}");
            Assert.Contains(expected, Refusal(text, options).Message, StringComparison.Ordinal);
            Assert.Contains("nested deeper", Refusal($"[{{\"x\":{nested}}}]", options).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Levels_up_to_the_limit_are_read()
    {
        string nested = new StringBuilder().Insert(0, "{\"a\":", 64).Append('1').Insert((5 * 64) + 1, "}", 64).ToString();
        Assert.Equal(1.0, ReadFrame(nested).Columns[0].ToDoubles()[0]);
        Refusal(nested, new JsonReadOptions { MaxDepth = 63 });
    }

    [Fact]
    public void Problems_are_gathered_up_to_a_number()
    {
        string text = string.Join('\n', Enumerable.Range(0, 30).Select(row => row % 3 == 0 ? "{\"a\":}" : "{\"a\":1}"));
        FrameFormatException refusal = Refusal(text, new JsonReadOptions { MaxProblems = 3, PartLength = 20 });
        Assert.Equal([1, 4, 7], refusal.Problems.Select(problem => problem.Line));
        Assert.Contains("has 10 problems", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("and 7 more", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_with_their_offset()
    {
        byte[] text = [.. "{\"a\":\"x\"}\n{\"a\":\""u8, 0xE9, .. "\"}"u8];
        Assert.Contains("line 2: The byte at offset '16' is not UTF-8", Assert.Throws<FrameFormatException>(() => JsonReader.Read(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\":1.,\"b\":2}")]
    [InlineData("{\"a\":-.5,\"b\":2}")]
    [InlineData("{\"a\":05.5,\"b\":2}")]
    [InlineData("{\"a\":01,\"b\":2}")]
    [InlineData("{\"a\":1.2.3,\"b\":2}")]
    [InlineData("{\"a\":1e,\"b\":2}")]
    [InlineData("{\"a\":-,\"b\":2}")]
    [InlineData("{\"a\":tru,\"b\":2}")]
    [InlineData("{\"a\":\"x\ty\",\"b\":2}")]
    [InlineData("{\"a\":\"x,\"b\":2}")]
    [InlineData("{\"a\":1,\"b\":2,}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{\"a\":1,\"b\":2")]
    [InlineData("{\"a\":1,\"b\":")]
    [InlineData("{\"a\":1,\"b\"")]
    [InlineData("{\"a\":1,")]
    [InlineData("{\"a\"\"c\":1}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"b\":1,\"a\":2,\"b\":2}")]
    public void A_row_like_those_before_is_looked_at_as_closely(string row)
    {
        foreach (string first in new[] { "{\"a\":1,\"b\":2}", "{\"a\":1, \"b\": 2}", "{\"b\":2,\"a\\\"\\\"c\":1,\"a\":1}" })
        {
            FrameFormatException refusal = Refusal($"{first}\n{row}\n{first}\n");
            Assert.Equal(2, Assert.Single(refusal.Problems).Line);
            Assert.Equal(2, Refusal($"{first}\n{row}").Problems[0].Line);
        }
    }

    [Fact]
    public void Rows_like_those_before_give_what_the_general_reader_gives()
    {
        string[] values = ["1", "-1", "0", "-0", "1.5", "-0.25", "12345678901234567", "0.1", "1e5", "true", "false", "null", "\"\"", "\"text\"", "\"\\u0041\"", "\"2001-02-03\"", "[1]", "{}"];
        var random = new Random(3);
        for (int round = 0; round < 200; round++)
        {
            string[][] rows = [.. Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, 4).Select(_ => random.Next(6) == 0 ? "" : values[random.Next(values.Length)]).ToArray())];
            string Text(string colon, string comma) => string.Join('\n', rows.Select(row => "{" + string.Join(comma, row.Select((value, key) => value.Length == 0 ? "" : $"\"k{key}\"{colon}{value}").Where(member => member.Length > 0)) + "}"));

            // Spaces before a colon are those of no plain record.
            JsonReadResult plain = Read(Text(":", round % 2 == 0 ? "," : ", ")), general = Read(Text(" : ", " , "));
            AssertSame(general.Frame, plain.Frame);
            Assert.Equal(general.Notes, plain.Notes);
        }
    }

    [Fact]
    public void Rows_and_columns_have_limits()
    {
        string text = "{\"a\":\"" + new string('x', 300) + "\"}\n";
        Assert.Contains("longer than '100' bytes", Refusal(text + text, new JsonReadOptions { MaxRowLength = 100 }).Message, StringComparison.Ordinal);
        Assert.Contains("longer than '100' bytes", Refusal(text + text, new JsonReadOptions { MaxRowLength = 100, PartLength = 16 }).Message, StringComparison.Ordinal);
        string keys = "{" + string.Join(',', Enumerable.Range(0, 11).Select(key => $"\"k{key}\":1")) + "}";
        Assert.Contains("more than '10' different keys", Refusal(keys, new JsonReadOptions { MaxColumns = 10 }).Message, StringComparison.Ordinal);
        Assert.Equal(11, ReadFrame(keys, new JsonReadOptions { MaxColumns = 11 }).Columns.Count);
    }

    [Fact]
    public void Any_bytes_are_a_table_or_refused()
    {
        var random = new Random(7);
        byte[] seed = Encoding.UTF8.GetBytes("[{\"a\":1.5,\"b\":\"x\\u00e9\",\"c\":[1,{\"d\":null}]},{\"a\":true,\"e\":{\"f\":\"2001-01-01\"}}]");
        for (int round = 0; round < 3000; round++)
        {
            byte[] text = [.. seed];
            for (int change = 0; change <= round % 4; change++)
            {
                text[random.Next(text.Length)] = (byte)(change == 3 ? random.Next(256) : "{}[]\",:\\1e-.tnu \n"[random.Next(17)]);
            }

            try
            {
                JsonReader.Read(text, new JsonReadOptions { PartLength = 16 });
            }
            catch (FrameFormatException)
            {
                // Refused in words; anything else would fail the test.
            }
        }
    }
}
