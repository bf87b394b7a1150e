namespace Modelyard.Onnx.Graphs;

/// <summary>Lays out functions that models share, in the forms that lose no digits where their results are small.</summary>
internal static class GraphFunctions
{
    private const double Tiny = 1e-5;

    /// <summary>Computes <c>1 / (1 + exp(−x))</c>.</summary>
    internal static GraphValue Logistic(this GraphValue x)
    {
        GraphValue small = (-x.Abs()).Exp();
        GraphValue likelier = 1 / (small + 1);
        return x.Graph.Choose(x >= 0, likelier, small * likelier);
    }

    /// <summary>Computes the logarithm of <c>1 / (1 + exp(x))</c>.</summary>
    internal static GraphValue LogOfUnlikely(this GraphValue x)
    {
        GraphValue small = (-x.Abs()).Exp();
        GraphValue rest = x.Graph.Choose(small < Tiny, small - (small * small / 2), (small + 1).Log());
        return -x.Greatest(0) - rest;
    }

    /// <summary>Computes <c>log(1 + x)</c> for x of 0 or more.</summary>
    internal static GraphValue LogOnePlus(this GraphValue x) =>
        x.Graph.Choose(x < Tiny, x - (0.5 * x * x) + (x * x * x / 3), (x + 1).Log());

    /// <summary>Computes <c>exp(x) − 1</c>; beyond 700 it stays where it is.</summary>
    internal static GraphValue ExpMinusOne(this GraphValue x) =>
        x.Graph.Choose(x.Abs() < Tiny, x + (0.5 * x * x) + (x * x * x / 6), x.Least(700).Exp() - 1);

    /// <summary>Computes the shares of exponentials in the sum of their row.</summary>
    internal static GraphValue Softmax(this GraphValue x) => (x - x.GreatestOf()).Exp().Shares();

    /// <summary>Divides by the sum of the row.</summary>
    internal static GraphValue Shares(this GraphValue x) => x / x.Sum();

    /// <summary>Computes the logarithm of the odds of a probability that is kept off 0 and 1.</summary>
    internal static GraphValue LogOdds(this GraphValue probability, double margin)
    {
        GraphValue kept = probability.Within(margin, 1 - margin);
        return (kept / (1 - kept)).Log();
    }

    /// <summary>Marks the greatest element of each row by 1, the first of equals, and the others by 0.</summary>
    internal static GraphValue MarkGreatest(this GraphValue x, int columns) => x.PlaceOfGreatest().Mark(columns);

    /// <summary>Turns a column of numbers into columns of 0 and 1; a number beyond them gives none.</summary>
    internal static GraphValue Mark(this GraphValue numbers, int columns) =>
        numbers.EqualTo(numbers.Graph.Integers([.. Enumerable.Range(0, columns).Select(column => (long)column)]).Unsqueeze(0)).AsNumber();

    /// <summary>Lays the probability of the second class of two out as those of both.</summary>
    internal static GraphValue AsPair(this GraphValue second) => second.Graph.Join(1 - second, second);

    /// <summary>Computes a sum of the columns, weighted by coefficients, and a constant.</summary>
    internal static GraphValue Weighted(this GraphValue x, ReadOnlySpan<double> coefficients, double intercept) =>
        x.Times(x.Graph.Numbers(coefficients, coefficients.Length, 1)) + intercept;
}
