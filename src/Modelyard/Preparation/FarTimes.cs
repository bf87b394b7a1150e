using System.Globalization;
using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Preparation;

/// <summary>Finds few dates that lie far outside of all others, as those do that stand for a missing date.</summary>
internal static class FarTimes
{
    private const int MostNamed = 3;

    /// <summary>Finds the rows of the dates.</summary>
    internal static int[] Rows(TimestampColumn column)
    {
        double[] seconds = column.ToDoubles();
        var sketch = new QuantileSketch();
        foreach (double moment in seconds)
        {
            sketch.Add(moment);
        }

        TimeFences fences = TimeFences.Of(sketch);
        return [.. Enumerable.Range(0, column.Length).Where(row => !column.IsMissing(row) && !fences.Hold(seconds[row]))];
    }

    /// <summary>Names the dates.</summary>
    /// <returns>A full sentence; null if there are none.</returns>
    internal static string? Of(TimestampColumn column)
    {
        int[] far = Rows(column);
        if (far.Length == 0)
        {
            return null;
        }

        string[] cells = [.. far.Select(column.FormatCell).Distinct(StringComparer.Ordinal)];
        string named = string.Join(", ", cells.Take(MostNamed).Select(cell => $"'{cell}'"));
        return string.Create(CultureInfo.InvariantCulture, $"The column '{column.Name}' holds {named}{(cells.Length > MostNamed ? " and others" : "")} in {far.Length:N0} {(far.Length == 1 ? "row" : "rows")}, far outside of all other dates: models that add up or measure distances take {(far.Length == 1 ? "it" : "them")} for missing. ")
            + $"If {(cells.Length == 1 ? "it stands" : "they stand")} for missing dates, say {string.Join(' ', cells.Take(MostNamed).Select(cell => $"'--missing \"{cell}\"'"))} too.";
    }
}
