using Modelyard.Cli;
using Modelyard.Documentation.Reference;

namespace Modelyard.Documentation;

public sealed class ReferenceTests
{
    [Fact]
    public void The_page_of_the_command_line_is_current() =>
        ReferenceFile.Check("docs/cli.md", CommandReference.Write(CommandLine.Create(new Terminal(TextWriter.Null, TextWriter.Null, isInteractive: false))));

    [Fact]
    public void An_option_that_is_given_again_for_each_value_takes_one()
    {
        string page = CommandReference.Write(CommandLine.Create(new Terminal(TextWriter.Null, TextWriter.Null, isInteractive: false)));
        Assert.Contains("| `--cost TEXT` |", page, StringComparison.Ordinal);
        Assert.Contains("| `--constraint TEXT` |", page, StringComparison.Ordinal);
        Assert.Contains("| `--candidates TEXT...` |", page, StringComparison.Ordinal);
        Assert.Contains(" --estimator TEXT [options]", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_the_command_line_has_all_commands_as_they_are_typed_on_any_machine()
    {
        string page = CommandReference.Write(CommandLine.Create(new Terminal(TextWriter.Null, TextWriter.Null, isInteractive: false)));
        Assert.Contains("## modelyard alarms channel add", page, StringComparison.Ordinal);
        Assert.Contains("modelyard monitor run [NAME...] [options]", page, StringComparison.Ordinal);
        Assert.Contains("| `--numbers kolmogorov-smirnov/", page, StringComparison.Ordinal);
        Assert.Contains("| `--window TIME` | 1d |", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"@{Environment.MachineName}", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"| {Environment.UserName} |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_the_estimators_is_current() => ReferenceFile.Check("docs/estimators.md", EstimatorReference.Write());

    [Fact]
    public void The_page_of_the_metrics_is_current() => ReferenceFile.Check("docs/metrics.md", MetricReference.Write());

    [Theory]
    [InlineData("Modelyard")]
    [InlineData("Modelyard.Yard")]
    [InlineData("Modelyard.Server")]
    [InlineData("Modelyard.Agent")]
    public void The_listing_of_the_public_types_is_current(string assembly) =>
        ReferenceFile.Check($"docs/api/{assembly}.txt", ApiListing.Of(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));

    [Theory]
    [InlineData("class A\n    int X\nclass B\n    int X\n", "class A\n    long X\nclass B\n    int X\n", "- class A > int X", "+ class A > long X")]
    [InlineData("# A\n| x |\n## B\n```sh\nx\n```\n", "# A\n| x |\n## B\n```sh\ny\n```\n", "- ## B > x", "+ ## B > y")]
    public void A_change_is_shown_with_what_it_belongs_to(string before, string now, params string[] expected) =>
        Assert.Equal(expected, ReferenceFile.Changes(before, now));

    [Fact]
    public void Another_order_is_a_change_too() => Assert.Single(ReferenceFile.Changes("a\nb\n", "b\na\n"));
}
