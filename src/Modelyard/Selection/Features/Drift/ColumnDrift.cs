using Modelyard.Charts;
using Modelyard.Drift;
using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Tests whether a column has one law in the first rows and in the others, and says what differs.</summary>
internal static class ColumnDrift
{
    internal static DriftedColumn Of(FeatureValues feature, int firstRows)
    {
        int[] parts = [.. Enumerable.Range(0, feature.Values.Length).Select(row => row < firstRows ? 0 : 1)];
        double[] first = feature.Values[..firstRows], second = feature.Values[firstRows..];
        if (feature.HasLevels)
        {
            int[] levels = feature.Levels();
            string evidence = feature.IsCategory ? LevelEvidence(feature.Feature, levels, firstRows) : Words(feature, first, second);
            return Named(feature, UnivariateTests.Independence(levels, parts), evidence);
        }

        TwoSampleTest distance = SampleTests.KolmogorovSmirnov(first, second);
        var numbers = new UnivariateTest(distance.Name, distance.Statistic, distance.PValue, distance.Statistic, feature.Values.Count(value => !double.IsNaN(value)));
        UnivariateTest gaps = UnivariateTests.Independence(Array.ConvertAll(feature.Values, value => double.IsNaN(value) ? 1 : 0), parts);
        if (double.IsNaN(gaps.PValue))
        {
            return Named(feature, numbers, Words(feature, first, second));
        }

        // Of two looks at one column the better counts, and is paid for.
        bool byGaps = !(numbers.PValue <= gaps.PValue);
        UnivariateTest better = byGaps ? gaps with { Name = "chi-square of missing" } : numbers;
        return Named(feature, better with { PValue = Math.Min(1, 2 * better.PValue) }, byGaps
            ? $"missing in {Percent(first.Count(double.IsNaN), first.Length)} of train and {Percent(second.Count(double.IsNaN), second.Length)} of test"
            : Words(feature, first, second));
    }

    private static string Words(FeatureValues feature, double[] first, double[] second) =>
        NumberDrift.Evidence(feature.Feature.Kind, SortedShape.Of(first), SortedShape.Of(second), SampleNames.Train, SampleNames.Test);

    private static DriftedColumn Named(FeatureValues feature, UnivariateTest test, string evidence) =>
        new(feature.Feature.Name, test.Name, test.Effect, test.PValue, double.NaN, double.NaN, evidence);

    /// <summary>Names the level whose share differs most, and how many levels training did not see.</summary>
    private static string LevelEvidence(Feature feature, int[] levels, int firstRows)
    {
        int[] first = new int[levels.Max() + 1], second = new int[levels.Max() + 1];
        for (int row = 0; row < levels.Length; row++)
        {
            (row < firstRows ? first : second)[levels[row]]++;
        }

        int rest = levels.Length - firstRows;
        int most = Enumerable.Range(0, first.Length).MaxBy(level => Math.Abs(((double)first[level] / firstRows) - ((double)second[level] / rest)));
        int unseen = Enumerable.Range(2, Math.Max(0, first.Length - 2)).Count(level => first[level] == 0 && second[level] > 0);
        string name = most switch
        {
            0 => "missing",
            1 => "an unknown level",
            _ when feature.Kind == FeatureKind.Boolean => most == 3 ? "true" : "false",
            _ => $"'{feature.Levels[most - 2]}'",
        };
        return $"{name} in {Percent(first[most], firstRows)} of train and {Percent(second[most], rest)} of test"
            + (unseen == 0 ? "" : $"; {unseen} {(unseen == 1 ? "level" : "levels")} in test only");
    }

    private static string Percent(int count, int rows) => NumberText.PlainPercent((double)count / rows);
}
