using System.CommandLine;
using System.Text.RegularExpressions;
using Modelyard.Cli;
using Modelyard.Documentation.Pages;

namespace Modelyard.Documentation;

public sealed partial class CommandTests
{
    private static readonly RootCommand Root = CommandLine.Create(new Terminal(TextWriter.Null, TextWriter.Null, isInteractive: false));

    public static TheoryData<string> AllPages => [.. Page.All.Select(page => page.Path)];

    public static TheoryData<string> PagesWithSessions => [.. Page.All.Where(page => Transcript.Sessions(page).Any()).Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(PagesWithSessions))]
    public async Task The_commands_of_a_page_print_what_the_page_shows(string path)
    {
        using var session = new CommandSession();
        foreach (TypedCommand command in Transcript.Sessions(Find(path)))
        {
            await session.TypeAsync(command);
        }
    }

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Every_command_line_of_a_page_is_one_that_the_command_understands(string path) =>
        Assert.Empty(Transcript.AllCommands(Find(path)).Where(command => command.Program == "modelyard").SelectMany(command => Faults(command.Arguments).Select(fault => $"{path}, line {command.Line}: {fault}")));

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Every_option_that_a_page_names_is_there(string path)
    {
        HashSet<string> options = [.. Commands(Root).SelectMany(command => command.Options).SelectMany(option => option.Aliases.Prepend(option.Name)), "--help"];
        IEnumerable<(int, string)> named = Find(path).InlineCode.Where(code => code.Code.StartsWith("--", StringComparison.Ordinal)).Select(code => (code.Line, code.Code.Split(' ')[0]));
        Assert.Empty(named.Where(one => !options.Contains(one.Item2)).Select(one => $"{path}, line {one.Item1}: there is no option '{one.Item2}'."));
    }

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Every_make_target_that_a_page_names_is_there(string path)
    {
        string[] targets = MakeTargets();
        IEnumerable<string> unknown = Transcript.AllCommands(Find(path))
            .Where(command => command.Program == "make")
            .SelectMany(command => command.Arguments.Where(word => !word.Contains('=', StringComparison.Ordinal)).Except(targets).Select(word => $"{path}, line {command.Line}: there is no target '{word}'."));
        Assert.Empty(unknown);
    }

    [Fact]
    public void Every_make_target_is_explained_to_contributors()
    {
        IEnumerable<string> named = Find("CONTRIBUTING.md").InlineCode.Select(code => code.Code.Split(' ')).Where(words => words is ["make", _, ..]).Select(words => words[1]);
        Assert.Empty(MakeTargets().Except(named).Except(["help"]));
    }

    [Fact]
    public void Every_command_has_an_example_that_is_understood() =>
        Assert.Empty(Commands(Root).Select(command => (Command: command, Example: ExampleLine().Match(command.Description ?? "").Groups["it"].Value))
            .Where(pair => pair.Command.Subcommands.Count == 0)
            .SelectMany(pair => pair.Example.Length == 0 ? ["there is no example"] : Faults(new TypedCommand(0, pair.Example, []).Arguments), (pair, fault) => $"{pair.Command.Name}: {fault}"));

    [Theory]
    [InlineData("modelyard train a.csv --target b --trails 3")]
    [InlineData("modelyard train a.csv")]
    [InlineData("modelyard models promote churn")]
    [InlineData("modelyard train a.csv --target b --budget soon")]
    public void A_command_line_that_is_wrong_is_found(string line) => Assert.NotEmpty(Faults(new TypedCommand(1, line, []).Arguments));

    /// <summary>Lists what the command finds wrong; the bare name of a command, as prose has it, is right.</summary>
    private static IEnumerable<string> Faults(string[] args)
    {
        Command named = Root;
        int depth = 0;
        while (depth < args.Length && named.Subcommands.FirstOrDefault(command => command.Name == args[depth]) is { } next)
        {
            (named, depth) = (next, depth + 1);
        }

        return depth == args.Length ? [] : Root.Parse(args).Errors.Select(error => $"'{string.Join(' ', args)}': {error.Message}");
    }

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);

    private static string[] MakeTargets() => [.. MakeTarget().Matches(Checkout.Read("Makefile")).Select(match => match.Groups["it"].Value)];

    private static Page Find(string path) => Page.All.Single(page => page.Path == path);

    [GeneratedRegex(@"^(?<it>[a-z-]+):", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MakeTarget();

    [GeneratedRegex(@"Example:\s+(?<it>.+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExampleLine();
}
