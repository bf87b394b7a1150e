using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Pipelines;

/// <summary>Lays predictions out as a table: the prediction, and for classes the probability of each.</summary>
/// <param name="predictor">The model.</param>
public sealed class PredictionTable(Predictor predictor)
{
    /// <summary>Predicts encoded rows.</summary>
    /// <param name="rows">The rows, one number an input.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="withDecisions">Whether to add the unbounded scores of a model that has them.</param>
    /// <returns>A table of the columns <c>prediction</c>, <c>probability_CLASS</c> and <c>decision</c> or <c>decision_CLASS</c>.</returns>
    public Frame Predict(Matrix rows, int degree = 1, bool withDecisions = false)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (predictor.Model is IRegressionModel regressor)
        {
            double[] numbers = new double[rows.Rows];
            regressor.Predict(rows, numbers, degree);
            return Frame.Of(new DoubleColumn("prediction", numbers));
        }

        var classifier = (IClassificationModel)predictor.Model;
        var probabilities = new Matrix(rows.Rows, classifier.Classes.Count);
        classifier.PredictProbability(rows, probabilities, degree);
        int[] codes = new int[rows.Rows];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = predictor.Decide(probabilities.Row(row));
        }

        var columns = new List<Column> { new CategoryColumn("prediction", codes, classifier.Classes) };
        for (int k = 0; k < classifier.Classes.Count; k++)
        {
            double[] own = new double[rows.Rows];
            probabilities.CopyColumnTo(k, own);
            columns.Add(new DoubleColumn($"probability_{classifier.Classes[k]}", own));
        }

        if (withDecisions)
        {
            columns.AddRange(Decisions(rows));
        }

        return Frame.Of(columns);
    }

    private IEnumerable<Column> Decisions(Matrix rows)
    {
        IReadOnlyList<ITransformModel> steps = predictor.Model is PipelineClassificationModel pipeline ? pipeline.Steps : [];
        IPredictiveModel last = predictor.Model is PipelineClassificationModel whole ? whole.Model : predictor.Model;
        if (last is not IDecisionModel decider)
        {
            yield break;
        }

        foreach (ITransformModel step in steps)
        {
            rows = step.Transform(rows);
        }

        var scores = new Matrix(rows.Rows, decider.DecisionCount);
        for (int row = 0; row < rows.Rows; row++)
        {
            decider.Decide(rows.Row(row), scores.Row(row));
        }

        for (int k = 0; k < decider.DecisionCount; k++)
        {
            double[] own = new double[rows.Rows];
            scores.CopyColumnTo(k, own);
            yield return new DoubleColumn(decider.DecisionCount == 1 ? "decision" : $"decision_{decider.Classes[k]}", own);
        }
    }
}
