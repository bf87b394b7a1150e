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
}
