using System.CommandLine;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Represents the options that say what a monitor watches.</summary>
internal sealed class MonitorOptions
{
    private static readonly MonitorDefinition s_defaults = new("", "");

    private readonly Option<string?> _model = new("--model") { Description = "The model whose log of predictions is watched; with '--data' the one whose training data is the reference." };
    private readonly Option<string?> _data = new("--data") { Description = "What is watched instead of a log: files, as 'in/*.csv', each a window unless '--time' names a column; or a database, as 'env:ORDERS' or 'sqlite:orders.db', with '--query' and '--time'." };
    private readonly Option<string?> _query = new("--query") { Description = "The query of the database." };
    private readonly Option<string?> _time = new("--time") { Description = "The column that says when a row came about, in UTC." };
    private readonly Option<string[]> _watch = new("--watch") { Description = $"What is looked at, of {Words<WatchKind>()}; {string.Join(" and ", s_defaults.Watch.Select(Choice.Word))} by default.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int?> _rows = new Option<int?>("--rows") { Description = "Windows of so many rows instead of a time." }.Plainly("a whole number, 1 or greater");
    private readonly Option<string?> _since = new("--since") { Description = "The moment from which on windows are looked at, in UTC, as 2026-03-01; by default from the first row on." };
    private readonly Option<TimeSpan> _freshness = Durations.Of("--freshness", "How long rows may stay away before that is an alarm; 0 for however long.", TimeSpan.Zero);
    private readonly Option<TimeSpan> _cooldown = Durations.Of("--cooldown", "How long it must have been quiet before an alarm is over.", s_defaults.Cooldown);
    private readonly Option<TimeSpan> _labels = Durations.Of("--label-delay", "How long after the end of a window its labels are waited for, before 'performance' and 'stream' are judged.", s_defaults.LabelDelay);
    private readonly Option<double> _leastWorse = new Option<double>("--least-worse") { Description = "By what share of what is usual a metric must be worse to matter.", DefaultValueFactory = _ => s_defaults.LeastWorse }.Plainly("a number, 0 or greater");
    private readonly Option<string?> _costs = new("--cost") { Description = "What wrong answers cost, as 'Yes:No=100, No:Yes=5', so that the mean cost is among the metrics of 'performance'." };
    private readonly Option<string[]> _fair = new("--fair") { Description = "Columns whose groups are compared with 'performance', to see whether the model treats them alike.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _detectors = new("--detectors") { Description = $"What looks row by row at the losses of labelled rows with 'stream', of {Words<StreamDetector>()}; {string.Join(" and ", s_defaults.Detectors.Select(Choice.Word))} by default.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _embeddings = new("--embedding") { Description = "What the names of the columns of an embedding begin with; with 'together' those are looked at on their own.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _rules = new("--rules") { Description = "A YAML file of rules that windows are held against besides." };
    private readonly Option<TimeSpan> _window = Durations.Of("--window", "The length of a window, such as 1h, 1d or 1w.", s_defaults.Window);
    private readonly Option<TimeSpan> _lateness = Durations.Of("--lateness", "How long after its end a window is waited for, as batches come late.", s_defaults.Lateness);
    private readonly Option<string> _reference = new("--reference") { Description = "What windows are compared with: 'training', 'first:N', 'previous:N' or 'weekday:N' windows, a time as '2026-01-01..2026-02-01', or 'file:PATH'.", DefaultValueFactory = _ => s_defaults.Reference.ToString() };
    private readonly Option<int> _learn = new Option<int>("--learn") { Description = "How many windows at the beginning alarm nobody, from which is learned how far windows usually are from the reference; 0 for none.", DefaultValueFactory = _ => s_defaults.Learn }.Plainly("0, or a whole number from 3");
    private readonly Option<int> _leastRows = new Option<int>("--least-rows") { Description = "The least number of rows of a window that is judged.", DefaultValueFactory = _ => s_defaults.LeastRows }.Plainly("a whole number, 1 or greater");
    private readonly Option<double> _falseAlarms = new Option<double>("--false-alarms") { Description = "The share of false ones among alarms; where nothing ever changes, the chance of any alarm at all.", DefaultValueFactory = _ => s_defaults.FalseAlarms }.Plainly("a number between 0 and 1");
    private readonly Option<AlarmSeverity> _severity = Choice.Of("--severity", "How much its alarms matter", s_defaults.Severity);

    internal MonitorOptions() => Measures = new DriftMeasures();

    /// <summary>Gets how columns are compared.</summary>
    private DriftMeasures Measures { get; }

    internal void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_model, _data, _query, _time, _watch, _window, _rows, _since, _lateness, _reference, _learn, _leastRows, _falseAlarms, _labels, _leastWorse, _costs, _fair, _detectors, _embeddings, _freshness, _cooldown, _rules, _severity])
        {
            command.Options.Add(option);
        }

        Measures.AddTo(command);
    }

