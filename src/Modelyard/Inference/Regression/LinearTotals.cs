namespace Modelyard.Inference;

/// <summary>Represents sums of a linear regression that depend on how its rows are weighted.</summary>
/// <param name="TotalSquares">The weighted sum of squares of the target: about its mean if the design spans a constant, about 0 otherwise.</param>
/// <param name="LogWeights">Half the logarithm of the determinant of the weights.</param>
/// <param name="Condition">The condition number of the weighted design.</param>
/// <param name="Degrees">The degrees of freedom with which statistics are compared.</param>
internal readonly record struct LinearTotals(double TotalSquares, double LogWeights, double Condition, double Degrees);
