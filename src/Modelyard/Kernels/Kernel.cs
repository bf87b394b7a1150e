using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Represents a kernel with its parameters: how alike two rows are.</summary>
/// <param name="Kind">The formula.</param>
/// <param name="Gamma">The scale of the products or squared distances.</param>
/// <param name="Degree">The power of the polynomial.</param>
/// <param name="Offset">What the polynomial and the sigmoid add to the products.</param>
internal readonly record struct Kernel(KernelKind Kind, double Gamma, int Degree, double Offset)
{
    /// <summary>Computes the usual gamma: 1 / (features x variance of all elements), or 1 / features where nothing varies.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="weights">The weights of the rows, of which only those above 0 count, or nothing.</param>
    internal static double ScaledGamma(Matrix rows, ReadOnlySpan<double> weights)
    {
        double sum = 0, squares = 0;
        long count = 0;
        for (int row = 0; row < rows.Rows; row++)
        {
            if (weights.IsEmpty || weights[row] > 0)
            {
                sum += VectorKernels.Sum(rows.Row(row));
                count += rows.Columns;
            }
        }

        double mean = sum / count;
        for (int row = 0; row < rows.Rows; row++)
        {
            if (weights.IsEmpty || weights[row] > 0)
            {
                foreach (double value in rows.Row(row))
                {
                    squares += (value - mean) * (value - mean);
                }
            }
        }

        double gamma = count / (rows.Columns * squares);
        return double.IsFinite(gamma) ? gamma : 1.0 / Math.Max(1, rows.Columns);
    }

    /// <summary>Computes how alike one row is to each of many.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="others">The other rows.</param>
    /// <param name="similarities">Receives one number for each of the other rows.</param>
    internal void Compare(ReadOnlySpan<double> row, Matrix others, Span<double> similarities)
    {
        for (int i = 0; i < similarities.Length; i++)
        {
            similarities[i] = Kind == KernelKind.Rbf
                ? -Gamma * VectorKernels.SquaredDistance(row, others.Row(i))
                : VectorKernels.Dot(row, others.Row(i));
        }

        switch (Kind)
        {
            case KernelKind.Rbf:
                VectorKernels.ExpInPlace(similarities);
                break;
            case KernelKind.Polynomial:
                foreach (ref double similarity in similarities)
                {
                    similarity = Power((Gamma * similarity) + Offset, Degree);
                }

                break;
            case KernelKind.Sigmoid:
                foreach (ref double similarity in similarities)
                {
                    similarity = Math.Tanh((Gamma * similarity) + Offset);
                }

                break;
        }
    }

    /// <summary>Computes how alike a row is to itself.</summary>
    internal double OfItself(ReadOnlySpan<double> row) => Kind switch
    {
        KernelKind.Rbf => 1,
        KernelKind.Polynomial => Power((Gamma * VectorKernels.SumOfSquares(row)) + Offset, Degree),
        KernelKind.Sigmoid => Math.Tanh((Gamma * VectorKernels.SumOfSquares(row)) + Offset),
        _ => VectorKernels.SumOfSquares(row),
    };

    internal void Save(StateWriter state)
    {
        state.Write("kernel", Kind.ToString());
        state.Write("gamma", Gamma);
        state.Write("degree", Degree);
        state.Write("offset", Offset);
    }

    internal static Kernel Load(StateReader state)
    {
        var kernel = new Kernel(state.ReadEnum<KernelKind>("kernel"), state.ReadDouble("gamma"), state.ReadInt("degree", 1, 100), state.ReadDouble("offset"));
        return kernel.Gamma > 0 && double.IsFinite(kernel.Gamma) && double.IsFinite(kernel.Offset)
            ? kernel
            : throw new ModelFormatException("The values 'gamma' and 'offset' of the model must be finite numbers, and 'gamma' more than 0.");
    }

    private static double Power(double x, int power)
    {
        double result = 1;
        for (; power > 0; power >>= 1)
        {
            result = (power & 1) == 1 ? result * x : result;
            x *= x;
        }

        return result;
    }
}
