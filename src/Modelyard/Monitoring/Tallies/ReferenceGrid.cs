using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;
using Modelyard.Preparation.Text;

namespace Modelyard.Monitoring;

/// <summary>Chooses the bins or levels of a column by its cells in the reference.</summary>
internal static class ReferenceGrid
{
    internal static readonly string[] Truths = ["false", "true"];

    // As of training data, so that windows that are held against either are alike.
    private const int Bins = TableProfiler.Bins;

    // A number of so few values, each of so many rows on average, is told by their counts better than by distances.
    private const int FewValues = 20;

    /// <summary>Chooses the grid of a column, or says why it is not watched.</summary>
    internal static (ColumnGrid? Grid, string? Reason) Of(Column column) => column.Kind switch
    {
        ColumnKind.Boolean => (new ColumnGrid(column.Name, FeatureKind.Boolean) { Levels = Truths }, null),
        ColumnKind.Text or ColumnKind.Category => OfTexts(column),
        ColumnKind.Timestamp => (OfNumbers(column, FeatureKind.Timestamp, Sorted(column)), null),
        _ => OfNumbers(column),
    };

    /// <summary>Takes the grid of a column from its profile.</summary>
    internal static ColumnGrid Of(ColumnProfile profile) => new(profile.Name, profile.Kind)
    {
        Levels = profile.Kind == FeatureKind.Boolean ? Truths : profile.Levels,
        Borders = profile.Kind == FeatureKind.Boolean ? [] : profile.Borders,
        Minimum = profile.Minimum,
        Maximum = profile.Maximum,
    };

    private static (ColumnGrid? Grid, string? Reason) OfNumbers(Column column)
    {
        double[] sorted = Sorted(column);
        int distinct = Distinct(sorted, int.MaxValue);
        string? reason = column.Kind == ColumnKind.Integer && sorted.Length > 0
            ? TablePlan.Identify(column.Name, column.Kind, column.Length, sorted.Length, distinct, distinct == sorted.Length, sorted[0], sorted[^1], () => 0)
            : null;
        return reason is null ? (OfNumbers(column, FeatureKind.Numeric, sorted), null) : (null, reason);
    }

    private static ColumnGrid OfNumbers(Column column, FeatureKind kind, double[] sorted)
    {
        if (sorted.Length == 0)
        {
            return new ColumnGrid(column.Name, kind);
        }

        int distinct = kind == FeatureKind.Numeric ? Distinct(sorted, FewValues + 1) : int.MaxValue;
        bool isDiscrete = distinct <= FewValues && distinct * FewValues <= sorted.Length;
        IEnumerable<double> borders = isDiscrete
            ? sorted.Distinct()
            : Enumerable.Range(1, Bins - 1).Select(bin => sorted[(int)((long)bin * (sorted.Length - 1) / Bins)]).Where(border => border < sorted[^1]).Distinct();
        return new ColumnGrid(column.Name, kind) { Borders = [.. borders], IsDiscrete = isDiscrete, Minimum = sorted[0], Maximum = sorted[^1] };
    }

    private static (ColumnGrid? Grid, string? Reason) OfTexts(Column column)
    {
        int present = column.Length - column.MissingCount;
        ColumnSummary summary = ColumnSummary.Of(column);
        if (TextTerms.IsText(column, present, summary.Distinct))
        {
            return (OfNumbers(column, FeatureKind.Text, SortedNumbers(CellCodes.Words(column))), null);
        }

        string? reason = TablePlan.Identify(column.Name, column.Kind, column.Length, present, summary.Distinct, summary.Distinct == present, double.NaN, double.NaN, () => 0);
        return reason is null ? (new ColumnGrid(column.Name, FeatureKind.Categorical) { Levels = TablePlan.Describe(column).Levels }, null) : (null, reason);
    }

    private static double[] Sorted(Column column) => SortedNumbers(column.ToDoubles());

    private static double[] SortedNumbers(double[] values)
    {
        double[] sorted = Array.FindAll(values, value => Math.Abs(value) <= RowEncoder.Greatest);
        Array.Sort(sorted);
        return sorted;
    }

    private static int Distinct(double[] sorted, int most)
    {
        int distinct = sorted.Length == 0 ? 0 : 1;
        for (int i = 1; i < sorted.Length && distinct < most; i++)
        {
            distinct += sorted[i] == sorted[i - 1] ? 0 : 1;
        }

        return distinct;
    }
}
