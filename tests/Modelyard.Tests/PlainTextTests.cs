using Modelyard.Inference;

namespace Modelyard.Tests;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("plain, with spaces and ümläuts 😀", "plain, with spaces and ümläuts 😀")]
    [InlineData("two\nlines\r\tand a tab", @"two\nlines\r\tand a tab")]
    [InlineData("\u001b[31mred", @"\u001b[31mred")]
    [InlineData("left\u202Eright\u2066", @"left\u202eright\u2066")]
    public void What_steers_a_terminal_becomes_an_escape(string text, string expected) => Assert.Equal(expected, PlainText.Of(text));

    [Fact]
    public void A_table_keeps_its_lines_whatever_its_columns_are_called()
    {
        var table = new SummaryTable { Title = "OLS of \u001b[2Jy", Headers = ["", "estimate"], Rows = [["a\nb", "1.5"], ["c", "-20"]], Notes = ["Levels are compared with 'x\ny'."] };
        Assert.Equal(
            """
             OLS of \u001b[2Jy

                   estimate
             a\nb       1.5
             c          -20

             Levels are compared with 'x\ny'.

            """.ReplaceLineEndings("\n"),
            table.ToString());
    }

    [Fact]
    public void Columns_of_words_stand_to_the_left_and_numbers_to_the_right()
    {
        var table = new SummaryTable { Title = "t", Headers = ["row", "what"], Rows = [["7", "long words"], ["12", "x"]], WordColumns = [1] };
        Assert.EndsWith(" row  what\n   7  long words\n  12  x\n", table.ToString(), StringComparison.Ordinal);
    }
}
