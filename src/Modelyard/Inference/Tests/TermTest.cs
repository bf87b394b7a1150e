using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Computes what terms explain, from the coefficients of the whole model and their covariance.</summary>
/// <remarks>
/// With H as a root of the covariance, <c>HHᵀ</c>, the statistic of restrictions L is the squared length of <c>R⁻ᵀLb</c> with <c>QR = HᵀLᵀ</c>. Where other coefficients are taken to be 0, their
/// restrictions come first, and what is behind them is the statistic of the smaller model's test: no smaller model is estimated, and nothing cancels.
/// </remarks>
internal static class TermTest
{
    /// <summary>Computes Wald's statistic of a term.</summary>
    /// <param name="terms">The terms of the design.</param>
    /// <param name="estimates">The coefficients.</param>
    /// <param name="root">A root of their covariance, coefficients x coefficients.</param>
    /// <param name="term">The term.</param>
    /// <param name="type">Beside which others it is judged.</param>
    /// <returns>The statistic, chi-square if the covariance is known; NaN where the covariance is singular.</returns>
    internal static double Statistic(IReadOnlyList<DesignTerm> terms, double[] estimates, Matrix root, DesignTerm term, AnovaType type)
    {
        DesignTerm[] absent = [.. Absent(terms, term, type)];
        int[] tested = [.. absent.Append(term).SelectMany(one => Enumerable.Range(one.First, one.Count))];
        Matrix? turned = type == AnovaType.TypeIII ? SumCoding.Of(terms) : null;
        var restrictions = new Matrix(tested.Length, estimates.Length);
        for (int i = 0; i < tested.Length; i++)
        {
            if (turned is not null)
            {
                turned.Row(tested[i]).CopyTo(restrictions.Row(i));
            }
            else
            {
                restrictions[i, tested[i]] = 1;
            }
        }

        Matrix half = new(estimates.Length, tested.Length);
        MatrixProduct.Multiply(root, restrictions, half, transposeA: true, transposeB: true);
        double[] values = new double[tested.Length];
        MatrixProduct.MultiplyVector(restrictions, estimates, values);
        Matrix triangle = QR.Of(half).R;
        TriangularSolve.InPlace(triangle, upper: true, transpose: true, values);
        return VectorKernels.SumOfSquares(values.AsSpan(tested.Length - term.Count));
    }

    /// <summary>Lists the terms that are taken to explain nothing while one is judged.</summary>
    internal static IEnumerable<DesignTerm> Absent(IReadOnlyList<DesignTerm> terms, DesignTerm term, AnovaType type) => type switch
    {
        AnovaType.TypeI => terms.Where(other => other.First > term.First),
        AnovaType.TypeII => terms.Where(term.IsPartOf),
        _ => [],
    };
}
