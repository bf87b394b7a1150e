using Modelyard.Documentation.Pages;

namespace Modelyard.Documentation;

public sealed class OutputPatternTests
{
    [Theory]
    [InlineData("a", "a\n")]
    [InlineData("a  \nb", "\na\nb\n\n")]
    [InlineData("fit … s", "fit 0.12 s")]
    [InlineData("a\n…\nz", "a\nb\nc\nz")]
    [InlineData("a\n…", "a\nb\nc")]
    [InlineData("1 * (2) …", "1 * (2) = 2")]
    [InlineData("a   b", "a b")]
    public void Output_that_is_as_shown_passes(string shown, string printed) => Assert.Null(OutputPattern.Difference(shown.Split('\n'), printed));

    [Theory]
    [InlineData("a", "b")]
    [InlineData("a", "a\nb")]
    [InlineData("a\nb", "a")]
    [InlineData("fit … s", "fit 0.12 ms")]
    [InlineData("a\n…\nz", "a\nb\nc")]
    [InlineData("a.c", "abc")]
    [InlineData(" a", "a")]
    [InlineData("a b", "ab")]
    public void Output_that_differs_is_found(string shown, string printed) => Assert.NotNull(OutputPattern.Difference(shown.Split('\n'), printed));
}
