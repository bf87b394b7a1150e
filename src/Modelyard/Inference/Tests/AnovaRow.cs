namespace Modelyard.Inference;

/// <summary>Represents what one term explains.</summary>
/// <param name="Term">The name of the feature; 'Residual' for what is left.</param>
/// <param name="Degrees">The degrees of freedom.</param>
/// <param name="SumOfSquares">The sum of squares; of a generalised linear model the deviance.</param>
/// <param name="MeanSquare">The sum over the degrees of freedom.</param>
/// <param name="Statistic">F, or chi-square where the scale is known; NaN of the residual.</param>
/// <param name="PValue">The probability of such a statistic if the term explains nothing; NaN of the residual.</param>
public sealed record AnovaRow(string Term, double Degrees, double SumOfSquares, double MeanSquare, double Statistic, double PValue);
