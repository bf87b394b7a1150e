using System.CommandLine;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Cli;

/// <summary>Declares the options that say what is logged of predictions, and reads them.</summary>
/// <param name="what">What is logged, and what for.</param>
internal sealed class PredictionLogSettings(string what)
{
    private const int MostDays = 36_500;

    private readonly Option<bool> _log = new("--log") { Description = $"{what} The other options of the log imply it." };
    private readonly Option<string?> _folder = Folder();
    private readonly Option<double> _share = new Option<double>("--log-share") { Description = "The share of requests that is logged.", DefaultValueFactory = _ => 1 }.Plainly("a number above 0, at most 1");
    private readonly Option<string[]> _omit = new("--log-omit") { Description = "Columns that are not logged; '*' stands for any characters.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _hash = new("--log-hash") { Description = "Columns of which only a keyed hash is logged; '*' stands for any characters.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int?> _days = Days("How many days are kept; by default all.");

    private IReadOnlyList<Option> All => [_log, _folder, _share, _omit, _hash, _days];

    /// <summary>Creates the option that says where the logs are.</summary>
    internal static Option<string?> Folder() => new("--log-folder") { Description = "The folder of the logs; by default 'predictions' in that of the yard." };

    /// <summary>Creates the option that says how many days are kept.</summary>
    internal static Option<int?> Days(string description) => new Option<int?>("--log-days") { Description = description }.Plainly($"a whole number from 1 to {MostDays}");

    /// <summary>Reads how long rows are kept; null for as long as the log is.</summary>
    /// <exception cref="UsageException">The number is out of range.</exception>
    internal static TimeSpan? Retention(ParseResult parsed, Option<int?> option) => parsed.GetValue(option) switch
    {
        null => null,
        >= 1 and <= MostDays and var days => TimeSpan.FromDays(days),
        var days => throw new UsageException($"'--log-days' is '{days}' and must be a whole number from 1 to {MostDays}."),
    };

    /// <summary>Gets the logs of a command that reads or adds to them.</summary>
    internal static PredictionLogStore Store(ParseResult parsed, Option<string?> folder, Option<string> yard) =>
        new(parsed.GetValue(folder) ?? PredictionLogStore.FolderIn(parsed.GetRequiredValue(yard)));

    /// <summary>Adds the options to a command.</summary>
    internal void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>Gets where logs are kept; null if none are asked for.</summary>
    internal PredictionLogStore? StoreOf(ParseResult parsed, string yard) =>
        All.Any(option => parsed.GetResult(option) is { Implicit: false }) && parsed.GetResult(_log) is not { Implicit: false, Tokens: [{ Value: "false" }] }
            ? new PredictionLogStore(parsed.GetValue(_folder) ?? PredictionLogStore.FolderIn(yard))
            : null;

    /// <summary>Reads what is logged.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    internal PredictionLogOptions OptionsOf(ParseResult parsed)
    {
        double share = parsed.GetValue(_share);
        if (!(share > 0 && share <= 1))
        {
            throw new UsageException($"'--log-share' is '{share}' and must be a number above 0, at most 1.");
        }

        return new PredictionLogOptions
        {
            Share = share,
            Redactions = [.. Rules(_omit, Redaction.Omit), .. Rules(_hash, Redaction.Hash)],
            Retention = Retention(parsed, _days),
        };

        IEnumerable<RedactionRule> Rules(Option<string[]> option, Redaction redaction) => (parsed.GetValue(option) ?? []).Select(column => new RedactionRule(column, redaction));
    }
}
