using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Defines what coordinate descent asks of the data: products with the residual <c>r = y − Xw</c>, all divided by the weight of the rows.</summary>
internal interface ILeastSquaresView
{
    /// <summary>Gets the square of each feature.</summary>
    double[] Squares { get; }

    /// <summary>Gets the square of the target.</summary>
    double TargetSquares { get; }

    /// <summary>Gets the product of a feature and the residual.</summary>
    /// <param name="feature">The feature.</param>
    /// <returns>The product.</returns>
    double ResidualProduct(int feature);

    /// <summary>Takes the residual along when a coefficient changes.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="change">What is added to its coefficient.</param>
    void Shift(int feature, double change);

    /// <summary>Computes the square of the residual.</summary>
    /// <param name="coefficients">The coefficients that the residual belongs to.</param>
    /// <returns>The square.</returns>
    double ResidualSquares(ReadOnlySpan<double> coefficients);

    /// <summary>Computes the product of the residual and the target.</summary>
    /// <param name="coefficients">The coefficients that the residual belongs to.</param>
    /// <returns>The product.</returns>
    double ResidualTarget(ReadOnlySpan<double> coefficients);

    /// <summary>Computes the products of all pairs of some features.</summary>
    /// <param name="features">The features.</param>
    /// <param name="products">Receives the products, in the order of the features.</param>
    /// <param name="cancellation">Ends the computation.</param>
    /// <returns>False, with nothing computed, if that costs more than many sweeps over all features.</returns>
    bool TryProducts(ReadOnlySpan<int> features, Matrix products, CancellationToken cancellation);
}
