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
            page.Append($"| [`{CommandText.Name(command)}`](#{CommandText.Name(command).Replace(' ', '-')}) | {CommandText.Split(command).Summary} |\n");
        }

        foreach (Command command in commands)
        {
            Write(page, command);
        }

        return page.ToString();
    }

    private static void Write(StringBuilder page, Command command)
    {
        (string summary, string example) = CommandText.Split(command);
        IEnumerable<string> words = command.Arguments.Select(OptionWords.Word)
            .Concat(command.Options.Where(option => option.Required).Select(option => $"{option.Name} {OptionWords.Value(option)}"));
        page.Append($"\n## {CommandText.Name(command)}\n\n{summary}\n\n```text\n{CommandText.Name(command)} {string.Join(' ', words)} [options]\n```\n\n| | default | meaning |\n| --- | --- | --- |\n".Replace("  [", " [", StringComparison.Ordinal));
        foreach (Argument argument in command.Arguments)
        {
            page.Append($"| `{argument.Name}` | {(OptionWords.IsRequired(argument) ? "required" : "")} | {argument.Description} |\n");
        }

        foreach (Option option in command.Options.Where(option => option.Name != "--help"))
        {
            string value = OptionWords.Value(option);
            string names = string.Join(", ", option.Aliases.Prepend(option.Name).Select(name => $"`{$"{name} {value}".TrimEnd()}`"));
            page.Append($"| {names} | {Default(option)} | {option.Description} |\n");
        }

        page.Append($"\n```sh\n{example}\n```\n");
    }

    /// <summary>Lists the commands that do something: those that have none below them.</summary>
    private static IEnumerable<Command> Leaves(Command command) => command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);

    private static string Default(Option option) =>
        option.Required ? "required"
        : option.ValueType == typeof(bool) ? "off"
        : OptionWords.Default(option);
}
