namespace Modelyard.Trees.Boosting;

/// <summary>Says what boosting minimises in a regression.</summary>
public enum BoostingLoss
{
    /// <summary>The square of the error; predicts the mean.</summary>
    SquaredError,

    /// <summary>The size of the error; predicts the median and minds outliers little.</summary>
    AbsoluteError,

    /// <summary>The pinball loss; predicts a quantile.</summary>
    Quantile,

    /// <summary>The Poisson loss with a logarithmic link, for counts and other targets of zero or more; predicts the mean.</summary>
    Poisson,

    /// <summary>The Huber loss: half the square of a small error, and the size of a great one; predicts the mean of the bulk and minds outliers little.</summary>
    Huber,

    /// <summary>The loss of a gamma distribution with a logarithmic link, for targets greater than zero whose spread grows with their size; predicts the mean.</summary>
    Gamma,

    /// <summary>The loss of a Tweedie distribution with a logarithmic link, for targets of which many are zero and the rest greater, such as claims; predicts the mean.</summary>
    Tweedie,
}
