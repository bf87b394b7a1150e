using Modelyard.Frames.Keys;

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
        if (values.IsEmpty)
        {
            return double.NaN;
        }

        values.Sort();
        double place = share * (values.Length - 1);
        int below = (int)place;
        double low = values[below], high = values[Math.Min(below + 1, values.Length - 1)];
        return low == high ? low : low + ((place - below) * (high - low));
    }
}
