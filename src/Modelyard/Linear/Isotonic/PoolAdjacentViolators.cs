namespace Modelyard.Linear;

/// <summary>Finds the rising numbers nearest to given ones, by weighted squares.</summary>
/// <remarks>Neighbours that fall are pooled to their mean until none does; one pass. Source: Barlow, Bartholomew, Bremner and Brunk (1972), Statistical Inference under Order Restrictions, section 1.2.</remarks>
internal static class PoolAdjacentViolators
{
    /// <summary>Replaces numbers by the nearest ones that never fall.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="weights">The weight of each, greater than 0.</param>
    internal static void Rise(Span<double> values, ReadOnlySpan<double> weights)
    {
        double[] means = new double[values.Length], totals = new double[values.Length];
        int[] ends = new int[values.Length];
        int pools = 0;
        for (int i = 0; i < values.Length; i++)
        {
            (means[pools], totals[pools], ends[pools]) = (values[i], weights[i], i + 1);
            while (pools > 0 && means[pools - 1] >= means[pools])
            {
                double total = totals[pools - 1] + totals[pools];
                means[pools - 1] += (means[pools] - means[pools - 1]) * (totals[pools] / total);
                totals[pools - 1] = total;
                ends[pools - 1] = ends[pools];
                pools--;
            }

            pools++;
        }

        int start = 0;
        for (int pool = 0; pool < pools; pool++)
        {
            values[start..ends[pool]].Fill(means[pool]);
            start = ends[pool];
        }
    }

    /// <summary>Replaces numbers by the nearest ones that never fall, or never rise.</summary>
    internal static void Run(Span<double> values, ReadOnlySpan<double> weights, bool rising)
    {
        if (!rising)
        {
            Negate(values);
        }

        Rise(values, weights);
        if (!rising)
        {
            Negate(values);
        }
    }

    private static void Negate(Span<double> values)
    {
        foreach (ref double value in values)
        {
            value = -value;
        }
    }
}
