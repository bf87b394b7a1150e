using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents the data as its Gram matrix: a step costs as much as there are features, however many rows.</summary>
internal sealed class GramView : ILeastSquaresView
{
    private readonly Matrix _gram;
    private readonly double[] _target;
    private readonly double[] _products;

    /// <summary>Initializes a view with all coefficients 0.</summary>
    /// <param name="gram">The products of the features.</param>
    /// <param name="target">The products of the features and the target.</param>
    /// <param name="targetSquares">The square of the target.</param>
    public GramView(Matrix gram, double[] target, double targetSquares)
    {
        _gram = gram;
        _target = target;
        _products = [.. target];
        TargetSquares = targetSquares;
        Squares = new double[target.Length];
        for (int i = 0; i < Squares.Length; i++)
        {
            Squares[i] = gram[i, i];
        }
    }

    /// <inheritdoc/>
    public double[] Squares { get; }

    /// <inheritdoc/>
    public double TargetSquares { get; }

    internal static GramView Of(GramMatrix gram, bool centred)
    {
        Matrix products = gram.Products(centred);
        double[] target = gram.TargetProducts(centred);
        double share = 1 / gram.Weight;
        VectorKernels.Scale(share, products.AsSpan());
        VectorKernels.Scale(share, target);
        double squares = gram.TargetSquares * share;
        return new GramView(products, target, centred ? squares : squares + (gram.TargetMean * gram.TargetMean));
    }

    /// <inheritdoc/>
    public double ResidualProduct(int feature) => _products[feature];

    /// <inheritdoc/>
    public void Shift(int feature, double change) => VectorKernels.Axpy(-change, _gram.Row(feature), _products);

    /// <inheritdoc/>
    public double ResidualSquares(ReadOnlySpan<double> coefficients) =>
        Math.Max(0, TargetSquares - VectorKernels.Dot(coefficients, _target) - VectorKernels.Dot(coefficients, _products));

    /// <inheritdoc/>
    public double ResidualTarget(ReadOnlySpan<double> coefficients) => TargetSquares - VectorKernels.Dot(coefficients, _target);

    /// <inheritdoc/>
    public bool TryProducts(ReadOnlySpan<int> features, Matrix products, CancellationToken cancellation)
    {
        for (int i = 0; i < features.Length; i++)
        {
            for (int j = 0; j < features.Length; j++)
            {
                products[i, j] = _gram[features[i], features[j]];
            }
        }

        return true;
    }
}
