using Modelyard.Frames.Keys;
using Modelyard.Numerics;

namespace Modelyard.Frames.Grouping;

/// <summary>Computes quantiles by group.</summary>
internal static class GroupQuantiles
{
    public static DoubleColumn Of(Column column, KeyRows rows, double share)
    {
        double[] values = column.ToDoubles(), quantiles = new double[rows.Count];
        double[] scratch = new double[rows.All.Length];
        for (int group = 0; group < rows.Count; group++)
        {
            int count = 0;
            foreach (int row in rows[group])
            {
                scratch[count] = values[row];
                count += double.IsNaN(values[row]) ? 0 : 1;
            }

            quantiles[group] = Of(scratch.AsSpan(0, count), share);
        }

        return new DoubleColumn(column.Name, quantiles);
    }

    private static double Of(Span<double> values, double share)
    {
        values.Sort();
        return values.IsEmpty ? double.NaN : SortedQuantile.Of(values, share);
    }
}
