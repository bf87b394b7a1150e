namespace Modelyard.Tests;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("Rigde", "Ridge")]
    [InlineData("RIDGE", "Ridge")]
    [InlineData("auc", "roc-auc")]
    [InlineData("", "mcc")]
    public void The_nearest_is_the_one_that_was_meant(string name, string expected) =>
        Assert.Equal(expected, Spelling.Nearest(name, ["Lasso", "mcc", "Ridge", "roc-auc", "roc-auc-weighted"]));

    [Fact]
    public void Among_no_names_there_is_no_nearest() => Assert.Null(Spelling.Nearest("x", []));
}
