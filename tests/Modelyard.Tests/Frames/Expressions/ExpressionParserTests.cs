using FsCheck;
using FsCheck.Fluent;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using static Modelyard.Frames.Expressions.Expression;

namespace Modelyard.Tests.Frames.Expressions;

public sealed class ExpressionParserTests
{
    private static readonly Dictionary<string, ColumnKind> Kinds = new()
    {
        ["delay"] = ColumnKind.Integer,
        ["distance"] = ColumnKind.Integer,
        ["speed"] = ColumnKind.Double,
        ["origin"] = ColumnKind.Category,
        ["note"] = ColumnKind.Text,
        ["date"] = ColumnKind.Timestamp,
        ["late"] = ColumnKind.Boolean,
    };

    [Theory]
    [InlineData("a + b * c", "a + b * c")]
    [InlineData("(a + b) * c", "(a + b) * c")]
    [InlineData("a - b - c", "a - b - c")]
    [InlineData("a - (b - c)", "a - (b - c)")]
    [InlineData("a or b and not c = d", "a or b and not c = d")]
    [InlineData("a || b && !c", "a or b and not c")]
    [InlineData("!a = b", "(not a) = b")]
    [InlineData("not a = b", "not a = b")]
    [InlineData("a == 1 and b != 2", "a = 1 and b <> 2")]
    [InlineData("x between 1 and 2 and y", "x >= 1 and x <= 2 and y")]
    [InlineData("x not in (1, 2)", "not x in (1, 2)")]
    [InlineData("x is not null", "not x is missing")]
    [InlineData("x IS MISSING", "x is missing")]
    [InlineData("CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END", "if(a, 1, if(b, 2, 3))")]
    [InlineData("case when a then 1 end", "if(a, 1, null)")]
    [InlineData("\"it's\"", "'it''s'")]
    [InlineData("[two words] + `or`", "`two words` + `or`")]
    [InlineData("petal.length > 1.50", "`petal.length` > 1.5")]
    [InlineData("- x * y", "-x * y")]
    [InlineData("-(5)", "-(5)")]
    [InlineData("3--2", "3 - -2")]
    [InlineData("starts_with(t, 'A') & MAX(a, b) > max(a)", "startswith(t, 'A') and greatest(a, b) > max(a)")]
    [InlineData("timestamp '2001-01-05T10:00:00Z'", "timestamp '2001-01-05T10:00:00Z'")]
    [InlineData("1e999 + .5", "1e999 + 0.5")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("Größe * 2", "`Größe` * 2")]
    public void Texts_are_read_by_the_precedence_of_the_page(string text, string printed)
    {
        Assert.Equal(printed, Parse(text).ToString());
        Assert.Equal(Parse(text), Parse(printed));
    }

    [Theory]
    [InlineData("distance > (100 or late", 23, "Here stands the end, and ')' was expected.")]
    [InlineData("distance > ", 11, "Here stands the end, and a column, a value, a function or '(' was expected.")]
    [InlineData("1 < delay < 5", 10, "Comparisons do not follow one another; write 'x between 1 and 5', or join two by 'and'.")]
    [InlineData("squrt(speed)", 0, "There is no function 'squrt'. The nearest is 'sqrt'.")]
    [InlineData("round(speed, 1, 2)", 0, "The function 'round' is given '3' arguments and takes '1' to '2': round(x, digits).")]
    [InlineData("origin = 'ATL", 9, "The text that begins here has no closing '.")]
    [InlineData("speed ^ 2", 6, "The character '^' has no meaning here; a power is written pow(x, y).")]
    [InlineData("99999999999999999999", 0, "The whole number '99999999999999999999' is beyond 64 bits; write it as a double, '99999999999999999999.0'.")]
    [InlineData("date > timestamp 'yesterday'", 17, "The text 'yesterday' is no timestamp; write it as '2001-01-31' or '2001-01-31 12:30:00'.")]
    [InlineData("2nd + 1", 0, "The number '2' runs into 'n'; a name that begins with a digit stands in backticks.")]
    [InlineData("delay in 3", 9, "Here stands '3', and '(' was expected.")]
    [InlineData("delay is 3", 9, "Here stands '3', and 'missing' or 'null' was expected.")]
    [InlineData("case delay when 1 then 2 end", 5, "Here stands 'delay', and 'when' was expected.")]
    [InlineData("delay distance", 6, "Here stands 'distance', and an operator or the end was expected.")]
    public void Texts_that_are_no_expressions_are_refused_with_their_place(string text, int position, string sentence)
    {
        var fault = Assert.Throws<ExpressionException>(() => Parse(text));
        Assert.Equal(sentence, fault.Sentence);
        Assert.Equal(position, fault.Position);
    }

