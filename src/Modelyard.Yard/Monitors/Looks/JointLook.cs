using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks whether inputs have moved together, though perhaps none has on its own: by a classifier, principal components and a kernel, texts by their words, embeddings as vectors.</summary>
internal sealed class JointLook(MonitorDefinition monitor, WatchedRows watched, FitContext context)
{
    private const double LeastRepeated = 0.01;

    internal (WindowLook Look, IReadOnlyList<WindowMeasure> Measures) Of(MonitorWindow window, Frame rows, IReadOnlyList<MonitorWindow> history, double level)
    {
        MonitorWindow[] before = [.. history.Where(one => one.Measures.Any(measure => measure.Name.StartsWith(MeasureNames.Together, StringComparison.Ordinal)))];
        bool isLearning = before.Length < monitor.Learn;
        var options = new TogetherOptions
        {
            Level = level,
            LeastEffect = monitor.Drift.LeastEffect,
            Exclude = monitor.Drift.Exclude,
            Embeddings = monitor.Embeddings,
            MostRows = WatchedRows.MostDrawn,
            Usual = isLearning ? new Dictionary<string, UsualEffect>(StringComparer.Ordinal) : Usual(before.Take(monitor.Learn)),
        };
        TogetherDrift drift;
        try
        {
            Frame current = Inputs(watched.Draw(window, () => rows));
            if (watched.Beside(window, history) is not { } beside)
            {
                return (WindowLook.Unjudged(WatchKind.Together, "There are no rows of a reference yet to look at beside these."), []);
            }

            Frame reference = Inputs(beside);
            drift = TogetherDrift.Compare(reference, Unrepeated(current, reference), options, context);
        }
        catch (ModelyardException fault)
        {
            // What these rows lack is no reason not to look at those that come.
            return (WindowLook.Unjudged(WatchKind.Together, fault.Message), []);
        }

        TogetherLook[] taken = [.. drift.Looks.Where(look => !double.IsNaN(look.PValue))], found = [.. taken.Where(look => look.Drifted).OrderBy(look => look.AdjustedPValue)];
        WindowMeasure[] measures = [.. taken.Select(Measure)];
        WindowLook outcome = isLearning ? WindowLook.Unjudged(WatchKind.Together, $"One of the {monitor.Learn} windows that say how far apart rows usually are.")
            : taken.Length == 0 ? WindowLook.Unjudged(WatchKind.Together, string.Join(' ', [drift.Summary, .. drift.Looks.Select(look => look.Evidence).Distinct(StringComparer.Ordinal).Select(why => why.EndsWith('.') ? why : why + ".")]))
            : new WindowLook(WatchKind.Together, Chance(taken, options), level, found.Length > 0, found.Length == 0 ? drift.Summary : $"Moved together: {string.Join("; ", found.GroupBy(TogetherDrift.Title, StringComparer.Ordinal).Select(Told))}.") { Subjects = Subjects(found) };
        return (outcome, measures);
    }

    /// <summary>Gets how far windows usually are from the reference, look by look.</summary>
    private static Dictionary<string, UsualEffect> Usual(IEnumerable<MonitorWindow> windows)
    {
        var usual = new Dictionary<string, UsualEffect>(StringComparer.Ordinal);
        foreach (IGrouping<string, WindowMeasure> look in windows.SelectMany(window => window.Measures).Where(measure => measure.Name.StartsWith(MeasureNames.Together, StringComparison.Ordinal)).GroupBy(measure => measure.Name, StringComparer.Ordinal))
        {
            if (UsualEffect.Of(look.Select(measure => IsArea(measure.Name) ? RowLooks.Above(measure.Value) : measure.Value)) is { } effect)
            {
                usual.Add(look.Key[MeasureNames.Together.Length..], effect);
            }
        }

        return usual;
    }

    /// <summary>Gets the figure of a look: an area under the ROC curve as it is, and otherwise the effect.</summary>
    private static WindowMeasure Measure(TogetherLook look) => look.Method == TogetherMethod.DomainClassifier
        ? new WindowMeasure(MeasureNames.Together + look.Id, look.Statistic) { Low = look.Interval?.Low ?? double.NaN, High = look.Interval?.High ?? double.NaN }
        : new WindowMeasure(MeasureNames.Together + look.Id, look.Effect);

    /// <summary>Names what has moved: the columns as a whole with those that a classifier leans on, texts and embeddings.</summary>
    private static string[] Subjects(TogetherLook[] found) =>
        [.. found.SelectMany(look => look.Name.Length > 0 ? [look.Name] : look.Columns.Prepend(MeasureNames.AllColumns)).Distinct(StringComparer.Ordinal)];

    private Frame Inputs(Frame rows) => rows.Select([.. rows.Columns.Select(column => column.Name).Where(name => PredictionColumns.IsInput(name) && name != monitor.Source.Time)]);

    /// <summary>Leaves out rows that repeat another where those of the reference hardly do: a classifier would know them again, and tell a move that is none. That rows are repeated is what <c>operation</c> tells.</summary>
    private Frame Unrepeated(Frame rows, Frame reference) =>
        RepeatedIn(reference) <= LeastRepeated * reference.RowCount && RepeatedIn(rows) > 0 ? rows.DropDuplicates(Looked(rows)) : rows;

    private int RepeatedIn(Frame rows)
    {
        BooleanColumn same = rows.Duplicated(Looked(rows));
        return Enumerable.Range(0, rows.RowCount).Count(row => same[row] == true);
    }

    /// <summary>Names the columns that are looked at: what is excluded, as an identifier is, tells rows apart that are the same.</summary>
    private string[] Looked(Frame rows) => [.. rows.Columns.Select(column => column.Name).Where(name => !monitor.Drift.Exclude.Contains(name))];

    private static bool IsArea(string measure) => measure.EndsWith(MeasureNames.Classifier, StringComparison.Ordinal);

    private static double Chance(TogetherLook[] taken, TogetherOptions options) => taken.Where(look => look.Effect >= options.LeastEffect).Select(look => look.AdjustedPValue).DefaultIfEmpty(1).Min();

    /// <summary>Tells what was found of the columns, of a text or of an embedding; what a classifier leans on says more than how far rows are apart.</summary>
    private static string Told(IGrouping<string, TogetherLook> found) =>
        $"{found.Key} by {string.Join(" and ", found.Select(look => Method(look.Method)))} ({(found.FirstOrDefault(look => look.Method == TogetherMethod.DomainClassifier) ?? found.First()).Evidence})";

    private static string Method(TogetherMethod method) => method switch
    {
        TogetherMethod.DomainClassifier => "a classifier",
        TogetherMethod.Reconstruction => "principal components",
        _ => "a kernel",
    };
}
