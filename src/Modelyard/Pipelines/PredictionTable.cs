using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Pipelines;

/// <summary>Lays predictions out as a table: the prediction, for classes the probability of each, the interval or set if the model gives one, and how far the members of an ensemble are apart if that is asked for.</summary>
/// <param name="predictor">The model.</param>
public sealed class PredictionTable(Predictor predictor)
{
    /// <summary>Predicts encoded rows.</summary>
    /// <param name="rows">The rows, one number an input.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="withDecisions">Whether to add the unbounded scores of a model that has them.</param>
    /// <param name="withSpread">Whether to add how far the members of an ensemble are apart.</param>
    /// <returns>A table of the columns <c>prediction</c>, <c>low</c> and <c>high</c>, or <c>probability_CLASS</c>, <c>set</c> and <c>decision</c> or <c>decision_CLASS</c>; of the spread
    /// the columns <c>spread</c>, or <c>uncertainty_total</c>, <c>uncertainty_aleatoric</c> and <c>uncertainty_epistemic</c>.</returns>
    /// <exception cref="ModelyardException">The spread is asked for and the model is no ensemble.</exception>
    public Frame Predict(Matrix rows, int degree = 1, bool withDecisions = false, bool withSpread = false) => Predict(Dataset.WithoutTarget(rows, predictor.Model.Features), degree, withDecisions, withSpread);

    /// <summary>Predicts encoded rows that are sparse, as those with texts are.</summary>
    /// <param name="rows">The rows, one number for each feature of the model.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="withDecisions">Whether to add the unbounded scores of a model that has them.</param>
    /// <param name="withSpread">Whether to add how far the members of an ensemble are apart.</param>
    /// <returns>A table of the columns <c>prediction</c>, <c>low</c> and <c>high</c>, or <c>probability_CLASS</c>, <c>set</c> and <c>decision</c> or <c>decision_CLASS</c>; of the spread
    /// the columns <c>spread</c>, or <c>uncertainty_total</c>, <c>uncertainty_aleatoric</c> and <c>uncertainty_epistemic</c>.</returns>
    /// <exception cref="ModelyardException">The spread is asked for and the model is no ensemble.</exception>
    public Frame Predict(SparseMatrix rows, int degree = 1, bool withDecisions = false, bool withSpread = false) => Predict(Dataset.WithoutTarget(rows, predictor.Model.Features), degree, withDecisions, withSpread);

    /// <summary>Predicts the rows of a data set, whose target does not matter.</summary>
    /// <param name="data">The rows, sparse or dense.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="withDecisions">Whether to add the unbounded scores of a model that has them.</param>
    /// <param name="withSpread">Whether to add how far the members of an ensemble are apart.</param>
    /// <returns>A table of the columns <c>prediction</c>, <c>low</c> and <c>high</c>, or <c>probability_CLASS</c>, <c>set</c> and <c>decision</c> or <c>decision_CLASS</c>; of the spread
    /// the columns <c>spread</c>, or <c>uncertainty_total</c>, <c>uncertainty_aleatoric</c> and <c>uncertainty_epistemic</c>.</returns>
    /// <exception cref="ModelyardException">The spread is asked for and the model is no ensemble.</exception>
    public Frame Predict(Dataset data, int degree = 1, bool withDecisions = false, bool withSpread = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (withSpread)
        {
            CheckEnsemble();
        }

        if (predictor.Model is IRegressionModel regressor)
        {
            return Frame.Of(Numbers(regressor, data, degree, withSpread));
        }

        var classifier = (IClassificationModel)predictor.Model;
        var probabilities = new Matrix(data.RowCount, classifier.Classes.Count);
        var uncertainties = new PredictedUncertainty[withSpread ? data.RowCount : 0];
        if (withSpread)
        {
            MemberSpread.Predict(classifier, data, probabilities, uncertainties, degree);
        }
        else if (data.IsSparse)
        {
            classifier.PredictProbability(data.SparseFeatures, probabilities, degree);
        }
        else
        {
            classifier.PredictProbability(data.Features, probabilities, degree);
        }

        int[] codes = new int[data.RowCount];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = predictor.Decide(probabilities.Row(row));
        }

        var columns = new List<Column> { new CategoryColumn("prediction", codes, classifier.Classes) };
        for (int k = 0; k < classifier.Classes.Count; k++)
        {
            double[] own = new double[data.RowCount];
            probabilities.CopyColumnTo(k, own);
            columns.Add(new DoubleColumn($"probability_{classifier.Classes[k]}", own));
        }