    [Theory]
    [InlineData("delya > 1", 0, "The column 'delya' is not in the table. The nearest is 'delay'.")]
    [InlineData("1 + delay * origin", 12, "'origin' is 'Category' and must be a number in 'x * y'. A number is made of a text by number(origin).")]
    [InlineData("delay > origin", 8, "'delay' is 'Integer' and 'origin' is 'Category', which are not compared so; both must be numbers, texts or timestamps, or booleans that are equal or not. A number is made of a text by number(origin).")]
    [InlineData("delay and late", 0, "'delay' is 'Integer' and must be a condition, true or false in 'a and b'.")]
    [InlineData("date > 'soon'", 7, "The text 'soon' is no timestamp; write it as '2001-01-31' or '2001-01-31 12:30:00'.")]
    [InlineData("date - date", 0, "'date' is 'Timestamp', of which '-' is not computed; use datediff(a, b, 'day') or dateadd(a, 1, 'day').")]
    [InlineData("if(late, delay, origin)", 16, "'delay' is 'Integer' and 'origin' is 'Category', and both must be of one kind; text(x) makes a text of either.")]
    [InlineData("delay = null", 8, "A comparison with null is always missing; write 'is missing' or 'is not missing'.")]
    [InlineData("origin in ('ATL', note)", 18, "The values of 'in' must be the same for all rows; compare with a column by '='.")]
    [InlineData("datetrunc(date, 'mouth')", 16, "The text 'mouth' is no unit of time. The nearest is 'month', of 'microsecond', 'millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'.")]
    [InlineData("matches(origin, note)", 16, "'note' is 'Text' and must be a text that is the same for all rows in 'matches(t, pattern)'.")]
    [InlineData("mean(origin)", 5, "'origin' is 'Category', of which 'mean' is not computed; it must hold numbers or booleans. A number is made of a text by number(origin).")]
    [InlineData("late + 1", 0, "'late' is 'Boolean' and must be a number in 'x + y'. A number is made of a boolean by integer(late).")]
    [InlineData("null", 0, "The expression is null for all rows and has no kind; give it one, such as by number(null).")]
    [InlineData("dateadd(date, 1.5, 'month')", 14, "'1.5' is 'Double', and of the unit 'month' only whole numbers are added; write integer(x).")]
    public void What_does_not_fit_is_refused_with_its_place_and_a_way_out(string text, int position, string sentence)
    {
        var fault = Assert.Throws<ExpressionException>(() => Parse(text).Bind(Kinds));
        Assert.Equal(sentence, fault.Sentence);
        Assert.Equal(position, fault.Position);
    }

    [Theory]
    [InlineData("delay + 1", ColumnKind.Integer)]
    [InlineData("delay / 2", ColumnKind.Double)]
    [InlineData("delay + null", ColumnKind.Integer)]
    [InlineData("upper(origin)", ColumnKind.Category)]
    [InlineData("upper(note)", ColumnKind.Text)]
    [InlineData("if(late, 'a', 'b')", ColumnKind.Category)]
    [InlineData("if(late, note, 'b')", ColumnKind.Text)]
    [InlineData("if(late, delay, 0.5)", ColumnKind.Double)]
    [InlineData("if(late, null, date)", ColumnKind.Timestamp)]
    [InlineData("min(date)", ColumnKind.Timestamp)]
    [InlineData("not late", ColumnKind.Boolean)]
    [InlineData("number(null)", ColumnKind.Double)]
    public void The_kind_is_known_before_anything_runs(string text, ColumnKind kind) => Assert.Equal(kind, Parse(text).Bind(Kinds).Kind);

    [Fact]
    public void The_place_is_marked_under_the_text()
    {
        var fault = Assert.Throws<ExpressionException>(() => Parse("distance > 100 and delya > 3").Bind(Kinds));
        Assert.Equal("The column 'delya' is not in the table. The nearest is 'delay'.\n  distance > 100 and delya > 3\n                     ^^^^^", fault.Message);
    }

