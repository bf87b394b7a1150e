using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Estimates the mutual information of a feature, whose cells may be missing, and the target.</summary>
internal static class FeatureInformation
{
    internal static double Of(FeatureValues feature, Dataset data, int neighbors)
    {
        if (feature.HasLevels)
        {
            return OfLevels(feature.Levels(), data, neighbors);
        }

        int[] present = [.. Enumerable.Range(0, data.RowCount).Where(row => !double.IsNaN(feature.Values[row]))];
        if (present.Length == data.RowCount)
        {
            return OfNumbers(feature.Values, data, neighbors);
        }

        // The chain rule: where the cell is missing the number says nothing more.
        double ofAbsence = OfLevels(Array.ConvertAll(feature.Values, value => double.IsNaN(value) ? 1 : 0), data, neighbors);
        return present.Length == 0 ? ofAbsence : ofAbsence + ((double)present.Length / data.RowCount * OfNumbers(feature.Values, data, neighbors, present));
    }

    private static double OfLevels(int[] levels, Dataset data, int neighbors) => data.Task == TaskKind.Classification
        ? MutualInformation.OfCategories(levels, data.Labels, corrected: true)
        : MutualInformation.OfNumberAndCategory(data.Target, levels, neighbors);

    private static double OfNumbers(double[] values, Dataset data, int neighbors) => data.Task == TaskKind.Classification
        ? MutualInformation.OfNumberAndCategory(values, data.Labels, neighbors)
        : MutualInformation.OfNumbers(values, data.Target, neighbors);

    private static double OfNumbers(double[] values, Dataset data, int neighbors, int[] rows)
    {
        double[] numbers = Array.ConvertAll(rows, row => values[row]);
        return data.Task == TaskKind.Classification
            ? MutualInformation.OfNumberAndCategory(numbers, Array.ConvertAll(rows, row => data.Labels[row]), neighbors)
            : MutualInformation.OfNumbers(numbers, Array.ConvertAll(rows, row => data.Target[row]), neighbors);
    }
}
