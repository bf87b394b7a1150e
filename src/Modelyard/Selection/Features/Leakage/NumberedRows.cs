using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Selection.Features;

/// <summary>Tests whether the order of what names the rows says what their target is: rows that were numbered after they were sorted by it, or as time went by.</summary>
internal static class NumberedRows
{
    private const double Unlikely = 1e-3;

    // An order that removes more of the error than this is no drift of the times.
    private const double Predicts = 0.1;

    /// <summary>Judges each identifier by its order, that of its texts if it has no numbers.</summary>
    internal static IEnumerable<LeakageFinding> Run(Frame rows, IReadOnlyList<DroppedColumn> identifiers, TargetPlan target, FitContext context)
    {
        if (identifiers.Count == 0)
        {
            yield break;
        }

        Frame orders = Frame.Of([rows[target.Name], .. identifiers.Select(column => new DoubleColumn(column.Name, Order(rows[column.Name])))]);
        Dataset data = target.Encode(orders, new RowEncoder(new FeatureSchema(identifiers.Select(column => new Feature(column.Name)))));
        var ranking = FeatureRanking.Compute(data, FeatureMeasure.MutualInformation, context);
        SoleFeature[] scores = [.. SoleFeature.OfAll(data, context).Select(one => one.Score)];
        for (int i = 0; i < identifiers.Count; i++)
        {
            double chance = ranking.Features.Single(one => one.Name == identifiers[i].Name).AdjustedPValue;
            yield return Finding(identifiers[i], chance, scores[i], target.Name);
        }
    }

    private static LeakageFinding Finding(DroppedColumn column, double chance, SoleFeature score, string target)
    {
        if (!(chance <= Unlikely))
        {
            return new LeakageFinding(
                LeakageKind.Identifier,
                LeakageSeverity.Notice,
                column.Name,
                $"The column '{column.Name}' is {column.Reason}. Its order says no more than chance of '{target}'.",
                "Leave it out: it says nothing of rows that were not seen. 'modelyard train' leaves it out by itself.");
        }

        bool predicts = score.Low >= Predicts;
        return new LeakageFinding(
            LeakageKind.Identifier,
            predicts ? LeakageSeverity.Severe : LeakageSeverity.Suspicious,
            column.Name,
            $"The column '{column.Name}' is {column.Reason}, and rows were numbered in an order that goes with '{target}'"
                + (predicts ? $": the number alone removes {score.Removed:P1} [{score.Low:P1}, {score.High:P1}] of the error of guessing, on rows that were not looked at." : ", though it tells little of it."),
            predicts
                ? "Leave it out, as 'modelyard train' does by itself, and ask how rows were numbered: whatever else goes by their order gives the target away too."
                : "Leave it out, as 'modelyard train' does by itself. If rows were numbered as time went by, part them in order of time.");
    }

    private static double[] Order(Column column)
    {
        if (column.IsNumeric)
        {
            return Array.ConvertAll(column.ToDoubles(), value => double.IsFinite(value) ? value : double.NaN);
        }

        string?[] texts = [.. Enumerable.Range(0, column.Length).Select(row => column.IsMissing(row) ? null : column.FormatCell(row))];
        string[] sorted = [.. texts.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return Array.ConvertAll(texts, text => text is null ? double.NaN : Array.BinarySearch(sorted, text, StringComparer.Ordinal));
    }
}
