using System.CommandLine;
using System.Text;

namespace Modelyard.Documentation.Reference;

/// <summary>Writes the page of the command line.</summary>
internal static class CommandReference
{
    internal static string Write(RootCommand root)
    {
        var page = new StringBuilder();
        page.Append("""
            # The command line

            Made from the code by `make docs`. `modelyard COMMAND --help` says the same at the terminal.

            Results go to standard output, everything else to standard error. Exit codes: 0 success, 1 failure, 2 bad usage. Every command has
            `--verbose`, which shows the details of an error, and `--json`, which prints one JSON object on standard output. The environment variable
            `MODELYARD_YARD` sets the folder of the yard where `--yard` is not given.


            """);
        Command[] commands = [.. root.Subcommands.SelectMany(Leaves)];
        page.Append("| command | |\n| --- | --- |\n");
        foreach (Command command in commands)
        {
            page.Append($"| [`{Name(command)}`](#{Name(command).Replace(' ', '-')}) | {Split(command).Summary} |\n");
        }

        foreach (Command command in commands)
        {
            Write(page, command);
        }

        return page.ToString();
    }

    private static void Write(StringBuilder page, Command command)
    {
        (string summary, string example) = Split(command);
        IEnumerable<string> words = command.Arguments.Select(argument => argument.Arity switch
        {
            { MinimumNumberOfValues: 0, MaximumNumberOfValues: > 1 } => $"[{argument.Name}...]",
            { MinimumNumberOfValues: 0 } => $"[{argument.Name}]",
            { MaximumNumberOfValues: > 1 } => $"{argument.Name}...",
            _ => argument.Name,
        })
            .Concat(command.Options.Where(option => option.Required).Select(option => $"{option.Name} {Value(option)}"));
        page.Append($"\n## {Name(command)}\n\n{summary}\n\n```text\n{Name(command)} {string.Join(' ', words)} [options]\n```\n\n| | default | meaning |\n| --- | --- | --- |\n".Replace("  [", " [", StringComparison.Ordinal));
        foreach (Argument argument in command.Arguments)
        {
            page.Append($"| `{argument.Name}` | {(argument.Arity.MinimumNumberOfValues == 0 ? "" : "required")} | {argument.Description} |\n");
        }

        foreach (Option option in command.Options.Where(option => option.Name != "--help"))
        {
            string value = option.ValueType == typeof(bool) ? "" : $" {Value(option)}";
            string names = string.Join(", ", option.Aliases.Prepend(option.Name).Select(name => $"`{name}{value}`"));
            page.Append($"| {names} | {Default(option)} | {option.Description} |\n");
        }

        page.Append($"\n```sh\n{example}\n```\n");
    }

    private static string Name(Command command)
    {
        string parent = command.Parents.OfType<Command>().FirstOrDefault(one => one is not RootCommand) is { } above ? Name(above) : "modelyard";
        return $"{parent} {command.Name}";
    }

    /// <summary>Finds the commands that do something; the others only hold commands.</summary>
    private static IEnumerable<Command> Leaves(Command command) => command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);

    /// <summary>Parts what a command does from its example.</summary>
    private static (string Summary, string Example) Split(Command command)
    {
        string[] lines = [.. command.Description!.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0)];
        return (lines[0], lines[^1].Trim());
    }

    private static string Default(Option option) =>
        option.Required ? "required"
        : option.ValueType == typeof(bool) ? "off"
        : option.HasDefaultValue ? Text(option.GetDefaultValue())
        : "";

    /// <summary>Writes a value as the command reads it.</summary>
    private static string Text(object? value) => value switch
    {
        Enum choice => Words($"{choice}"),
        TimeSpan { Ticks: 0 } => "0",
        TimeSpan span when span.Ticks % TimeSpan.TicksPerDay == 0 => $"{span.Days}d",
        TimeSpan span when span.Ticks % TimeSpan.TicksPerHour == 0 => $"{span.TotalHours}h",
        TimeSpan span when span.Ticks % TimeSpan.TicksPerMinute == 0 => $"{span.TotalMinutes}m",
        TimeSpan span => $"{span.TotalSeconds}s",
        string text when text == Environment.UserName => "your account",
        _ => $"{value}",
    };

    /// <summary>Writes a choice as the command reads it: in small letters, with a dash before each further word.</summary>
    private static string Words(string name) => string.Concat(name.Select((letter, at) => char.IsUpper(letter) && at > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    private static string Value(Option option) => (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) switch
    {
        { IsEnum: true } one => string.Join('/', Enum.GetNames(one).Select(Words)),
        { IsArray: true } => option.AllowMultipleArgumentsPerToken ? "TEXT..." : "TEXT",
        var one when one == typeof(TimeSpan) => "TIME",
        var one when one == typeof(string) => "TEXT",
        _ => "NUMBER",
    };
}
