namespace Modelyard.Inference;

/// <summary>Represents the exponential of a coefficient: what odds or a mean are multiplied by where the column rises by 1.</summary>
/// <param name="Name">The name of the column; of the intercept the ratio is the odds or the mean where all columns are 0.</param>
/// <param name="Ratio">The exponential of the estimate; NaN if it is beyond what a number holds, as of a column whose unit is far greater than its spread. So are the ends of the interval.</param>
/// <param name="Low">The lower end of the confidence interval, the exponential of that of the coefficient.</param>
/// <param name="High">The upper end of the confidence interval.</param>
public sealed record CoefficientRatio(string Name, double Ratio, double Low, double High);