    [Fact]
    public void Columns_in_use_are_named() => Assert.Equal(["date", "delay"], Parse("year(date) > 2000 or delay + delay > 3").Bind(Kinds).Columns);

    [Theory]
    [InlineData("(", 10_000, "1", ")")]
    [InlineData("not ", 10_000, "true", "")]
    [InlineData("-", 10_000, "x", "")]
    [InlineData("!", 10_000, "x", "")]
    [InlineData("abs(", 10_000, "x", ")")]
    [InlineData("case when true then ", 2_000, "1", " end")]
    [InlineData("1 + ", 10_000, "1", "")]
    [InlineData("x or ", 10_000, "x", "")]
    [InlineData("x between 1 and (", 2_000, "1", ")")]
    public void Deep_texts_are_refused_without_harm(string before, int times, string inner, string after)
    {
        string text = string.Concat(Enumerable.Repeat(before, times)) + inner + string.Concat(Enumerable.Repeat(after, times));
        var fault = Assert.Throws<ExpressionException>(() => Parse(text));
        Assert.Contains("deep", fault.Message.Length < 400 ? fault.Message : string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void Trees_that_grow_by_sharing_are_refused()
    {
        Expression twice = Col("x");
        var fault = Assert.Throws<ExpressionException>(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                twice += twice;
            }
        });
        Assert.Contains("parts", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ExpressionException>(() => Parse(new string(' ', MaxLength + 1)));
    }

    [Fact]
    public void Many_values_are_no_depth()
    {
        string text = $"delay in ({string.Join(", ", Enumerable.Range(0, 10_000))})";
        Frame table = Frame.Of(new IntegerColumn("delay", [9_999, 10_000]));
        Assert.Equal(["true", "false"], Enumerable.Range(0, 2).Select(Parse(text).Evaluate(table).FormatCell));
    }

    [Fact]
    public void Any_text_is_read_or_refused_with_a_place() => Prop.ForAll(ArbMap.Default.ArbFor<string?>(), Hostile, (any, hostile) =>
    {
        foreach (string text in new[] { any ?? string.Empty, hostile })
        {
            try
            {
                Expression read = Parse(text);
                Assert.Equal(read, Parse(read.ToString()));
                read.Bind(Kinds);
            }
            catch (ExpressionException fault)
            {
                Assert.NotEmpty(fault.Message);
            }
        }
    }).Check(Property.Repeatable);

    [Fact]
    public void A_pattern_that_searches_for_ever_is_stopped()
    {
        Frame table = Frame.Of(new TextColumn("t", ["x", new string('a', 60) + "!"]));
        Assert.Equal(["false", "false"], Enumerable.Range(0, 2).Select(Parse("matches(t, '^(a+)+$')").Evaluate(table).FormatCell));
        var fault = Assert.Throws<ExpressionException>(() => Parse(@"matches(t, '^(a|aa)+\1?$')").Evaluate(table));
        Assert.Contains("Data row 2 takes longer than '1' s", fault.Message, StringComparison.Ordinal);
        Assert.Contains("is no regular expression", Assert.Throws<ExpressionException>(() => Parse("matches(t, '(')").Evaluate(table)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "%", true)]
    [InlineData("", "_", false)]
    [InlineData("aab", "%ab", true)]
    [InlineData("aXbXc", "a%X_", true)]
    [InlineData("日本", "_本", true)]
    [InlineData("日本", "%_", true)]
    [InlineData("100%", "100\\%", true)]
    [InlineData("1000", "100\\%", false)]
    [InlineData("ab", "a", false)]
    [InlineData("mississippi", "m%iss%ip%i", true)]
    [InlineData("mississippi", "m%issp%i", false)]
    public void Patterns_of_like_are_matched(string text, string pattern, bool matches)
    {
        Frame table = Frame.Of(new TextColumn("t", [text]));
        Assert.Equal(matches ? "true" : "false", Col("t").Like(pattern).Evaluate(table).FormatCell(0));
    }

    private static Arbitrary<string> Hostile => Gen.Elements(
            "(", ")", ",", "'", "\"", "`", "[", "]", "not", "in", "is", "between", "case", "when", "then", "end", "and", "or", "-", "!", "//", "%", "<", "=", "1", "1e5", ".5", "'a'", "null", "delay", "origin", "abs(", "if(", "min(", "date", "timestamp", "like", "\0", "\uD800", "日")
        .ListOf().Select(parts => string.Join(' ', parts)).ToArbitrary();
}
