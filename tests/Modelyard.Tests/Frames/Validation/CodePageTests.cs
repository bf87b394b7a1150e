using Modelyard.Frames.Validation;

namespace Modelyard.Tests.Frames.Validation;

public sealed class CodePageTests
{
    [Fact]
    public void The_page_lists_every_code_with_its_meaning()
    {
        string[] lines = File.ReadAllLines(Path.Combine(RepositoryFiles.Root, "docs", "validation.md"));
        int first = Array.IndexOf(lines, "| code | a failure means |") + 2;
        Assert.Equal(ValidationCodes.All.Select(code => $"| `{code.Key}` | {code.Value} |"), lines.Skip(first).TakeWhile(line => line.StartsWith('|')));
    }
}
