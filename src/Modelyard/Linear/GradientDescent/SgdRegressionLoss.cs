namespace Modelyard.Linear;

/// <summary>Names what gradient descent minimises when it learns numbers.</summary>
public enum SgdRegressionLoss
{
    /// <summary>Half the square of the residual.</summary>
    Squared,

    /// <summary>Half the square of residuals up to Epsilon, linear beyond: outliers pull less.</summary>
    Huber,

    /// <summary>The size of the residual above Epsilon.</summary>
    EpsilonInsensitive,

    /// <summary>The square of the size of the residual above Epsilon.</summary>
    SquaredEpsilonInsensitive,

    /// <summary>The pinball loss, whose minimum is the quantile of the level Quantile.</summary>
    Quantile,
}
