using Modelyard.Frames.Expressions.Functions;

namespace Modelyard.Tests.Frames.Expressions;

/// <summary>Holds the tables of docs/expressions.md against the functions that there are.</summary>
public sealed class FunctionPageTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(RepositoryFiles.Root, "docs", "expressions.md"));

    [Fact]
    public void The_page_lists_every_function_and_no_other()
    {
        IEnumerable<string> expected = FunctionTable.Groups.SelectMany(group => group.Functions.Select(Line).Prepend($"### {group.Group}"));
        IEnumerable<string> written = Page.SkipWhile(line => line != "## The functions").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("### ", StringComparison.Ordinal) || line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(expected, written);
    }

    private static string Line(Function function)
    {
        // A bar would end the cell of the table.
        string summary = function.Summary.Replace("`||` or `|`", "<code>&#124;&#124;</code> or <code>&#124;</code>", StringComparison.Ordinal);
        return $"| `{function.Form}` | {summary} | {string.Join(", ", function.Aliases.Select(alias => $"`{alias}`"))} |";
    }
}