        if (classifier is ISetModel sets)
        {
            columns.Add(Sets(sets, data, degree));
        }

        if (withSpread)
        {
            columns.Add(new DoubleColumn("uncertainty_total", Array.ConvertAll(uncertainties, one => one.Total)));
            columns.Add(new DoubleColumn("uncertainty_aleatoric", Array.ConvertAll(uncertainties, one => one.Aleatoric)));
            columns.Add(new DoubleColumn("uncertainty_epistemic", Array.ConvertAll(uncertainties, one => one.Epistemic)));
        }

        if (withDecisions)
        {
            columns.AddRange(Decisions(data, degree));
        }

        return Frame.Of(columns);
    }

    private void CheckEnsemble()
    {
        if (MemberSpread.CountOf(predictor.Model) < 2)
        {
            throw new ModelyardException(
                $"The model of '{predictor.TargetName}' is not made of several models that each predict the target, so it has no spread. Random forests, extra trees, bagging, votes, calibrated classifiers, and conformal models of several folds or over one of these, have one.");
        }
    }

    private static List<Column> Numbers(IRegressionModel model, Dataset data, int degree, bool withSpread)
    {
        List<Column> columns = model is IIntervalModel intervals ? Intervals(intervals, data, degree) : [];
        if (withSpread)
        {
            var spreads = new PredictedSpread[data.RowCount];
            MemberSpread.Predict(model, data, spreads, degree);
            if (columns.Count == 0)
            {
                columns.Add(new DoubleColumn("prediction", Array.ConvertAll(spreads, one => one.Value)));
            }

            columns.Add(new DoubleColumn("spread", Array.ConvertAll(spreads, one => one.Deviation)));
        }
        else if (columns.Count == 0)
        {
            double[] numbers = new double[data.RowCount];
            if (data.IsSparse)
            {
                model.Predict(data.SparseFeatures, numbers, degree);
            }
            else
            {
                model.Predict(data.Features, numbers, degree);
            }

            columns.Add(new DoubleColumn("prediction", numbers));
        }

        return columns;
    }

    private static List<Column> Intervals(IIntervalModel model, Dataset data, int degree)
    {
        var intervals = new PredictedInterval[data.RowCount];
        if (data.IsSparse)
        {
            model.PredictInterval(data.SparseFeatures, intervals, degree);
        }
        else
        {
            model.PredictInterval(data.Features, intervals, degree);
        }

        return
        [
            new DoubleColumn("prediction", Array.ConvertAll(intervals, one => one.Value)),
            new DoubleColumn("low", Array.ConvertAll(intervals, one => one.Low)),
            new DoubleColumn("high", Array.ConvertAll(intervals, one => one.High)),
        ];
    }

    private static TextColumn Sets(ISetModel model, Dataset data, int degree)
    {
        int width = model.Classes.Count;
        bool[] sets = new bool[checked(data.RowCount * width)];
        if (data.IsSparse)
        {
            model.PredictSet(data.SparseFeatures, sets, degree);
        }
        else
        {
            model.PredictSet(data.Features, sets, degree);
        }

        return new TextColumn("set", [.. Enumerable.Range(0, data.RowCount).Select(row => string.Join('|', model.Classes.Where((_, k) => sets[(row * width) + k])))]);
    }

    private IEnumerable<Column> Decisions(Dataset data, int degree)
    {
        IReadOnlyList<ITransformModel> steps = predictor.Model is PipelineClassificationModel pipeline ? pipeline.Steps : [];
        IPredictiveModel last = predictor.Model is PipelineClassificationModel whole ? whole.Model : predictor.Model;
        if (last is not IDecisionModel decider)
        {
            yield break;
        }

        foreach (ITransformModel step in steps)
        {
            data = step.Transform(data, degree);
        }

        var scores = new Matrix(data.RowCount, decider.DecisionCount);
        double[] dense = data.IsSparse ? new double[data.FeatureCount] : [];
        for (int row = 0; row < data.RowCount; row++)
        {
            if (data.IsSparse)
            {
                data.SparseFeatures.Row(row).CopyTo(dense);
            }

            decider.Decide(data.IsSparse ? dense : data.Features.Row(row), scores.Row(row));
        }

        for (int k = 0; k < decider.DecisionCount; k++)
        {
            double[] own = new double[data.RowCount];
            scores.CopyColumnTo(k, own);
            yield return new DoubleColumn(decider.DecisionCount == 1 ? "decision" : $"decision_{decider.Classes[k]}", own);
        }
    }
}
