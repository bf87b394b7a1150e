using System.Globalization;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents what one column contributes to a prediction.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="Value">What its cell holds, as text; null if it is missing.</param>
/// <param name="Contribution">The contribution.</param>
public sealed record ColumnContribution(string Column, string? Value, double Contribution)
{
    /// <summary>Gets the standard error of the contribution; 0 where nothing was estimated.</summary>
    public double StandardError { get; init; }

    /// <summary>Gets what the terms of a text contribute, those that weigh most first; what is left of the contribution is that of its number of words and of whether it is missing. Empty for other columns, and where contributions are estimated.</summary>
    public IReadOnlyList<TermContribution> Terms { get; init; } = [];

    /// <summary>Writes the column and its cell for a chart: of a long name the end is cut, so that the cell stays.</summary>
    /// <param name="most">The greatest number of characters, 8 or more.</param>
    /// <returns>The label, such as <c>age = 34</c>.</returns>
    public string Label(int most = 26)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 8);
        string cell = Shortened(Value ?? "(missing)", most / 2), name = Shortened(Column, Math.Max(most / 2, most - cell.Length - 3));
        return $"{name} = {cell}";
    }

    private static string Shortened(string text, int most) => text.Length <= most ? text
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number.ToString("G6", CultureInfo.InvariantCulture)
        : string.Concat(text.AsSpan(0, most - 1), "…");

    /// <summary>Gets a value indicating whether the contribution is told from 0: it is more than rounding, and 0 lies outside its 95 % interval.</summary>
    public bool IsTold => Contribution != 0 && Math.Abs(Contribution) > SampledShapleyExplainer.Surely * StandardError;
}
