using System.Globalization;
using Modelyard.Learning;
using Modelyard.Probability;

namespace Modelyard.Ensembles;

/// <summary>Holds the errors on rows that were not learned from, sorted, of all rows and of each group.</summary>
internal sealed class ConformityScores
{
    private const int MostNamed = 5;
    private readonly double[] _all;
    private readonly SortedDictionary<double, double[]> _groups;
    private readonly int _feature;

    private ConformityScores(double[] all, SortedDictionary<double, double[]> groups, int feature)
    {
        _all = all;
        _groups = groups;
        _feature = feature;
    }

    /// <summary>Gets the errors of all rows, which rise.</summary>
    internal ReadOnlySpan<double> All => _all;

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
    /// <param name="rows">The rows, which are only read if there are groups.</param>
    /// <param name="feature">The feature whose values are groups; -1 for none.</param>
    /// <param name="coverage">The share that is to be held, which needs a number of rows.</param>
    /// <param name="context">Is told of groups that are too small for intervals of their own.</param>
    internal static ConformityScores Of(double[] scores, Dataset rows, int feature, double coverage, FitContext context)
    {
        int fewest = FewestRows(coverage);
        if (scores.Length < fewest)
        {
            throw TooFew(scores.Length, coverage);
        }

        var own = new SortedDictionary<double, double[]>();
        var small = new SortedDictionary<double, int>();
        foreach (IGrouping<double, int> group in feature < 0 ? [] : Enumerable.Range(0, scores.Length).GroupBy(row => GroupOf(rows, row, feature)))
        {
            double[] sorted = [.. group.Select(row => scores[row]).Order()];
            if (sorted.Length >= fewest)
            {
                own.Add(group.Key, sorted);
            }
            else
            {
                small.Add(group.Key, sorted.Length);
            }
        }

        if (small.Count > 0)
        {
            Feature column = rows.Schema[feature];
            string named = string.Join(", ", small.Keys.Take(MostNamed).Select(value => $"'{NameOf(column, value)}'")) + (small.Count > MostNamed ? $" and {small.Count - MostNamed:N0} others" : "");
            if (own.Count == 0)
            {
                throw new ModelyardException(
                    $"None of the '{small.Count}' values of the groups '{column.Name}' has '{fewest}' rows or more to take errors from ({named}). Name a column of few values, cut numbers into ranges first, give more rows, or ask for less by 'Coverage'.");
            }

            context.Warn($"Of the groups '{column.Name}' these have fewer than '{fewest}' rows to take errors from: {named}. What is predicted for them rests on the errors of all rows.");
        }

        return new ConformityScores([.. scores.Order()], own, feature);
    }

    /// <summary>Takes scores that rise, without groups.</summary>
    internal static ConformityScores OfSorted(double[] scores) => new(scores, [], -1);

    /// <summary>Makes the fault of too few rows.</summary>
    internal static ModelyardException TooFew(int rows, double coverage) => new(string.Create(
        CultureInfo.InvariantCulture, $"There are '{rows}' rows to take errors from, and to hold {100 * coverage:0.##} % needs '{FewestRows(coverage)}' or more. Give more rows, or ask for less by 'Coverage'."));

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
    /// <param name="scored">The number of rows whose errors were taken; 0 if it is not known.</param>
    /// <param name="scoredOf">The same of a group; null without groups.</param>
    internal static CoverageCheck Check(double coverage, bool[] held, double size, string[] names, int scored, Func<string, int>? scoredOf)
    {
        (double share, double low, double high) = ShareOf(held.Count(one => one), held.Length);
        return new CoverageCheck(coverage, held.Length, share, low, high, size, [.. Enumerable.Range(0, names.Length).GroupBy(row => names[row], StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
        {
            (double own, double least, double most) = ShareOf(group.Count(row => held[row]), group.Count());
            return new GroupCoverage(group.Key, group.Count(), own, least, most) { ScoredRows = scoredOf?.Invoke(group.Key) ?? 0 };
        })])
        {
            ScoredRows = scored,
        };
    }

