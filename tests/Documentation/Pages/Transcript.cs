namespace Modelyard.Documentation.Pages;

/// <summary>Reads blocks of shell commands.</summary>
internal static class Transcript
{
    /// <summary>Lists the commands of the blocks that are a session: what follows <c>$</c> is typed, what follows that is printed.</summary>
    internal static IEnumerable<TypedCommand> Sessions(Page page)
    {
        foreach (FencedBlock block in page.Blocks.Where(block => block.Language == "console"))
        {
            for (int i = 0; i < block.Lines.Count; i++)
            {
                if (block.Lines[i].StartsWith("$ ", StringComparison.Ordinal))
                {
                    string[] printed = [.. block.Lines.Skip(i + 1).TakeWhile(line => !line.StartsWith("$ ", StringComparison.Ordinal))];
                    yield return new TypedCommand(block.Line + i, block.Lines[i][2..], printed);
                }
            }
        }
    }

    /// <summary>Lists every command line that a page names: in sessions, in blocks of forms, and within the prose.</summary>
    internal static IEnumerable<TypedCommand> AllCommands(Page page) => Sessions(page)
        .Concat(page.Blocks.Where(block => block.Language == "sh").SelectMany(block => block.Lines.Select((line, i) => new TypedCommand(block.Line + i, line, []))))
        .Concat(page.InlineCode.Select(code => new TypedCommand(code.Line, code.Code, [])));
}
