using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Selection.Features;

/// <summary>Represents how well a classifier tells two samples apart in rows that it did not see.</summary>
/// <param name="Area">The area under the ROC curve, with an interval of 95 %.</param>
/// <param name="PValue">The chance of such an area, or a greater one, if the samples had one law.</param>
/// <remarks>The interval is DeLong's and the p-value that of the normal law of the rank sum, both wider by the root of 2: of two rows each helps to predict the other, so that pairs count twice.</remarks>
internal sealed record DomainArea(ScoreInterval Area, double PValue)
{
    private const double PairsTwice = 2;

    /// <summary>Predicts the sample of each row by five folds.</summary>
    /// <param name="classifier">The classifier, with its preparation.</param>
    /// <param name="data">The rows, labelled 0 or 1 by the sample that they are of; those of one group are never parted.</param>
    /// <param name="context">What surrounds the fits.</param>
    internal static DomainArea OutOfFold(IEstimator classifier, Dataset data, FitContext context)
    {
        ISplitter splitter = data.Groups.IsEmpty ? new KFold { Stratified = true, Seed = context.Seed } : new GroupKFold { Stratified = true, Seed = context.Seed };
        IReadOnlyList<Split> folds = splitter.Split(data);
        Matrix probabilities = Selection.OutOfFold.Predict(classifier, data, folds, context with { Progress = null }).Predictions.Probabilities!;
        double[] scores = new double[data.RowCount];
        probabilities.CopyColumnTo(1, scores);
        double value = RankingScores.RocAuc(data.Labels, 1, scores), first = data.Labels.Count(0), second = data.Labels.Count(1);
        double error = Math.Sqrt(PairsTwice) * DeLongTest.Interval(data.Labels, 1, scores).StandardError, half = Normal.Quantile(0.975) * error;
        var area = new ScoreInterval(Math.Max(0, value - half), Math.Min(1, value + half)) { Value = value, StandardError = error };
        return new DomainArea(area, Normal.Cumulative((0.5 - value) / Math.Sqrt(PairsTwice * (first + second + 1) / (12 * first * second))));
    }
}
