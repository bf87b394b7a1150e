using System.CommandLine;
using Modelyard.Lifecycle.Challengers;
using Modelyard.Lifecycle.Training;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Declares the options that say which rows a version is made of anew and how it is compared with the one in production, and reads them.</summary>
internal sealed class RetrainingOptions
{
    private readonly Option<int?> _newest = new Option<int?>("--newest") { Description = "How many of the files are taken, those that were written last; by default all." }.Plainly("a whole number, 1 or greater");
    private readonly Option<string?> _database = new("--database") { Description = "The database to query: sqlite:PATH, postgres://..., mysql://..., env:NAME. Name a variable, and no password is kept." };
    private readonly Option<string?> _query = new("--query") { Description = "The query of the database, in its own SQL." };
    private readonly Option<bool> _log = new("--log") { Description = "Take the log of predictions with the true labels that have come." };
    private readonly Option<TimeSpan> _last = Durations.Of("--last", "How far the log is read back from its last labelled prediction, such as 30d; 0 for all of it.", TimeSpan.Zero);
    private readonly Option<bool> _withOld = new("--with-old") { Description = "Put the table that the version was learned from in front, if it is still as it was." };
    private readonly Option<double> _holdOut = new Option<double>("--hold-out") { Description = "The share of the newer rows that both versions are compared on: the latest ones if rows have a time, else drawn at random.", DefaultValueFactory = _ => 0.2 }.Plainly("a number between 0 and 1");
    private readonly Option<TimeSpan> _holdOutLast = Durations.Of("--hold-out-last", "The span of the latest rows that is held out in place of a share, such as 7d; 0 for the share.", TimeSpan.Zero);
    private readonly Option<string[]> _by = new("--by-column") { Description = "Columns by whose levels the two are compared besides.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _metric = new("--metric") { Description = "The metric that decides; by default that of the recipe." };

    /// <summary>Adds the options of the rows.</summary>
    internal void AddSourceTo(Command command) => Add(command, _newest, _database, _query, _log, _last, _withOld);

    /// <summary>Adds the options of the comparison.</summary>
    internal void AddComparisonTo(Command command) => Add(command, _holdOut, _holdOutLast, _by, _metric);

    /// <summary>Reads the rows.</summary>
    internal RetrainingSource SourceOf(ParseResult parsed, IReadOnlyList<string> files) => new()
    {
        Files = files,
        Newest = parsed.GetValue(_newest),
        Database = parsed.GetValue(_database),
        Query = parsed.GetValue(_query),
        IsLog = parsed.GetValue(_log),
        Last = parsed.GetValue(_last) is var last && last > TimeSpan.Zero ? last : null,
        WithOld = parsed.GetValue(_withOld),
    };

    /// <summary>Reads all of a challenger; nobody is promoted.</summary>
    internal RetrainingPlan PlanOf(ParseResult parsed, IReadOnlyList<string> files) => new()
    {
        Source = SourceOf(parsed, files),
        HoldOutShare = parsed.GetValue(_holdOut),
        HoldOutLast = parsed.GetValue(_holdOutLast) is var last && last > TimeSpan.Zero ? last : null,
        Promotion = new PromotionRule { Metric = parsed.GetValue(_metric), SliceColumns = SharedOptions.Names(parsed, _by) },
    };

    private static void Add(Command command, params Option[] options)
    {
        foreach (Option option in options)
        {
            command.Add(option);
        }
    }
}
