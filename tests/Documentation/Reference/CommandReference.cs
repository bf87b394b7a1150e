using System.CommandLine;
using System.Text;
using Modelyard.Cli;
using Modelyard.Cli.Commands.Watching;

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
        IEnumerable<string> words = command.Arguments.Select(Word)
            .Concat(command.Options.Where(option => option.Required).Select(option => $"{option.Name} {Value(option)}"));
        page.Append($"\n## {Name(command)}\n\n{summary}\n\n```text\n{Name(command)} {string.Join(' ', words)} [options]\n```\n\n| | default | meaning |\n| --- | --- | --- |\n".Replace("  [", " [", StringComparison.Ordinal));
        foreach (Argument argument in command.Arguments)
        {
            page.Append($"| `{argument.Name}` | {(IsRequired(argument) ? "required" : "")} | {argument.Description} |\n");
        }

        foreach (Option option in command.Options.Where(option => option.Name != "--help"))
        {
            string value = option.ValueType == typeof(bool) ? "" : $" {Value(option)}";
            string names = string.Join(", ", option.Aliases.Prepend(option.Name).Select(name => $"`{name}{value}`"));
            page.Append($"| {names} | {Default(option)} | {option.Description} |\n");
        }

        page.Append($"\n```sh\n{example}\n```\n");
    }

    /// <summary>Lists the commands that do something: those that have none below them.</summary>
    private static IEnumerable<Command> Leaves(Command command) => command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);

    private static bool IsRequired(Argument argument) => argument.Arity.MinimumNumberOfValues > 0;

    private static string Word(Argument argument)
    {
        string word = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;
        return IsRequired(argument) ? word : $"[{word}]";
    }

    private static string Name(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{Name(parent)} {command.Name}" : $"modelyard {command.Name}";

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

    /// <summary>Writes a value as it is typed.</summary>
    private static string Text(object? value) => value switch
    {
        Enum word => Choice.Word($"{word}"),
        TimeSpan span => span == TimeSpan.Zero ? "0" : MonitorCommand.Text(span),
        _ => $"{value}",
    };

    private static string Value(Option option) => (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) switch
    {
        { IsEnum: true } one => string.Join('/', Enum.GetNames(one).Select(Choice.Word)),
        { IsArray: true } => option.AllowMultipleArgumentsPerToken ? "TEXT..." : "TEXT",
        var one when one == typeof(TimeSpan) => "TIME",
        var one when one == typeof(string) => "TEXT",
        _ => "NUMBER",
    };
}
