namespace Modelyard.Kernels.Margins;

/// <summary>Represents what a linear machine minimises: a penalty on the weights and, for each row, its price times its loss.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Targets">The side of each row, −1 or 1, or the number to predict.</param>
/// <param name="Prices">The price C of each row; rows of price 0 are left out.</param>
/// <param name="Tolerance">How close to the minimum is close enough; each solver says in what.</param>
/// <param name="MaxIterations">The greatest number of passes or steps.</param>
internal sealed record LinearProblem(LinearRows Rows, double[] Targets, double[] Prices, double Tolerance, int MaxIterations)
{
    /// <summary>Lists the rows that cost something.</summary>
    public int[] Priced() => [.. Enumerable.Range(0, Prices.Length).Where(row => Prices[row] > 0)];

    /// <summary>Computes the share of the smaller side, by which LIBLINEAR sharpens the tolerance of primal problems where one class is rare.</summary>
    public double RarerShare(int[] rows)
    {
        int above = rows.Count(row => Targets[row] > 0);
        return Math.Max(1, Math.Min(above, rows.Length - above)) / (double)Math.Max(1, rows.Length);
    }
}
