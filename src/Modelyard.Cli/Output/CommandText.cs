using System.CommandLine;

namespace Modelyard.Cli;

/// <summary>Reads what a command says of itself: its full name, a sentence, an example.</summary>
internal static class CommandText
{
    /// <summary>Gets the words that call a command.</summary>
    internal static string Name(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{Name(parent)} {command.Name}" : $"modelyard {command.Name}";

    /// <summary>Parts what a command does from its example; the example is empty for a command that only has others below it.</summary>
    internal static (string Summary, string Example) Split(Command command)
    {
        string[] lines = [.. (command.Description ?? "").ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0)];
        return (lines.Length > 0 ? lines[0] : "", lines.Length > 1 ? lines[^1].Trim() : "");
    }
}
