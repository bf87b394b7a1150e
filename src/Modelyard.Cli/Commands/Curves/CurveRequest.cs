using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Selection;

namespace Modelyard.Cli.Commands.Curves;

/// <summary>Represents what a curve is drawn of.</summary>
/// <param name="Learner">The estimator with its settings.</param>
/// <param name="Data">The rows.</param>
/// <param name="Folds">The folds that each setting is scored on.</param>
/// <param name="Metric">What scores.</param>
/// <param name="Context">The seed and cancellation.</param>
/// <param name="Command">The words that name the estimator, its table and its target on the command line, as the next command takes them again.</param>
internal sealed record CurveRequest(IEstimator Learner, Dataset Data, IReadOnlyList<Split> Folds, IMetric Metric, FitContext Context, string Command)
{
    /// <summary>Gets a value indicating whether inputs are taken as they are, without preparation.</summary>
    internal required bool IsRaw { get; init; }

    /// <summary>Gets the estimator with its preparation, which is fitted inside each fold.</summary>
    internal Pipeline Pipeline => new((IsRaw ? PreparationPlan.None : PreparationPlan.For(Data, Learner.Traits)).Steps, Learner);
}
