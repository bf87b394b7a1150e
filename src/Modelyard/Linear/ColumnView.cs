using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents the data as its columns: a step costs as much as there are rows, however many features.</summary>
/// <param name="centred">The centred columns and target.</param>
internal sealed class ColumnView(CentredColumns centred) : ILeastSquaresView
{
    private const double MostSweeps = 50;

    private readonly double[] _residual = [.. centred.Target];
    private readonly double _share = 1 / centred.Weight;

    /// <inheritdoc/>
    public double[] Squares { get; } = SquaresOf(centred);

    /// <inheritdoc/>
    public double TargetSquares { get; } = VectorKernels.SumOfSquares(centred.Target) / centred.Weight;

    /// <inheritdoc/>
    public double ResidualProduct(int feature) => VectorKernels.Dot(centred.Columns.Row(feature), _residual) * _share;

    /// <inheritdoc/>
    public void Shift(int feature, double change) => VectorKernels.Axpy(-change, centred.Columns.Row(feature), _residual);

    /// <inheritdoc/>
    public double ResidualSquares(ReadOnlySpan<double> coefficients) => VectorKernels.SumOfSquares(_residual) * _share;

    /// <inheritdoc/>
    public double ResidualTarget(ReadOnlySpan<double> coefficients) => VectorKernels.Dot(_residual, centred.Target) * _share;

    /// <inheritdoc/>
    public bool TryProducts(ReadOnlySpan<int> features, Matrix products, CancellationToken cancellation)
    {
        // A product costs what a feature costs in a sweep.
        if ((double)features.Length * features.Length > 2 * MostSweeps * centred.Columns.Rows)
        {
            return false;
        }

        for (int i = 0; i < features.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int j = 0; j <= i; j++)
            {
                products[i, j] = products[j, i] = VectorKernels.Dot(centred.Columns.Row(features[i]), centred.Columns.Row(features[j])) * _share;
            }
        }

        return true;
    }

    private static double[] SquaresOf(CentredColumns centred)
    {
        double[] squares = new double[centred.Columns.Rows];
        for (int i = 0; i < squares.Length; i++)
        {
            squares[i] = VectorKernels.SumOfSquares(centred.Columns.Row(i)) / centred.Weight;
        }

        return squares;
    }
}
