using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Dependence;

/// <summary>Represents the values of a feature at which a model is looked at.</summary>
public sealed class DependenceAxis
{
    private const double SecondsOfDay = 86_400;
    private readonly double[] _values;
    private readonly double[] _deciles;
    private readonly bool _areDays;

    private DependenceAxis(Feature feature, double[] values, double[] present)
    {
        Feature = feature;
        _values = values;
        _areDays = feature.Kind == FeatureKind.Timestamp && Array.TrueForAll(present, moment => moment % SecondsOfDay == 0);
        _deciles = HasLevels || present.Length == 0 ? [] : [.. Enumerable.Range(0, 11).Select(tenth => SortedQuantile.Of(present, tenth / 10.0))];
    }

    /// <summary>Gets the feature.</summary>
    public Feature Feature { get; }

    /// <summary>Gets the values: numbers in ascending order, codes of levels.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Gets the least value of the rows, the nine deciles, and the greatest; empty of levels.</summary>
    public ReadOnlySpan<double> Deciles => _deciles;

    /// <summary>Gets a value indicating whether the values are levels of a category, or false and true.</summary>
    public bool HasLevels => Feature.Kind is FeatureKind.Categorical or FeatureKind.Boolean;

    /// <summary>Writes what a value stands for.</summary>
    /// <param name="point">The position of the value.</param>
    /// <returns>The level, the number or the time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such value.</exception>
    public string Label(int point)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(point);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(point, _values.Length);
        return double.IsNaN(_values[point]) ? "(missing)"
            : Feature.Kind == FeatureKind.Numeric ? NumberText.Value(_values[point])
            : CellText.Of(Feature, _areDays ? Math.Round(_values[point] / SecondsOfDay) * SecondsOfDay : _values[point])!;
    }

    /// <summary>Finds the values of a feature: those that are given, or all, or quantiles.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="column">The position of the feature.</param>
    /// <param name="options">The greatest number of values, and those that are given.</param>
    /// <param name="most">The greatest number of values where it is less than that of the options.</param>
    /// <exception cref="ModelyardException">The feature is a text, has no cell in the rows, or what is given is no value of it.</exception>
    internal static DependenceAxis Of(DependenceSample sample, int column, DependenceOptions options, int most = int.MaxValue)
    {
        Feature feature = sample.Features[column];
        CheckKind(feature);
        double[] present = sample.Present(column);
        if (options.Values.TryGetValue(feature.Name, out IReadOnlyList<double>? given))
        {
            double[] values = [.. given.Distinct().OrderBy(double.IsNaN).ThenBy(value => value)];
            Check(feature, values);
            return new DependenceAxis(feature, values, present);
        }

        if (present.Length == 0)
        {
            throw new ModelyardException($"The feature '{feature.Name}' has no cell in the '{sample.Rows.Rows}' rows that were taken. Give rows in which it has some, or the values to look at.");
        }

        double[] distinct = [.. present.Distinct()];
        int size = Math.Min(options.GridSize, most);
        return new DependenceAxis(
            feature,
            distinct.Length <= size || feature.Kind is FeatureKind.Categorical or FeatureKind.Boolean
                ? distinct
                : [.. Enumerable.Range(0, size).Select(i => SortedQuantile.Of(present, i / (size - 1.0))).Distinct()],
            present);
    }

    /// <summary>Finds the ends of intervals of a number, or the levels of a category.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="column">The position of the feature.</param>
    /// <param name="options">The greatest number of intervals, and the ends that are given.</param>
    /// <param name="most">The greatest number of intervals where it is less than that of the options.</param>
    /// <exception cref="ModelyardException">The feature is a text, has no cell in the rows, or what is given is no value of it.</exception>
    internal static DependenceAxis OfIntervals(DependenceSample sample, int column, DependenceOptions options, int most = int.MaxValue - 1)
    {
        var axis = Of(sample, column, options with { GridSize = Math.Min(options.GridSize, most) + 1 });
        return Array.Exists(axis._values, double.IsNaN)
            ? throw new ModelyardException($"A value given for the feature '{axis.Feature.Name}' is NaN; a missing cell is no end of an interval. Leave it out, or ask for partial dependence.")
            : axis;
    }

    /// <summary>Creates the axis of the same feature with its levels in another order.</summary>
    internal DependenceAxis Reordered(int[] order) => new(Feature, Array.ConvertAll(order, place => _values[place]), []);

    /// <summary>Refuses texts, whose words are no values along an axis.</summary>
    internal static void CheckKind(Feature feature)
    {
        if (feature.Kind is FeatureKind.Text or FeatureKind.Term)
        {
            throw new ModelyardException($"The feature '{feature.Name}' is {(feature.Kind == FeatureKind.Text ? "a text" : "a word of a text")}: its words stand and fall together, and are no values along an axis. Ask for its permutation importance, or for Shapley values.");
        }
    }

    private static void Check(Feature feature, double[] values)
    {
        if (values.Length == 0)
        {
            throw new ModelyardException($"No values are given for the feature '{feature.Name}' and there must be one or more.");
        }

        int wrong = Array.FindIndex(values, value => !double.IsNaN(value) && (!double.IsFinite(value) || (feature.IsCategorical && (value != Math.Floor(value) || value < 0 || value >= feature.Levels.Count))));
        if (wrong >= 0)
        {
            throw new ModelyardException($"A value given for the feature '{feature.Name}' is '{values[wrong]}' and must be {(feature.IsCategorical ? $"the code of a level, from 0 to {feature.Levels.Count - 1}" : "a finite number")}, or NaN for a missing cell.");
        }
    }
}
