using Modelyard.Numerics;

namespace Modelyard.Kernels.Margins;

/// <summary>Represents a rotation of rows after which what they have in common is one feature alone.</summary>
/// <remarks>
/// Features far from 0, as dates are, drown what differs between rows in the products of features, and the intercept cannot take them off because it is penalised. An L2 penalty does not see rotations:
/// a reflection turns the mean of the features that lie far off into one of them, and a plane rotation with the constant feature collects the length of both in the last. What varies is computed from
/// centred features, so that no digit is lost. Source: Golub and Van Loan (2013), Matrix Computations, 4th edition, section 5.1.
/// </remarks>
internal sealed class RowRotation
{
    // Products of features lose twice as many digits as there are in how much farther off than spread a feature is.
    private const double Far = 100;
    private const long MostDense = 1 << 24;

    private readonly double[] _means;

    // The reflection is I − u uᵀ · factor; the pivot is the feature that takes the mean.
    private readonly double[] _reflector;
    private readonly double _factor;
    private readonly int _pivot;
    private readonly double _cosine, _sine, _length;

    private RowRotation(double[] means, double constant)
    {
        _means = means;
        double norm = VectorKernels.Norm(means);
        _pivot = 0;
        for (int feature = 1; feature < means.Length; feature++)
        {
            _pivot = Math.Abs(means[feature]) > Math.Abs(means[_pivot]) ? feature : _pivot;
        }

        double sign = Math.Sign(means[_pivot]);
        _reflector = Array.ConvertAll(means, mean => mean / norm);
        _reflector[_pivot] += sign;
        _factor = 2 / VectorKernels.SumOfSquares(_reflector);
        _length = Math.Sqrt((norm * norm) + (constant * constant));
        (_cosine, _sine) = (-sign * norm / _length, constant / _length);
    }

    /// <summary>Finds a rotation; null where no feature lies far off.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="counted">The rows that count.</param>
    public static RowRotation? For(LinearRows rows, int[] counted)
    {
        // Of sparse features most elements are 0, so that none lies far off; small tables may be stored either way.
        if (counted.Length == 0 || (!rows.IsDense && (long)rows.Count * rows.Features > MostDense))
        {
            return null;
        }

        int features = rows.Features;
        double[] row = new double[features + 1], means = new double[features + 1], squares = new double[features];
        foreach (int one in counted)
        {
            ParallelLoop.Check();
            rows.AddTo(one, 1.0 / counted.Length, means);
        }

        foreach (int one in counted)
        {
            ParallelLoop.Check();
            rows.CopyTo(one, row);
            for (int feature = 0; feature < features; feature++)
            {
                double difference = row[feature] - means[feature];
                squares[feature] += difference * difference;
            }
        }

        double[] far = [.. squares.Select((square, feature) => Math.Abs(means[feature]) > Far * Math.Sqrt(square / counted.Length) ? means[feature] : 0)];
        return Array.TrueForAll(far, mean => mean == 0) || !double.IsFinite(VectorKernels.Norm(far)) ? null : new RowRotation(far, rows.Constant);
    }

    /// <summary>Rotates rows.</summary>
    public LinearRows Apply(LinearRows rows)
    {
        var turned = new Matrix(rows.Count, rows.Features);
        double[] last = new double[rows.Count], row = new double[rows.Features + 1];
        for (int i = 0; i < rows.Count; i++)
        {
            ParallelLoop.Check();
            rows.CopyTo(i, row);
            Span<double> own = turned.Row(i);
            row.AsSpan(0, own.Length).CopyTo(own);
            VectorKernels.Axpy(-1, _means, own);
            Reflect(own);
            last[i] = _length + (_cosine * own[_pivot]);
            own[_pivot] *= -_sine;
        }

        return new LinearRows(turned, 0, last);
    }

    /// <summary>Turns weights back, to those of the rows as they came.</summary>
    public double[] Back(double[] weights)
    {
        double[] back = (double[])weights.Clone();
        back[_pivot] = (_cosine * weights[^1]) - (_sine * weights[_pivot]);
        back[^1] = (_sine * weights[^1]) + (_cosine * weights[_pivot]);
        Reflect(back.AsSpan(0, back.Length - 1));
        return back;
    }

    private void Reflect(Span<double> features) => VectorKernels.Axpy(-_factor * VectorKernels.Dot(_reflector, features), _reflector, features);
}
