using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Monitoring;
using Modelyard.Persistence;
using Modelyard.Preparation;
using Modelyard.Probability;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Compares a window with its reference, and says whether anything has moved.</summary>
internal sealed class WindowJudge(MonitorDefinition monitor, ModelRegistry models)
{
    private const string OwnRows = "rows";

    // Drift and what does not fit are two looks at a window, and each has half of what it may spend.
    private const int Looks = 2;

    /// <summary>Judges a window.</summary>
    /// <param name="start">The beginning.</param>
    /// <param name="end">The end.</param>
    /// <param name="rows">The predictions.</param>
    /// <param name="known">What is known of earlier windows.</param>
    internal JudgedWindow Judge(DateTime start, DateTime end, Frame rows, WindowRows known)
    {
        Frame watched = Watched(rows);
        if (rows.RowCount == 0 || watched.Columns.Count == 0)
        {
            return new JudgedWindow(new MonitorWindow(start, end, WindowState.Sparse, 0) { Summary = "There is no prediction." }, null, null, null);
        }

        string source = monitor.Reference.Kind == ReferenceKind.Training ? VersionOf(rows) : OwnRows;
        TableTally? kept = known.Reference(source), created = null;
        bool isSparse = rows.RowCount < monitor.LeastRows;
        if (kept is null && !isSparse)
        {
            kept = created = source == OwnRows ? TableTally.Of(watched, Present(watched)) : Training(source, watched);
        }

        if (kept is null)
        {
            return new JudgedWindow(Sparse(start, end, rows.RowCount), null, null, null);
        }

        var tally = new TableTally(kept.Grid);
        tally.Add(watched);
        if (isSparse)
        {
            return new JudgedWindow(Sparse(start, end, rows.RowCount), source, tally, null);
        }

        return new JudgedWindow(Judge(start, end, tally, source, kept, created is not null, known), source, tally, created);
    }

    private MonitorWindow Sparse(DateTime start, DateTime end, long rows) =>
        new(start, end, WindowState.Sparse, rows) { Summary = $"Too few rows to judge: there {(rows == 1 ? "is" : "are")} {NumberText.Count(rows)}, and {NumberText.Count(monitor.LeastRows)} are needed." };

    private MonitorWindow Judge(DateTime start, DateTime end, TableTally tally, string source, TableTally kept, bool isFirst, WindowRows known)
    {
        IReadOnlyList<WindowState> states = known.States();
        int ofReference = monitor.Reference.Kind == ReferenceKind.First ? monitor.Reference.Count : 0, learned = states.Count(state => state == WindowState.Learning);
        TableTally? reference = monitor.Reference.Kind switch
        {
            ReferenceKind.Training => kept,
            ReferenceKind.First => learned < ofReference ? null : known.Sum(source, kept.Grid, null, -ofReference),
            ReferenceKind.Previous => known.Sum(source, kept.Grid, null, monitor.Reference.Count),
            _ => known.Sum(source, kept.Grid, [.. Enumerable.Range(1, monitor.Reference.Count).Select(week => start.AddDays(-7 * week))]),
        };
        if (reference is null)
        {
            bool isReference = learned < ofReference;
            return new MonitorWindow(start, end, isReference ? WindowState.Learning : WindowState.NoReference, tally.Rows)
            {
                Summary = isReference ? "Belongs to the reference." : "There is nothing yet to compare with.",
                Columns = [.. tally.Columns.Select(column => new WatchedColumn(column.Grid.Name, double.NaN, double.NaN, Share(column), false, ""))],
            };
        }

        // The first window that a model's predictions are seen in is their reference, and is not compared with itself.
        string[] own = isFirst && source != OwnRows ? [.. kept.Grid.Columns.Select(column => column.Name).Where(PredictionColumns.IsOutput)] : [];
        bool isLearning = learned < ofReference + monitor.Learn;
        var investing = new AlphaInvesting(monitor.FalseAlarms, states.Count(IsJudged), states.Where(IsJudged).Index().Where(one => one.Item == WindowState.Drifted).Select(one => one.Index + 1));
        double level = investing.Next, each = level / Looks;
        DriftOptions options = monitor.Drift with { Level = each, Exclude = [.. monitor.Drift.Exclude, .. own], Usual = isLearning ? monitor.Drift.Usual : Usual(known, ofReference) };
        var drift = TableDrift.Compare(reference, tally, options);
        QualityFinding[] unfit = [.. drift.Quality.Where(finding => finding.Share >= options.LeastMissing)];
        bool isDrifted = drift.HasDrifted || unfit.Length > 0;
        return new MonitorWindow(start, end, isLearning ? WindowState.Learning : isDrifted ? WindowState.Drifted : WindowState.Quiet, tally.Rows)
        {
            ReferenceRows = reference.Rows,
            PValue = Math.Min(1, Looks * Chance(drift, unfit)),
            Level = level,
            Summary = drift.HasDrifted || unfit.Length == 0 ? drift.Summary : unfit[0].Summary,
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
    private static Frame Watched(Frame rows) => rows.Select([.. rows.Columns.Select(column => column.Name).Where(name => !PredictionColumns.IsRecord(name))]);

    /// <summary>Finds the version that answered most often, of several the first by name.</summary>
    private static string VersionOf(Frame rows)
    {
        Column versions = rows[PredictionColumns.Version];
        return Enumerable.Range(0, rows.RowCount).Select(versions.FormatCell).GroupBy(version => version, StringComparer.Ordinal).OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).First().Key;
    }

    private string[] Present(Frame table) => [.. monitor.Drift.Exclude.Where(name => table.TryGetColumn(name, out _))];

    private Dictionary<string, UsualEffect> Usual(WindowRows known, int ofReference)
    {
        var usual = new Dictionary<string, UsualEffect>(StringComparer.Ordinal);
        if (monitor.Learn == 0)
        {
            return usual;
        }

        foreach (IGrouping<string, WatchedColumn> column in known.Learned().Skip(ofReference).SelectMany(window => window.Columns).GroupBy(column => column.Name, StringComparer.Ordinal))
        {
            if (UsualEffect.Of(column.Select(one => one.Effect)) is { } effect)
            {
                usual.Add(column.Key, effect);
            }
        }

        return usual;
    }

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
        return TableTally.Of(inputs).Beside(TableTally.Of(watched.Select([.. watched.Columns.Select(column => column.Name).Where(PredictionColumns.IsOutput)])));
    }
}