    internal MonitorDefinition Of(ParseResult parsed, string name)
    {
        if (parsed.GetValue(_rows) is not null && parsed.GetResult(_window) is { Implicit: false })
        {
            throw new UsageException("'--window' makes windows of a time and '--rows' of a number of rows. Say one of the two.");
        }

        return Definition(parsed, name);
    }

    private MonitorDefinition Definition(ParseResult parsed, string name) => new(name, parsed.GetValue(_model))
    {
        Source = SourceOf(parsed),
        Watch = SharedOptions.Names(parsed, _watch) is { Length: > 0 } kinds ? [.. kinds.Select(word => Named<WatchKind>("--watch", word)).Distinct()] : s_defaults.Watch,
        Window = parsed.GetValue(_window),
        WindowRows = parsed.GetValue(_rows),
        Lateness = parsed.GetValue(_lateness),
        Reference = ReferenceOf(parsed),
        Learn = parsed.GetValue(_learn),
        LeastRows = parsed.GetValue(_leastRows),
        FalseAlarms = parsed.GetValue(_falseAlarms),
        Since = PredictionsCommand.Moment(parsed, _since),
        Freshness = parsed.GetValue(_freshness) is var most && most > TimeSpan.Zero ? most : null,
        LabelDelay = parsed.GetValue(_labels),
        LeastWorse = parsed.GetValue(_leastWorse),
        Costs = parsed.GetValue(_costs),
        Fair = SharedOptions.Names(parsed, _fair),
        Detectors = SharedOptions.Names(parsed, _detectors) is { Length: > 0 } detectors ? [.. detectors.Select(word => Named<StreamDetector>("--detectors", word)).Distinct()] : s_defaults.Detectors,
        Embeddings = SharedOptions.Names(parsed, _embeddings),
        Cooldown = parsed.GetValue(_cooldown),
        Rules = parsed.GetValue(_rules) is { } path ? RuleFile.Read(path) : [],
        Severity = parsed.GetValue(_severity),
        Drift = Measures.Of(parsed),
    };

    /// <summary>Reads what is compared with; of a file the whole path, as the monitor may be run in another folder.</summary>
    private MonitorReference ReferenceOf(ParseResult parsed) => MonitorReference.Parse(parsed.GetRequiredValue(_reference)) is var reference && reference.Path is { } path
        ? reference with { Path = WholePath.Of(path) }
        : reference;

    private MonitorSource SourceOf(ParseResult parsed)
    {
        (string? data, string? query, string? time) = (parsed.GetValue(_data), parsed.GetValue(_query), parsed.GetValue(_time));
        return data is null
            ? query is null && time is null ? MonitorSource.Log : throw new UsageException("'--query' and '--time' are of '--data'. Name the database or the files, as in '--data env:ORDERS'.")
            : query is null && (data.Contains("://", StringComparison.Ordinal) || data.StartsWith("env:", StringComparison.Ordinal) || data.StartsWith("sqlite:", StringComparison.Ordinal))
                ? throw new UsageException($"'--data' is '{data}', a database, and needs '--query', as in \"SELECT * FROM orders\".")
            : query is null ? MonitorSource.OfFiles(Path.GetFullPath(data), time)
            : MonitorSource.OfQuery(WholePath.OfDatabase(data), query, time ?? throw new UsageException("A query needs '--time', the column that says when a row came about."));
    }

    private static T Named<T>(string option, string word)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => Choice.Word(value!.Value) == word) ?? throw new UsageException($"'{option}' is '{word}' and must be one of {Words<T>()}.");

    private static string Words<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Choice.Word));
}
