using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Computes the scores that calibration starts from, one a class; for two classes the second alone counts.</summary>
internal static class ClassScores
{
    // What stands for a decision value without bounds.
    private const double MostDecision = 1e6;

    /// <summary>Tells whether the decision values of a model are its scores; else its probabilities are. The values of more than two classes may share a shift that means nothing.</summary>
    internal static bool AreDecisions(IClassificationModel model, CalibrationMethod method) =>
        method == CalibrationMethod.Sigmoid && model is IDecisionModel { DecisionCount: 1 } && model.Classes.Count == 2;

    /// <summary>Computes the scores of one row.</summary>
    internal static void Of(IClassificationModel model, CalibrationMethod method, ReadOnlySpan<double> row, Span<double> scores)
    {
        if (AreDecisions(model, method))
        {
            ((IDecisionModel)model).Decide(row, scores[1..]);
            scores[1] = double.IsNaN(scores[1]) ? 0 : Math.Clamp(scores[1], -MostDecision, MostDecision);
            return;
        }

        model.PredictProbability(row, scores);
        FromProbabilities(method, scores);
    }

    /// <summary>Turns probabilities into scores, in place.</summary>
    internal static void FromProbabilities(CalibrationMethod method, Span<double> scores)
    {
        for (int k = 0; k < scores.Length && method == CalibrationMethod.Sigmoid; k++)
        {
            scores[k] = ScoreCalibrator.LogOdds(scores[k]);
        }
    }

    /// <summary>Computes the scores of all rows of a data set.</summary>
    internal static Matrix Of(IClassificationModel model, CalibrationMethod method, Dataset data, FitContext context)
    {
        var scores = new Matrix(data.RowCount, model.Classes.Count);
        if (AreDecisions(model, method))
        {
            ParallelLoop.Blocks(
                data.RowCount,
                1024,
                context.Parallelism,
                (first, count) =>
                {
                    double[] dense = new double[data.IsSparse ? data.FeatureCount : 0];
                    for (int row = first; row < first + count; row++)
                    {
                        if (data.IsSparse)
                        {
                            data.SparseFeatures.Row(row).CopyTo(dense);
                        }

                        Of(model, method, data.IsSparse ? dense : data.Features.Row(row), scores.Row(row));
                    }
                },
                context.Cancellation);
            return scores;
        }

        if (data.IsSparse)
        {
            context.PredictProbability(model, data.SparseFeatures, scores);
        }
        else
        {
            context.PredictProbability(model, data.Features, scores);
        }

        for (int row = 0; row < scores.Rows; row++)
        {
            FromProbabilities(method, scores.Row(row));
        }

        return scores;
    }
}
