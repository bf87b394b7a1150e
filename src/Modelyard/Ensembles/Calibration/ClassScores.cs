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
            scores[1] = Bounded(scores[1]);
            return;
        }

        model.PredictProbability(row, scores);
        FromProbabilities(method, scores);
    }

    /// <summary>Computes the scores of all rows of a data set.</summary>
    internal static Matrix Of(IClassificationModel model, CalibrationMethod method, Dataset data, FitContext context)
    {
        var scores = new Matrix(data.RowCount, model.Classes.Count);
        foreach ((int first, int count) in context.Pieces(data.RowCount))
        {
            Matrix part = scores.RowRange(first, count);
            if (data.IsSparse)
            {
                Of(model, method, data.SparseFeatures.RowRange(first, count), part, context.Parallelism);
            }
            else
            {
                Of(model, method, data.Features.RowRange(first, count), part, context.Parallelism);
            }
        }

        return scores;
    }

    /// <summary>Computes the scores of many rows.</summary>
    internal static void Of(IClassificationModel model, CalibrationMethod method, Matrix rows, Matrix scores, int degree)
    {
        if (AreDecisions(model, method))
        {
            ((IDecisionModel)model).Decide(rows, scores.View(0, scores.Rows, 1, 1), degree);
        }
        else
        {
            model.PredictProbability(rows, scores, degree);
        }

        Finish(model, method, scores);
    }

    /// <summary>Computes the scores of many sparse rows.</summary>
    internal static void Of(IClassificationModel model, CalibrationMethod method, SparseMatrix rows, Matrix scores, int degree)
    {
        if (AreDecisions(model, method))
        {
            ((IDecisionModel)model).Decide(rows, scores.View(0, scores.Rows, 1, 1), degree);
        }
        else
        {
            model.PredictProbability(rows, scores, degree);
        }

        Finish(model, method, scores);
    }

    private static void Finish(IClassificationModel model, CalibrationMethod method, Matrix scores)
    {
        bool decisions = AreDecisions(model, method);
        for (int row = 0; row < scores.Rows; row++)
        {
            if (decisions)
            {
                scores[row, 1] = Bounded(scores[row, 1]);
            }
            else
            {
                FromProbabilities(method, scores.Row(row));
            }
        }
    }

    /// <summary>Turns probabilities into scores, in place.</summary>
    private static void FromProbabilities(CalibrationMethod method, Span<double> scores)
    {
        for (int k = 0; k < scores.Length && method == CalibrationMethod.Sigmoid; k++)
        {
            scores[k] = ScoreCalibrator.LogOdds(scores[k]);
        }
    }

    private static double Bounded(double decision) => double.IsNaN(decision) ? 0 : Math.Clamp(decision, -MostDecision, MostDecision);
}
