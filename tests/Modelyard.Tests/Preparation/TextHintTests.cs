using Modelyard.Frames;
using Modelyard.Preparation;

namespace Modelyard.Tests.Preparation;

public sealed class TextHintTests
{
    [Theory]
    [InlineData("thousands", "12", "1,234", "1,234,567.8")]
    [InlineData("thousands", "1'000", "22'000")]
    [InlineData("decimal comma", "3,25", "7", "-0,5")]
    [InlineData("unit", "$5.20", "$1,000")]
    [InlineData("unit", "12 %", "7.5%", "0")]
    [InlineData("dates", "31/12/2025", "1/2/2026")]
    [InlineData("dates", "31.12.2025 10:30", "01.01.2026 00:00")]
    [InlineData("dates", "Dec 31, 2025", "January 1, 2026")]
    [InlineData("months", "2010-01", "2010-12")]
    [InlineData("months", "Jan 2010", "December 2010")]
    [InlineData("zone", "2021-01-01T00:00:00Z", "2021-01-02")]
    public void What_was_meant_as_a_number_or_a_date_is_told(string words, params string[] cells)
    {
        string hint = TextHint.Of(new TextColumn("a", cells))!;
        Assert.Contains($"'a' look like", hint, StringComparison.Ordinal);
        Assert.Contains(words, hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("red", "green")]
    [InlineData("10.0.0.1", "192.168.100.200")]
    [InlineData("1.2.3", "1.10.12")]
    [InlineData("123-45-6789", "987-65-4321")]
    [InlineData("A-12", "B,34")]
    [InlineData("1,234", "ten", "twenty")]
    [InlineData("10:30", "11:45")]
    [InlineData("+44 20 7946 0958", "555-1234")]
    [InlineData("%", "$")]
    public void Other_texts_are_left_in_peace(params string[] cells) => Assert.Null(TextHint.Of(new TextColumn("a", cells)));

    [Fact]
    public void A_column_without_a_cell_has_no_hint() => Assert.Null(TextHint.Of(new TextColumn("a", [null, null])));
}
