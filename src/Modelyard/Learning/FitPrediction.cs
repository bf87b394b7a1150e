using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Lets a fit predict many rows in pieces, between which it may stop: a model answers for each row as if it came alone, however they are cut.</summary>
internal static class FitPrediction
{
    /// <summary>Predicts numbers.</summary>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    /// <exception cref="FitBudgetException">The time budget is used up.</exception>
    internal static void Predict(this FitContext context, IRegressionModel model, Matrix rows, Span<double> predictions)
    {
        foreach ((int first, int count) in context.Pieces(rows.Rows))
        {
            model.Predict(rows.RowRange(first, count), predictions.Slice(first, count), context.Parallelism);
        }
    }

    /// <summary>Predicts the most probable classes.</summary>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    /// <exception cref="FitBudgetException">The time budget is used up.</exception>
    internal static void Predict(this FitContext context, IClassificationModel model, Matrix rows, Span<int> classes)
    {
        foreach ((int first, int count) in context.Pieces(rows.Rows))
        {
            model.Predict(rows.RowRange(first, count), classes.Slice(first, count), context.Parallelism);
        }
    }

    /// <summary>Predicts the probabilities of the classes.</summary>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    /// <exception cref="FitBudgetException">The time budget is used up.</exception>
    internal static void PredictProbability(this FitContext context, IClassificationModel model, Matrix rows, Matrix probabilities)
    {
        foreach ((int first, int count) in context.Pieces(rows.Rows))
        {
            model.PredictProbability(rows.RowRange(first, count), probabilities.RowRange(first, count), context.Parallelism);
        }
    }

    /// <summary>Predicts the probabilities of the classes of sparse rows.</summary>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    /// <exception cref="FitBudgetException">The time budget is used up.</exception>
    internal static void PredictProbability(this FitContext context, IClassificationModel model, SparseMatrix rows, Matrix probabilities)
    {
        foreach ((int first, int count) in context.Pieces(rows.Rows))
        {
            model.PredictProbability(rows.RowRange(first, count), probabilities.RowRange(first, count), context.Parallelism);
        }
    }
}
