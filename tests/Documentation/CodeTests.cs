using Modelyard.Documentation.Pages;

namespace Modelyard.Documentation;

public sealed class CodeTests
{
    public static TheoryData<string> PagesWithCode => [.. Page.All.Where(page => page.Blocks.Any(block => block.Language == "csharp")).Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public void The_code_of_a_page_compiles_runs_and_prints_what_the_page_shows(string path)
    {
        var program = new PageProgram(Page.All.Single(page => page.Path == path));
        using var place = new Workplace();
        IReadOnlyList<string> printed = program.Run();
        Assert.All(program.Blocks.Zip(printed), pair =>
        {
            string? difference = pair.First.Output is { } output ? OutputPattern.Difference(output.Lines, pair.Second)
                : pair.Second.Length == 0 ? null : "The code prints and the page shows no output.";
            Assert.True(difference is null, $"{path}, line {pair.First.Line}: {difference}{Environment.NewLine}{pair.Second}");
        });
    }

    [Fact]
    public void Code_that_does_not_compile_is_named_with_its_line()
    {
        var program = new PageProgram(new Page("page.md", "# A\n\n```csharp\nint x = 1;\nConsole.WriteLine(y + x);\n```\n"));
        Exception fault = Assert.ThrowsAny<Exception>(program.Run);
        Assert.Contains("page.md(5,19): error CS0103", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_blocks_of_a_page_are_one_program()
    {
        const string Text = "```csharp\nvar point = new Point(1);\nConsole.WriteLine(point.X);\n```\n```text\n1\n```\nand\n```csharp\nusing System.Text;\nvar text = new StringBuilder();\ntext.Append(point.X + 1);\nawait Console.Out.WriteAsync(text.ToString());\nrecord Point(int X);\n```\n";
        var program = new PageProgram(new Page("page.md", Text));
        Assert.Equal(["1\n", "2"], program.Run().Select(output => output.ReplaceLineEndings("\n")));
        Assert.Equal(["1"], program.Blocks[0].Output!.Lines);
        Assert.Null(program.Blocks[1].Output);
    }
}
