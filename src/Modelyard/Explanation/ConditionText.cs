using Modelyard.Learning;

namespace Modelyard.Explanation;

/// <summary>Writes conditions on cells as people read them.</summary>
internal static class ConditionText
{
    /// <summary>Writes that a cell is what it is.</summary>
    internal static string Equal(Feature column, double value) => column.Kind == FeatureKind.Text
        ? $"{column.Name} as it is"
        : $"{column.Name} = {CellText.ForReading(column, value) ?? "(missing)"}";

    /// <summary>Writes that a number lies above one bound and not above another; infinite bounds are left out.</summary>
    internal static string Between(Feature column, double above, double upTo) => (double.IsInfinity(above), double.IsInfinity(upTo)) switch
    {
        (true, true) => $"{column.Name} is present",
        (true, false) => $"{column.Name} ≤ {CellText.ForReading(column, upTo)}",
        (false, true) => $"{column.Name} > {CellText.ForReading(column, above)}",
        _ => $"{CellText.ForReading(column, above)} < {column.Name} ≤ {CellText.ForReading(column, upTo)}",
    };
}
