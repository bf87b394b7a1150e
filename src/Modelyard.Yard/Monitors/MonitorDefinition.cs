using Modelyard.Frames.Validation.Checks;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says what a monitor watches, window by window, and what it is compared with.</summary>
/// <param name="Name">The name of the monitor.</param>
/// <param name="Model">The name of the model whose log of predictions is watched, or whose training data rows from elsewhere are compared with; null for rows that belong to no model.</param>
public sealed record MonitorDefinition(string Name, string? Model)
{
    private const int MostRows = 10_000_000;

    private static readonly TimeSpan s_least = TimeSpan.FromMinutes(1), s_most = TimeSpan.FromDays(366);

    /// <summary>Gets where the rows come from.</summary>
    public MonitorSource Source { get; init; } = MonitorSource.Log;

    /// <summary>Gets what is looked at.</summary>
    public IReadOnlyList<WatchKind> Watch { get; init; } = [WatchKind.Drift, WatchKind.Operation];

    /// <summary>Gets the length of a window. Windows begin at whole multiples of it: of a day at midnight in UTC, of a week on Mondays.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Gets the number of rows of a window; null for windows of time. Files without a column of times are a window each.</summary>
    public int? WindowRows { get; init; }

    /// <summary>Gets how long after its end a window is still waited for, as predictions of batch jobs come late.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.Zero;

    /// <summary>Gets what windows are compared with.</summary>
    public MonitorReference Reference { get; init; } = new(ReferenceKind.Training);

    /// <summary>Gets the number of windows at the beginning that alarm nobody, from which is learned how far windows usually are from the reference: from 3, or 0 to reckon with chance alone.</summary>
    public int Learn { get; init; }

    /// <summary>Gets how long after the end of a window its labels are waited for, before it is judged how the model did.</summary>
    public TimeSpan LabelDelay { get; init; }

    /// <summary>Gets by what share of what is usual a metric must be worse to matter, from 0.</summary>
    public double LeastWorse { get; init; } = 0.02;

    /// <summary>Gets what wrong answers cost, as in <c>Yes:No=100, No:Yes=5</c>, so that the mean cost is among the metrics; null for nothing.</summary>
    public string? Costs { get; init; }

    /// <summary>Gets the columns whose groups are compared, to see whether the model treats them alike.</summary>
    public IReadOnlyList<string> Fair { get; init; } = [];

    /// <summary>Gets what looks row by row whether the loss of the model has changed, where that is watched.</summary>
    public IReadOnlyList<StreamDetector> Detectors { get; init; } = [StreamDetector.Adwin];

    /// <summary>Gets the prefixes of the names of columns that are the numbers of an embedding, which are looked at on their own where columns are watched together.</summary>
    public IReadOnlyList<string> Embeddings { get; init; } = [];

    /// <summary>Gets the moment that the first window holds or begins after, in UTC; null to begin with the first row there is. Of files, each a window, those that were changed since.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Gets the least number of rows of a window that is judged.</summary>
    public int LeastRows { get; init; } = 30;

    /// <summary>Gets the share of false ones among alarms; where nothing ever changes, the chance of any alarm at all.</summary>
    public double FalseAlarms { get; init; } = 0.05;

    /// <summary>Gets how columns are compared, and what matters; its level is that of <see cref="FalseAlarms"/>, as windows spend it.</summary>
    public DriftOptions Drift { get; init; } = new();

    /// <summary>Gets how long rows may stay away before that is an alarm; null for however long.</summary>
    public TimeSpan? Freshness { get; init; }

    /// <summary>Gets how long it must have been quiet before an alarm is over, so that what comes and goes is one alarm.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>Gets the rules that its windows are held against besides.</summary>
    public IReadOnlyList<MonitorRule> Rules { get; init; } = [];

    /// <summary>Gets how much its alarms matter.</summary>
    public AlarmSeverity Severity { get; init; } = AlarmSeverity.Warning;

    /// <summary>Gets a value indicating whether each file is a window.</summary>
    public bool IsBatches => Source is { Kind: SourceKind.Files, Time: null };

    /// <summary>Finds the beginning of the window that holds a moment.</summary>
    /// <param name="moment">The moment, in UTC.</param>
    /// <returns>The beginning.</returns>
    public DateTime StartOf(DateTime moment)
    {
        // The first day of the calendar was a Monday, so that weeks begin on one.
        return new DateTime(moment.Ticks - (moment.Ticks % Window.Ticks), DateTimeKind.Utc);
    }

