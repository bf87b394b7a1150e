using System.CommandLine;

namespace Modelyard.Cli.Tests;

public sealed class CommandHelpTests
{
    public static TheoryData<string> Commands() => [.. All(Root()).Select(command => string.Join(' ', CommandText.Name(command).Split(' ')[1..]))];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_names_every_option_within_a_readable_width(string command)
    {
        (int code, string output, string error) = await TestCommand.Run([.. command.Split(' '), "--help"]);
        Assert.Equal(0, code);
        Assert.Empty(error);
        Command called = All(Root()).Single(one => CommandText.Name(one) == $"modelyard {command}");
        Assert.All(called.Subcommands.Count > 0 ? [.. called.Subcommands.Select(one => one.Name)] : called.Options.Select(option => option.Name), name => Assert.Contains(name, output, StringComparison.Ordinal));
        Assert.Equal(called.Subcommands.Count == 0, output.Contains("Example:", StringComparison.Ordinal));
        string[] lines = output.Split('\n');
        Assert.All(lines.Where((_, at) => at == 0 || !lines[at - 1].StartsWith("Example:", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 130));
    }

    [Fact]
    public async Task What_holds_by_default_is_written_as_it_is_typed()
    {
        (_, string output, _) = await TestCommand.Run("monitor", "add", "--help");
        Assert.Contains("1w. [1d]", output, StringComparison.Ordinal);
        Assert.Contains("[kolmogorov-smirnov]", output, StringComparison.Ordinal);
        Assert.Contains("critical. [warning]", output, StringComparison.Ordinal);
        Assert.DoesNotContain("00:00", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_command_has_its_place_in_the_overview()
    {
        (_, string output, _) = await TestCommand.Run();
        Assert.All(Root().Subcommands, command => Assert.Single(output.Split('\n'), line => line.StartsWith($"  {command.Name} ", StringComparison.Ordinal)));
    }

    private static RootCommand Root() => CommandLine.Create(new Terminal(TextWriter.Null, TextWriter.Null, isInteractive: false));

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(one => All(one).Prepend(one));
}