    private static (double Share, double Low, double High) ShareOf(int held, int rows)
    {
        double share = held / (double)rows;
        (double low, double high) = WilsonInterval.Of(share, rows);
        return (share, low, high);
    }

    /// <summary>Names the group of each row.</summary>
    internal string[] NamesOf(Dataset data)
    {
        if (_feature < 0)
        {
            return [];
        }

        Feature feature = data.Schema[_feature];
        return [.. Enumerable.Range(0, data.RowCount).Select(row => NameOf(feature, GroupOf(data, row, _feature)))];
    }

    /// <summary>Counts the rows of a group whose errors were taken, or of all for a group without errors of its own.</summary>
    internal int CountOf(FeatureSchema schema, string name)
    {
        foreach ((double value, double[] own) in _groups)
        {
            if (NameOf(schema[_feature], value) == name)
            {
                return own.Length;
            }
        }

        return _all.Length;
    }

    /// <summary>Names the feature whose values are groups; empty for none.</summary>
    internal string GroupedBy(FeatureSchema schema) => _feature < 0 ? "" : schema[_feature].Name;

    internal void Save(StateWriter state)
    {
        state.Write("scores", _all);
        state.Write("groupFeature", (long)_feature);
        state.Write("groups", _groups.Keys.ToArray());
        state.Write("groupCounts", _groups.Values.Select(own => own.Length).ToArray());
        state.Write("groupScores", _groups.Values.SelectMany(own => own).ToArray());
    }

    internal static ConformityScores Load(StateReader state, int features)
    {
        double[] all = state.ReadDoubles("scores"), keys = state.ReadDoubles("groups");
        int feature = state.ReadInt("groupFeature", -1, features - 1);
        double[][] own = ReadSorted(state, "groupCounts", "groupScores", keys.Length);
        var groups = new SortedDictionary<double, double[]>();
        for (int i = 0; i < keys.Length; i++)
        {
            if (own[i].Length == 0 || !groups.TryAdd(keys[i], own[i]))
            {
                throw new ModelFormatException("The groups of a conformal model must differ, and each must have errors.");
            }
        }

        CheckSorted(all);
        return all.Length > 0 ? new ConformityScores(all, groups, feature) : throw new ModelFormatException("A conformal model must have errors.");
    }

    /// <summary>Reads lists of errors that stand one after the other.</summary>
    internal static double[][] ReadSorted(StateReader state, string counts, string values, int lists)
    {
        int[] lengths = state.ReadInts(counts, lists);
        double[] all = state.ReadDoubles(values);
        if (Array.Exists(lengths, length => length < 0) || lengths.Sum(length => (long)length) != all.Length)
        {
            throw new ModelFormatException($"The values '{counts}' and '{values}' of the model do not fit each other.");
        }

        int at = 0;
        double[][] own = Array.ConvertAll(lengths, length => all[at..(at += length)]);
        Array.ForEach(own, CheckSorted);
        return own;
    }

    private static void CheckSorted(double[] scores)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsFinite(scores[i]) || (i > 0 && scores[i] < scores[i - 1]))
            {
                throw new ModelFormatException("The errors of a conformal model must be finite and rise.");
            }
        }
    }

    private static string NameOf(Feature feature, double value) => double.IsNaN(value) ? "(missing)"
        : feature.IsCategorical && !(value >= 0 && value < feature.Levels.Count) ? "(unknown)"
        : feature.IsCategorical ? feature.Levels[(int)value]
        : feature.Kind == FeatureKind.Boolean ? value != 0 ? "true" : "false"
        : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Gets the value of a row by which it belongs to a group.</summary>
    internal static double GroupOf(Dataset rows, int row, int feature) => rows.IsSparse ? rows.SparseFeatures[row, feature] : rows.Features[row, feature];
}
