using System.Globalization;
using Modelyard.Learning;

namespace Modelyard.Selection;

/// <summary>Chooses the values of a hyperparameter that a curve or a slice is drawn over.</summary>
public static class CurveValues
{
    /// <summary>Spreads values over the range that is searched by default: evenly on its scale, or all choices.</summary>
    /// <param name="hyperparameter">The hyperparameter.</param>
    /// <param name="count">The greatest number of values, 2 or more; whole numbers that fall together are one.</param>
    /// <returns>The values, rising if they are numbers.</returns>
    /// <exception cref="ModelyardException">The hyperparameter has no such range, or fewer than two values are asked for.</exception>
    public static IReadOnlyList<object?> Spread(Hyperparameter hyperparameter, int count)
    {
        ArgumentNullException.ThrowIfNull(hyperparameter);
        return hyperparameter.Choices.Count > 0 ? [.. hyperparameter.Choices]
            : hyperparameter.Search.Count == 2 ? Spread(hyperparameter, hyperparameter.Search[0], hyperparameter.Search[1], count)
            : throw new ModelyardException($"'{hyperparameter.Name}' has no range that is searched by default. Say which values to try; it must be {hyperparameter.Allowed}.");
    }

    /// <summary>Reads values from text.</summary>
    /// <param name="hyperparameter">The hyperparameter.</param>
    /// <param name="text">A list such as <c>1,2,4,none</c>, or the ends of a range such as <c>0.01..100</c>, over which values are spread on the scale of the hyperparameter.</param>
    /// <param name="count">The greatest number of values of a range, 2 or more.</param>
    /// <returns>The values, in the order of the text.</returns>
    /// <exception cref="ModelyardException">A value is not allowed, a range is not one of numbers or does not rise, or fewer than two values of it are asked for.</exception>
    public static IReadOnlyList<object?> Parse(Hyperparameter hyperparameter, string text, int count)
    {
        ArgumentNullException.ThrowIfNull(hyperparameter);
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split("..") is not [var first, var last])
        {
            return [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one => hyperparameter.Parse(one))];
        }

        if (!hyperparameter.IsNumber)
        {
            throw new ModelyardException($"'{hyperparameter.Name}' is no number and has no range '{text}'. List its values with commas between; it is {hyperparameter.Allowed}.");
        }

        (object? from, object? to) = (hyperparameter.Parse(first.Trim()), hyperparameter.Parse(last.Trim()));
        return from is not null && to is not null && CurveSettings.Number(from) < CurveSettings.Number(to)
            ? Spread(hyperparameter, CurveSettings.Number(from), CurveSettings.Number(to), count)
            : throw new ModelyardException($"The range '{text}' of '{hyperparameter.Name}' must be two numbers, the lower one first, as in '1..10'.");
    }

    private static IReadOnlyList<object?> Spread(Hyperparameter hyperparameter, double low, double high, int count)
    {
        if (count < 2)
        {
            throw new ModelyardException($"'{count}' values of '{hyperparameter.Name}' are asked for and must be 2 or more.");
        }

        bool isLogarithmic = hyperparameter.Scale == Scale.Logarithmic && low > 0;
        IEnumerable<double> values = Enumerable.Range(0, count).Select(i => (double)i / (count - 1))
            .Select(share => isLogarithmic ? low * Math.Pow(high / low, share) : low + (share * (high - low)));
        return hyperparameter.IsInteger
            ? [.. values.Select(value => (int)Math.Round(value)).Distinct().Cast<object?>()]
            : [.. values.Select(value => (object?)Math.Clamp(double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), low, high))];
    }
}
