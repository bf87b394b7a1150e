using System.CommandLine;

namespace Modelyard.Cli;

/// <summary>Says what there is, by the days of who uses it, and where to start; what 'modelyard' alone prints.</summary>
internal static class Overview
{
    private static readonly (string Title, string[] Commands)[] s_parts =
    [
        ("data", ["data", "stats", "features"]),
        ("build", ["train", "tune", "fit", "evaluate", "compare", "curve", "explain", "estimators"]),
        ("deploy", ["models", "predict", "serve", "studio", "tokens"]),
        ("watch", ["predictions", "feedback", "drift", "monitor", "alarms", "automation", "retrain"]),
        ("history", ["runs", "lineage"]),
    ];

    internal static Task<int> Write(RootCommand root, Terminal terminal)
    {
        terminal.Line("modelyard: take a model from raw data to production and keep watch over it.");
        int widest = root.Subcommands.Max(command => command.Name.Length);
        foreach ((string title, string[] names) in s_parts)
        {
            terminal.Line();
            terminal.Line(title);
            CommandHelp.Rows(terminal, [.. names.Select(name => (name, CommandText.Split(root.Subcommands.First(command => command.Name == name)).Summary))], widest);
        }

        terminal.Line();
        terminal.Line("start    modelyard train DATA.csv --target COLUMN");
        terminal.Line("details  modelyard COMMAND --help");
        return Task.FromResult(CommandLine.Success);
    }
}
