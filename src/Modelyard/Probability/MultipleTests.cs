namespace Modelyard.Probability;

/// <summary>Adjusts p-values of several tests, of which some would look telling by chance.</summary>
public static class MultipleTests
{
    /// <summary>Adjusts p-values such that the chance of any false finding is at most the level that they are compared with.</summary>
    /// <param name="pValues">The p-values.</param>
    /// <returns>The adjusted p-values, in the same order; NaN stays NaN and does not count.</returns>
    /// <remarks>Source: Holm (1979), Scandinavian Journal of Statistics 6. Holds whatever the tests have to do with each other.</remarks>
    public static IReadOnlyList<double> Holm(IReadOnlyList<double> pValues)
    {
        (double[] adjusted, int[] order) = Prepare(pValues);
        double greatest = 0;
        for (int i = 0; i < order.Length; i++)
        {
            greatest = Math.Max(greatest, Math.Min(1, (order.Length - i) * pValues[order[i]]));
            adjusted[order[i]] = greatest;
        }

        return adjusted;
    }

    /// <summary>Adjusts p-values such that the expected share of false ones among the findings is at most the level that they are compared with.</summary>
    /// <param name="pValues">The p-values.</param>
    /// <returns>The adjusted p-values, in the same order; NaN stays NaN and does not count.</returns>
    /// <remarks>Source: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57. For tests that are independent or rise together.</remarks>
    public static IReadOnlyList<double> BenjaminiHochberg(IReadOnlyList<double> pValues)
    {
        (double[] adjusted, int[] order) = Prepare(pValues);
        double least = 1;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            least = Math.Min(least, order.Length * pValues[order[i]] / (i + 1));
            adjusted[order[i]] = least;
        }

        return adjusted;
    }

    private static (double[] Adjusted, int[] Order) Prepare(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        if (pValues.FirstOrDefault(value => value is < 0 or > 1, double.NaN) is var wrong && !double.IsNaN(wrong))
        {
            throw new ModelyardException($"A p-value is '{wrong}' and must be from 0 to 1.");
        }

        double[] adjusted = new double[pValues.Count];
        Array.Fill(adjusted, double.NaN);
        return (adjusted, [.. Enumerable.Range(0, pValues.Count).Where(i => !double.IsNaN(pValues[i])).OrderBy(i => pValues[i])]);
    }
}
