using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Defines a model that predicts several targets: numbers, or the probability of each label.</summary>
public interface IMultiTargetModel : IModel
{
    /// <summary>Gets what each target is: a number (regression) or a label that applies or not (classification).</summary>
    TaskKind Task { get; }

    /// <summary>Gets the names of the targets.</summary>
    IReadOnlyList<string> TargetNames { get; }

    /// <summary>Predicts all targets of one row. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="targets">Receives one number a target; for labels, the probability that it applies.</param>
    void PredictTargets(ReadOnlySpan<double> row, Span<double> targets);

    /// <summary>Predicts all targets of many rows, each exactly as if it came alone.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="targets">Receives the predictions, rows x targets.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void PredictTargets(Matrix rows, Matrix targets, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(targets);
        BatchPrediction.Run(rows, targets, degree, PredictTargets);
    }
}
