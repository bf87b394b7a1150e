using System.Globalization;
using Modelyard.Charts;
using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Monitoring;
using Modelyard.Persistence;
using Modelyard.Preparation;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Compares a window with its reference, and says whether anything has moved.</summary>
internal sealed class WindowJudge(MonitorDefinition monitor, ModelRegistry models, IWindowSource source, ServerMinuteStore servers, FitContext context)
{
    private readonly WindowLooks _looks = new(monitor, new WatchedRows(monitor, source, models), context);

    private readonly LearnedWindows _learned = new(monitor);

    private const string OwnRows = "rows";

    // Columns that have moved and cells that do not fit are two parts of the look, and each has half of what it may spend.
    private const int Parts = 2;

    /// <summary>Judges a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="history">The windows before, the oldest first.</param>
    /// <param name="known">What was counted in them.</param>
    internal JudgedWindow Judge(SourceWindow window, IReadOnlyList<MonitorWindow> history, WindowRows known)
    {
        Frame rows = window.Rows, watched = Watched(rows, source.Time);
        JudgedWindow judged = Compare(window, watched, history, known);
        MonitorWindow measured = judged.Window with { Skip = window.Start.Skip, Batch = window.Batch, Measures = [.. RowMeasures.Of(window, watched, monitor, source.Time), .. OfServers(judged.Window)] };
        return judged with { Window = _looks.Look(measured, rows, history) };
    }

    /// <summary>Judges how the model did in a window whose labels have been waited for.</summary>
    /// <param name="window">The window.</param>
    /// <param name="history">All windows, the oldest first.</param>
    /// <param name="known">What is kept of them.</param>
    /// <returns>What came of it.</returns>
    internal LookBack LookBack(MonitorWindow window, IReadOnlyList<MonitorWindow> history, WindowRows known) => _looks.LookBack(window, history, known);

    private IReadOnlyList<WindowMeasure> OfServers(MonitorWindow window) => monitor.Source.Kind == SourceKind.Log && monitor.Watch.Contains(WatchKind.Operation)
        ? ServerMeasures.Of(servers.Read(monitor.Model!, window.Start, window.End), window.End - window.Start) : [];

    private JudgedWindow Compare(SourceWindow window, Frame watched, IReadOnlyList<MonitorWindow> history, WindowRows known)
    {
        (DateTime start, DateTime end) = (window.Start.Moment, window.Finish.Moment);
        if (watched.RowCount == 0 || watched.Columns.Count == 0)
        {
            return new JudgedWindow(new MonitorWindow(start, end, WindowState.Sparse, 0) { Summary = monitor.Source.Kind == SourceKind.Log ? "There is no prediction." : "There is no row." }, null, null, null);
        }

        string grid = monitor.Reference.Kind == ReferenceKind.Training ? VersionOf(window.Rows) : OwnRows;
        TableTally? kept = known.Reference(grid), created = null;
        bool isSparse = watched.RowCount < monitor.LeastRows;
        if (kept is null && !isSparse)
        {
            kept = created = monitor.Reference.Kind switch
            {
                ReferenceKind.Training => Training(grid, watched),
                ReferenceKind.Period => Counted(source.Read(monitor.Reference.From, monitor.Reference.Until), source.Time),
                ReferenceKind.File => Counted(Logged(TableFiles.Read(monitor.Reference.Path!).Frame, watched), source.Time),
                _ => TableTally.Of(watched, Present(watched)),
            };
        }

        if (kept is null)
        {
            return new JudgedWindow(Sparse(start, end, watched.RowCount), null, null, null);
        }

        var tally = new TableTally(kept.Grid);
        tally.Add(watched);
        return new JudgedWindow(isSparse ? Sparse(start, end, watched.RowCount) : Judge(start, end, tally, grid, kept, created is not null, history, known), grid, tally, created);
    }

    private MonitorWindow Sparse(DateTime start, DateTime end, long rows) =>
        new(start, end, WindowState.Sparse, rows) { Summary = $"Too few rows to judge: there {(rows == 1 ? "is" : "are")} {NumberText.Count(rows)}, and {NumberText.Count(monitor.LeastRows)} are needed." };

