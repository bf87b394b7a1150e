using System.Runtime.Intrinsics;

namespace Modelyard.Numerics.Factorization;

/// <summary>Represents the equation <c>1 + ρ Σ zⱼ² / (dⱼ − λ) = 0</c>, whose roots are the eigenvalues of <c>diag(d) + ρ z zᵀ</c>.</summary>
/// <remarks>
/// One root lies above each pole and below the next. It is sought as its distance from the nearer pole, so that the distances from all poles, of
/// which the eigenvectors are made, keep their digits. Both sums, of the poles below and above, are followed by a rational function with a pole
/// next to the root; a bracket keeps every step. Source: Li (1993), Solving Secular Equations Stably and Efficiently, LAPACK working note 89.
/// </remarks>
internal readonly unsafe ref struct SecularEquation
{
    private const double Precision = 2.220446049250313e-16;
    private const int TrustedSteps = 12;
    private const int MostSteps = 200;
    private readonly ReadOnlySpan<double> _poles;
    private readonly ReadOnlySpan<double> _weights;
    private readonly bool _squared;

    /// <summary>Initializes the equation.</summary>
    /// <param name="poles">The poles, ascending, no two the same.</param>
    /// <param name="weights">The terms <c>ρ zⱼ²</c>, all greater than zero.</param>
    /// <param name="squared">Whether the poles and the roots are given by their square roots, none of them negative, which keep more digits.</param>
    public SecularEquation(ReadOnlySpan<double> poles, ReadOnlySpan<double> weights, bool squared)
    {
        _poles = poles;
        _weights = weights;
        _squared = squared;
    }

    /// <summary>Finds a root.</summary>
    /// <param name="index">The pole below it.</param>
    /// <param name="gaps">Receives each pole less the root.</param>
    /// <returns>The root.</returns>
    public double Solve(int index, Span<double> gaps)
    {
        int last = _poles.Length - 1;
        if (last == 0)
        {
            gaps[0] = -_weights[0];
            return Root(0, _weights[0]);
        }

        int origin = index;
        double low = 0, high;
        double start;
        if (index == last)
        {
            high = VectorKernels.Sum(_weights);
            start = high / 2;
            SetGaps(origin, gaps);
        }
        else
        {
            SetGaps(origin, gaps);
            double width = gaps[index + 1], middle = width / 2;
            double value = At(gaps, index, middle).Value;
            double rest = value + (_weights[index] / middle) - (_weights[index + 1] / middle);
            high = middle;
            start = FromLeft(rest, width, _weights[index], _weights[index + 1]);
            if (value < 0)
            {
                origin = index + 1;
                SetGaps(origin, gaps);
                (low, high) = (-middle, 0);
                start = -FromLeft(-rest, width, _weights[index + 1], _weights[index]);
            }
        }

        if (!(start > low && start < high))
        {
            start = (low + high) / 2;
        }

        double shift = Iterate(gaps, index, start, low, high);
        foreach (ref double gap in gaps)
        {
            gap -= shift;
        }

        return Root(origin, shift);
    }

    private double Root(int origin, double shift)
    {
        double pole = _poles[origin];
        return pole + (_squared ? shift / (pole + Math.Sqrt((pole * pole) + shift)) : shift);
    }

    private void SetGaps(int origin, Span<double> gaps)
    {
        double pole = _poles[origin];
        for (int j = 0; j < gaps.Length; j++)
        {
            gaps[j] = _squared ? (_poles[j] - pole) * (_poles[j] + pole) : _poles[j] - pole;
        }
    }

    /// <summary>Solves for the distance from the near pole when all but the two poles around the root are taken as a constant.</summary>
    private static double FromLeft(double rest, double width, double near, double far)
    {
        double a = (rest * width) + near + far, b = near * width;
        double root = Math.Sqrt(Math.Max(0, (a * a) - (4 * b * rest)));
        return a > 0 ? 2 * b / (a + root) : (a - root) / (2 * rest);
    }

    private double Iterate(Span<double> gaps, int index, double shift, double low, double high)
    {
        int left = Math.Min(index, _poles.Length - 2);
        for (int step = 0; step < MostSteps; step++)
        {
            Point point = At(gaps, left, shift);
            double f = point.Value;
            if (Math.Abs(f) <= Precision * point.Error)
            {
                break;
            }

            (low, high) = f < 0 ? (shift, high) : (low, shift);
            double move = Rational(point, gaps[left] - shift, gaps[left + 1] - shift, index > left);
            if (!(move * f < 0))
            {
                move = -f / point.Slope;
            }

            double next = shift + move;
            if (!(next > low && next < high) || (step > TrustedSteps && step % 2 == 0))
            {
                next = (low + high) / 2;
            }

            if (next == shift || next == low || next == high)
            {
                break;
            }

            shift = next;
        }

        return shift;
    }

    /// <summary>Finds the zero of the function <c>c + a / (Δ₁ − η) + b / (Δ₂ − η)</c> that has the values and the slopes of both sums.</summary>
    private static double Rational(Point point, double first, double second, bool beyond)
    {
        double c = point.Value - (first * point.LowerSlope) - (second * point.UpperSlope);
        double a = ((first + second) * point.Value) - (first * second * point.Slope);
        double b = first * second * point.Value;
        double root = Math.Sqrt(Math.Abs((a * a) - (4 * b * c)));
        if (beyond)
        {
            c = Math.Abs(c);
            return a >= 0 ? (a + root) / (2 * c) : 2 * b / (a - root);
        }

        return a <= 0 ? (a - root) / (2 * c) : 2 * b / (a + root);
    }

    /// <summary>Computes the function, its slope and a bound on its rounding error; the sum up to a pole and the sum beyond it are kept apart.</summary>
    private Point At(ReadOnlySpan<double> gaps, int split, double shift)
    {
        (double lower, double lowerSlope) = Sum(gaps, 0, split + 1, shift);
        (double upper, double upperSlope) = Sum(gaps, split + 1, gaps.Length, shift);
        double error = 1 + (8 * (Math.Abs(lower) + Math.Abs(upper))) + (Math.Abs(shift) * (lowerSlope + upperSlope));
        return new Point(1 + (lower + upper), lowerSlope, upperSlope, error);
    }

    private (double Sum, double Slope) Sum(ReadOnlySpan<double> gaps, int from, int to, double shift)
    {
        Vector256<double> move = Vector256.Create(shift), sums = default, slopes = default;
        double sum = 0, slope = 0;
        fixed (double* gap = gaps, weights = _weights)
        {
            int j = from;
            for (; j + Vector256<double>.Count <= to; j += Vector256<double>.Count)
            {
                Vector256<double> inverse = Vector256<double>.One / (Vector256.Load(gap + j) - move);
                Vector256<double> term = Vector256.Load(weights + j) * inverse;
                sums += term;
                slopes = Vector256.FusedMultiplyAdd(term, inverse, slopes);
            }

            for (; j < to; j++)
            {
                double inverse = 1 / (gap[j] - shift), term = weights[j] * inverse;
                sum += term;
                slope += term * inverse;
            }
        }

        return (sum + Vector256.Sum(sums), slope + Vector256.Sum(slopes));
    }

    private readonly record struct Point(double Value, double LowerSlope, double UpperSlope, double Error)
    {
        public double Slope => LowerSlope + UpperSlope;
    }
}
