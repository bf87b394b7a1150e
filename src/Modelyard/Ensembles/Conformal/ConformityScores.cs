using System.Globalization;
using Modelyard.Learning;
using Modelyard.Probability;

namespace Modelyard.Ensembles;

/// <summary>Holds the errors on rows that were not learned from, sorted, of all rows and of each group.</summary>
internal sealed class ConformityScores
{
    private readonly double[] _all;
    private readonly Dictionary<double, double[]> _groups;
    private readonly int _feature;

    private ConformityScores(double[] all, Dictionary<double, double[]> groups, int feature)
    {
        _all = all;
        _groups = groups;
        _feature = feature;
    }

    internal int Count => _all.Length;

    /// <summary>Finds the feature whose values are groups; -1 for none.</summary>
    internal static int FindGroups(FeatureSchema schema, string? name)
    {
        if (name is null)
        {
            return -1;
        }

        int feature = schema.ToList().FindIndex(one => one.Name == name);
        return feature >= 0
            ? feature
            : throw new ModelyardException($"The groups '{name}' are not among the features. The nearest is '{Spelling.Nearest(name, schema.Select(one => one.Name))}'.");
    }

    /// <summary>Sorts scores.</summary>
    /// <param name="scores">The score of each row.</param>
    /// <param name="groups">The group of each row; empty for none.</param>
    /// <param name="feature">The feature whose values are groups; -1 for none.</param>
    /// <param name="coverage">The share that is to be held, which needs a number of rows.</param>
    /// <param name="context">Is told of groups that are too small for intervals of their own.</param>
    internal static ConformityScores Of(double[] scores, double[] groups, int feature, double coverage, FitContext context)
    {
        double[] all = [.. scores.Order()];
        int fewest = FewestRows(coverage);
        if (all.Length < fewest)
        {
            throw new ModelyardException(string.Create(
                CultureInfo.InvariantCulture, $"There are '{all.Length}' rows to take errors from, and intervals that hold {100 * coverage:0.##} % need '{fewest}' or more. Give more rows, or ask for less."));
        }

        var own = new Dictionary<double, double[]>();
        int small = 0;
        if (feature >= 0)
        {
            foreach (IGrouping<double, int> group in Enumerable.Range(0, scores.Length).GroupBy(row => groups[row]))
            {
                double[] sorted = [.. group.Select(row => scores[row]).Order()];
                if (sorted.Length >= fewest)
                {
                    own.Add(group.Key, sorted);
                }
                else
                {
                    small++;
                }
            }
        }

        if (small > 0)
        {
            context.Warn($"'{small}' groups have fewer than '{fewest}' rows to take errors from; their intervals are made of those of all rows.");
        }

        return new ConformityScores(all, own, feature);
    }

    /// <summary>Computes how many errors are needed for the greatest of them to hold a share.</summary>
    internal static int FewestRows(double coverage) => (int)Math.Ceiling((coverage / (1 - coverage)) - 1e-9);

    /// <summary>Finds the error that a share of those of all rows, or of the row's group, and of one row more do not exceed.</summary>
    internal double Quantile(double coverage, ReadOnlySpan<double> row)
    {
        double[] scores = _feature >= 0 && _groups.TryGetValue(row[_feature], out double[]? own) ? own : _all;
        int rank = (int)Math.Ceiling(((scores.Length + 1) * coverage) - 1e-9);
        return rank <= scores.Length ? scores[Math.Max(rank, 1) - 1] : double.PositiveInfinity;
    }

    /// <summary>Counts how often the truth was held.</summary>
    /// <param name="coverage">The share that was asked for.</param>
    /// <param name="held">Whether the truth of each row was held.</param>
    /// <param name="size">The mean size of intervals or sets.</param>
    /// <param name="names">The group of each row; empty for none.</param>
    internal static CoverageCheck Check(double coverage, bool[] held, double size, string[] names)
    {
        double count = held.Length, share = held.Count(one => one) / count;

        // Wilson's interval holds for shares near 1, where the usual one does not.
        double z = Normal.Quantile(0.975), square = z * z / count;
        double middle = (share + (square / 2)) / (1 + square), half = z / (1 + square) * Math.Sqrt(((share * (1 - share)) + (square / 4)) / count);
        var groups = Enumerable.Range(0, names.Length).GroupBy(row => names[row], StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(row => held[row]) / (double)group.Count(), StringComparer.Ordinal);
        return new CoverageCheck(coverage, held.Length, share, middle - half, middle + half, size, groups);
    }

    /// <summary>Names the group of each row.</summary>
    internal string[] NamesOf(Dataset data)
    {
        if (_feature < 0)
        {
            return [];
        }

        Feature feature = data.Schema[_feature];
        return [.. Enumerable.Range(0, data.RowCount).Select(row => data.Features[row, _feature]).Select(value =>
            feature.IsCategorical && value >= 0 && value < feature.Levels.Count ? feature.Levels[(int)value] : value.ToString(CultureInfo.InvariantCulture))];
    }
}