    private MonitorWindow Judge(DateTime start, DateTime end, TableTally tally, string source, TableTally kept, bool isFirst, IReadOnlyList<MonitorWindow> history, WindowRows known)
    {
        MonitorReference to = monitor.Reference;
        int ofReference = to.Kind == ReferenceKind.First ? to.Count : 0, learned = history.Count(window => window.State == WindowState.Learning);
        bool isReference = learned < ofReference || (to.Kind == ReferenceKind.Period && start < to.Until && end > to.From);
        TableTally? reference = isReference ? null : to.Kind switch
        {
            ReferenceKind.Training or ReferenceKind.Period or ReferenceKind.File => kept,
            ReferenceKind.First => known.Sum(source, kept.Grid, null, -ofReference),
            ReferenceKind.Previous => known.Sum(source, kept.Grid, null, to.Count),
            _ => known.Sum(source, kept.Grid, [.. Enumerable.Range(1, to.Count).Select(week => start.AddDays(-7 * week))]),
        };
        if (reference is null || !monitor.Watch.Contains(WatchKind.Drift))
        {
            return new MonitorWindow(start, end, isReference ? WindowState.Learning : reference is null ? WindowState.NoReference : WindowState.Quiet, tally.Rows)
            {
                Summary = isReference ? "Belongs to the reference." : reference is null ? "There is nothing yet to compare with." : "Drift is not watched.",
                Columns = [.. tally.Columns.Select(column => new WatchedColumn(column.Grid.Name, double.NaN, double.NaN, Share(column), false, ""))],
            };
        }

        // The first window that a model's predictions are seen in is their reference, and is not compared with itself.
        string[] own = isFirst && to.Kind == ReferenceKind.Training ? [.. kept.Grid.Columns.Select(column => column.Name).Where(PredictionColumns.IsOutput)] : [];
        bool isLearning = WindowLooks.IsLearning(monitor, history);
        double level = WindowLooks.LevelOf(monitor, [.. history.Where(window => IsJudged(window.State)).Select(window => window.State == WindowState.Drifted)]), each = level / Parts;
        DriftOptions options = monitor.Drift with { Level = each, Exclude = [.. monitor.Drift.Exclude, .. own], Usual = isLearning ? monitor.Drift.Usual : _learned.Effects(history) };
        var drift = TableDrift.Compare(reference, tally, options);
        QualityFinding[] unfit = [.. drift.Quality.Where(finding => finding.Share >= options.LeastMissing && (isLearning || !_learned.IsUsual(finding, each, history, (source, reference), window => known.Sum(source, kept.Grid, [window.Start]))))];
        bool isDrifted = drift.HasDrifted || unfit.Length > 0;
        return new MonitorWindow(start, end, isLearning ? WindowState.Learning : isDrifted ? WindowState.Drifted : WindowState.Quiet, tally.Rows)
        {
            ReferenceRows = reference.Rows,
            PValue = Math.Min(1, Parts * Chance(drift, unfit)),
            Level = level,
            Summary = drift.HasDrifted || unfit.Length == 0 ? drift.Tell(Evidence) : unfit[0].Summary,
            Quality = [.. drift.Quality.Select(finding => finding.Summary)],
            Columns = [.. drift.Columns.Select(column => new WatchedColumn(column.Name, column.Effect, column.PValue, column.Missing.Current, column.Drifted, column.Drifted ? Evidence(column) : ""))],
        };
    }

    private static string Evidence(ColumnDrift column) => column.ValuesDrifted ? column.Evidence
        : $"missing {NumberText.PlainPercent(column.Missing.Reference)} in the reference and {NumberText.PlainPercent(column.Missing.Current)} now";

    /// <summary>Computes the least adjusted chance of what would matter.</summary>
    private static double Chance(TableDrift drift, QualityFinding[] unfit) => drift.Columns
        .Where(column => column.Effect >= drift.Options.LeastEffect).Select(column => column.AdjustedPValue)
        .Concat(drift.Columns.Where(column => Math.Abs(column.Missing.Current - column.Missing.Reference) >= drift.Options.LeastMissing).Select(column => column.Missing.AdjustedPValue))
        .Concat(unfit.Select(finding => double.IsNaN(finding.AdjustedPValue) ? 0 : finding.AdjustedPValue))
        .Where(chance => !double.IsNaN(chance))
        .DefaultIfEmpty(1)
        .Min();

    private static bool IsJudged(WindowState state) => state is WindowState.Quiet or WindowState.Drifted;

    private static double Share(ColumnTally column) => column.Rows == 0 ? 0 : (double)column.Missing / column.Rows;

    /// <summary>Keeps the inputs and what was predicted of them.</summary>
    private static Frame Watched(Frame rows, string? time) => rows.Select([.. rows.Columns.Select(column => column.Name).Where(name => !PredictionColumns.IsRecord(name) && name != time)]);

    /// <summary>Finds the version that answered; of rows that do not say, the one in production.</summary>
    private string VersionOf(Frame rows) => WatchedRows.VersionOf(rows) ?? models.Resolve(monitor.Model!).Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Counts the rows of a reference.</summary>
    private TableTally Counted(Frame rows, string? time)
    {
        Frame watched = Watched(rows, time);
        return watched.RowCount >= monitor.LeastRows && watched.Columns.Count > 0 ? TableTally.Of(watched, Present(watched))
            : throw new YardException($"The monitor '{monitor.Name}' compares with '{monitor.Reference}', which has {NumberText.Counted(watched.RowCount, "row")} and must have {NumberText.Count(monitor.LeastRows)}. Remove the monitor, and add it with another reference.");
    }

    /// <summary>Leaves out of a file what a log never holds, such as the target of the training's table: it would be told as gone in each window. Of files and queries a column that is gone is news.</summary>
    private Frame Logged(Frame file, Frame watched) => monitor.Source.Kind != SourceKind.Log ? file
        : file.Select([.. file.Columns.Select(column => column.Name).Where(name => watched.TryGetColumn(name, out _))]);

    private string[] Present(Frame table) => [.. monitor.Drift.Exclude.Where(name => table.TryGetColumn(name, out _))];

    /// <summary>Takes the profile of the version's training data for the inputs, and these rows for what it predicts.</summary>
    private TableTally Training(string version, Frame watched)
    {
        string reference = $"{monitor.Model}:{version}";
        ModelPackage package;
        try
        {
            package = models.Load(reference);
        }
        catch (YardException fault)
        {
            throw new YardException($"The monitor '{monitor.Name}' compares with the training data of '{reference}', which is not in the yard: {fault.Message} Compare with the first windows instead, as in '--reference first:7'.", fault);
        }

        TableProfile profile = package.Profile ?? throw new YardException($"The model '{reference}' has no profile of its training data. Compare with the first windows instead, as in '--reference first:7'.");
        TableProfile inputs = profile with { Columns = [.. profile.Columns.SkipLast(1).Select(column => column with { Name = PredictionColumns.Input(column.Name) })] };
        string[] outputs = [.. watched.Columns.Select(column => column.Name).Where(PredictionColumns.IsOutput)];
        return outputs.Length == 0 ? TableTally.Of(inputs) : TableTally.Of(inputs).Beside(TableTally.Of(watched.Select(outputs)));
    }
}
