namespace Modelyard.Selection;

/// <summary>Represents the scores of one setting on the rows learned from and on others, fold by fold.</summary>
/// <param name="Position">Where the point stands on its axis: a number of rows, or a value of a hyperparameter.</param>
/// <param name="Label">The position as text.</param>
/// <param name="Train">The score of each fold on the rows learned from.</param>
/// <param name="Validation">The score of each fold on the other rows.</param>
/// <param name="FitSeconds">The mean time of a fit in seconds.</param>
public sealed record CurvePoint(double Position, string Label, IReadOnlyList<double> Train, IReadOnlyList<double> Validation, double FitSeconds)
{
    /// <summary>Gets the mean score on the rows learned from.</summary>
    public double TrainMean => Train.Average();

    /// <summary>Gets the mean score on the other rows.</summary>
    public double ValidationMean => Validation.Average();

    /// <summary>Gets the sample standard deviation over the folds of the scores on the rows learned from; NaN of one fold.</summary>
    public double TrainDeviation => FoldStatistics.Deviation(Train);

    /// <summary>Gets the sample standard deviation over the folds of the scores on the other rows; NaN of one fold.</summary>
    public double ValidationDeviation => FoldStatistics.Deviation(Validation);
}