    internal void Check()
    {
        ModelReference.CheckName("monitor", Name);
        Source.Check();
        if (Model is null && (Source.Kind == SourceKind.Log || Reference.Kind == ReferenceKind.Training))
        {
            throw new YardException(Source.Kind == SourceKind.Log ? "The monitor watches no model and no other source. Name a model, files or a query."
                : "The monitor compares with training data, and no model is named. Name one, or compare with the first windows, as in '--reference first:7'.");
        }

        if (Watch.Count == 0)
        {
            throw new YardException("The monitor looks at nothing. Name what it watches, as 'drift'.");
        }

        if (WindowRows is < 1 or > MostRows)
        {
            throw new YardException($"The number of rows of a window is '{WindowRows}' and must be from 1 to 10,000,000.");
        }

        if (IsBatches && WindowRows is not null)
        {
            throw new YardException("Without a column of times each file is a window, and cannot be cut by a number of rows. Name the column of times.");
        }

        if (Window < s_least || Window > s_most)
        {
            throw new YardException($"The window is '{FreshnessCheck.Spoken(Window)}' and must be from a minute to 366 days.");
        }

        if (Lateness < TimeSpan.Zero || Lateness > s_most)
        {
            throw new YardException($"The lateness is '{Lateness}' and must be from 0 to 366 days.");
        }

        if (LabelDelay < TimeSpan.Zero || LabelDelay > s_most || !(LeastWorse >= 0))
        {
            throw new YardException("The time that labels are waited for must be from 0 to 366 days, and the share by which a metric must be worse 0 or greater.");
        }

        if (Source.Kind != SourceKind.Log && Watch.FirstOrDefault(kind => kind is WatchKind.Performance or WatchKind.Estimate or WatchKind.Stream) is var kind and not WatchKind.Drift)
        {
            throw new YardException($"'{kind.ToString().ToLowerInvariant()}' is watched of a log of predictions, which labels are known of, and the monitor watches none.");
        }

        if ((Costs is not null || Fair.Count > 0) && !Watch.Contains(WatchKind.Performance))
        {
            throw new YardException("Costs and groups are of performance. Watch 'performance' too.");
        }

        if (Watch.Contains(WatchKind.Explanations) && Model is null)
        {
            throw new YardException("The monitor watches explanations, and no model is named. Name the one that is to be asked.");
        }

        if (Watch.Contains(WatchKind.Estimate) && !Watch.Contains(WatchKind.Performance))
        {
            throw new YardException("An estimate learns from windows whose labels have come. Watch 'performance' too.");
        }

        if (Detectors.Count == 0 || Detectors.Distinct().Count() < Detectors.Count)
        {
            throw new YardException("The detectors of a stream are none, or one is named twice. Name some of adwin, page-hinkley and ddm, each once.");
        }

        if (!Watch.Contains(WatchKind.Stream) && !Detectors.SequenceEqual([StreamDetector.Adwin]))
        {
            throw new YardException("Detectors are of the losses of rows. Watch 'stream' too.");
        }

        if (Embeddings.Count > 0 && !Watch.Contains(WatchKind.Together))
        {
            throw new YardException("Embeddings are of columns that are looked at together. Watch 'together' too.");
        }

        if (Embeddings.FirstOrDefault(prefix => prefix.Length == 0) is not null)
        {
            throw new YardException("The prefix of an embedding is empty. Name what its columns begin with, as 'emb_' of emb_0, emb_1 and so on.");
        }

        if (Learn is 1 or 2 or < 0 or > 1000)
        {
            throw new YardException($"The number of windows to learn from is '{Learn}' and must be 0, or from 3 to 1,000.");
        }

        if (LeastRows < 1)
        {
            throw new YardException($"The least number of rows of a window is '{LeastRows}' and must be 1 or more.");
        }

        if (!(FalseAlarms is > 0 and < 1))
        {
            throw new YardException($"The share of false alarms is '{FalseAlarms}' and must be between 0 and 1.");
        }

        if (Freshness <= TimeSpan.Zero || Cooldown < TimeSpan.Zero)
        {
            throw new YardException("The time that rows may stay away must be greater than 0, and the time that must have been quiet 0 or greater.");
        }

        if (Reference.Kind == ReferenceKind.Weekday && (WindowRows is not null || IsBatches))
        {
            throw new YardException("The same weekday is one of windows of time, such as a day. Compare with 'previous:7', or take windows of time.");
        }

        foreach (MonitorRule rule in Rules)
        {
            rule.Check();
        }

        if (Rules.GroupBy(rule => rule.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new YardException($"The rule '{twice.Key}' is there twice. Give each its own name.");
        }

        if (Reference.Kind == ReferenceKind.Weekday && TimeSpan.FromDays(7).Ticks % Window.Ticks != 0)
        {
            throw new YardException($"The window is '{FreshnessCheck.Spoken(Window)}', and a week must be whole windows to compare with the same weekday. Take a day, or an hour.");
        }

        if (WindowRows < LeastRows)
        {
            throw new YardException($"Windows have '{WindowRows}' rows, and those of fewer than '{LeastRows}' are not judged. Take larger windows, or judge smaller ones: '--least-rows {WindowRows}'.");
        }

        Drift.Check();
    }
}
