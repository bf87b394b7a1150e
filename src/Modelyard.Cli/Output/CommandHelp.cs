using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Modelyard.Cli;

/// <summary>Writes what '--help' says of a command: what it does, how it is called, an example, and each word with what holds where it is not given.</summary>
internal sealed class CommandHelp(Terminal terminal) : SynchronousCommandLineAction
{
    // Longer lines are hard to read, however wide the window is.
    private const int MostWidth = 110;
    private const int MostNames = 30;

    /// <summary>Gets a value indicating that help is given of a command line that is not whole.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);
        Write(parseResult.CommandResult.Command);
        return CommandLine.Success;
    }

    /// <summary>Lets a command and all below it say their help this way.</summary>
    internal static void Apply(RootCommand root, Terminal terminal) => root.Options.OfType<HelpOption>().Single().Action = new CommandHelp(terminal);

    private void Write(Command command)
    {
        (string summary, string example) = CommandText.Split(command);
        string name = CommandText.Name(command);
        foreach (string line in Wrapped(summary, Width(terminal)))
        {
            terminal.Line(line);
        }

        Title("Usage:");
        if (command.Subcommands.Count > 0)
        {
            terminal.Line($"  {name} COMMAND");
            Title("Commands:");
            Rows(terminal, [.. command.Subcommands.Select(one => (string.Join(' ', one.Arguments.Select(OptionWords.Word).Prepend(one.Name)), CommandText.Split(one).Summary))]);
            terminal.Line();
            terminal.Line($"See '{name} COMMAND --help' for the options of each.");
            return;
        }

        IEnumerable<string> required = command.Options.Where(option => option.Required).Select(option => $"{option.Name} {OptionWords.Value(option)}");
        terminal.Line($"  {string.Join(' ', [name, .. command.Arguments.Select(OptionWords.Word), .. required, "[options]"])}");
        Title("Example:");
        terminal.Line($"  {example}");
        if (command.Arguments.Count > 0)
        {
            Title("Arguments:");
            Rows(terminal, [.. command.Arguments.Select(argument => (OptionWords.Word(argument), argument.Description ?? ""))]);
        }

        Title("Options:");
        Rows(terminal, [.. command.Options.Where(option => option is not HelpOption).Append(SharedOptions.Verbose).DistinctBy(option => option.Name).Select(option => (Names(option), Meaning(option)))]);
    }

    private static string Names(Option option)
    {
        // Words to choose from stand in the description already.
        string value = OptionWords.Value(option) is var words && words.Contains('/', StringComparison.Ordinal) ? "WORD" : words;
        return $"{string.Join(", ", option.Aliases.Prepend(option.Name).OrderBy(alias => alias.Length))} {value}".TrimEnd();
    }

    private static string Meaning(Option option) =>
        option.Required ? $"{option.Description} Required."
        : OptionWords.Default(option) is { Length: > 0 } otherwise ? $"{option.Description} [{otherwise}]"
        : option.Description ?? "";

    private void Title(string title)
    {
        terminal.Line();
        terminal.Line(title);
    }

    /// <summary>Writes names beside their meanings; a name that is too long for its column stands on a line of its own.</summary>
    internal static void Rows(Terminal terminal, (string Names, string Meaning)[] rows, int? widest = null)
    {
        int column = Math.Min(MostNames, widest ?? rows.Max(row => row.Names.Length)) + 4;
        foreach ((string names, string meaning) in rows)
        {
            string start = $"  {names}".PadRight(column);
            if (start.Length > column)
            {
                terminal.Line(start);
                start = new string(' ', column);
            }

            foreach (string line in Wrapped(meaning, Math.Max(Width(terminal) - column, 30)))
            {
                terminal.Line($"{start}{line}".TrimEnd());
                start = new string(' ', column);
            }
        }
    }

    private static int Width(Terminal terminal)
    {
        int width = terminal.IsInteractive ? Console.WindowWidth : MostWidth;
        return width < 40 ? MostWidth : Math.Min(width - 1, MostWidth);
    }

    /// <summary>Breaks a text into lines between its words; a word that is longer than a line stays whole.</summary>
    private static IEnumerable<string> Wrapped(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        yield return line;
    }
}
