using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Boosting;

namespace Modelyard.Monitoring;

/// <summary>Represents models of folds: each row is predicted by the one that did not see it, and a new row by each of them.</summary>
/// <remarks>That the models of new rows are those that were judged on rows they did not see keeps what is learned of their errors true; how far they are apart is how unsure they are.</remarks>
internal sealed class FoldModels
{
    internal const int Folds = 5;
    private const int MostInLeaf = 20, LeavesOfFew = 20;

    private FoldModels(IReadOnlyList<IPredictiveModel> models, Matrix heldOut) => (Models, HeldOut) = (models, heldOut);

    internal IReadOnlyList<IPredictiveModel> Models { get; }

    /// <summary>Gets what was predicted of each row by the model that did not see it: rows x classes, or rows x 1.</summary>
    internal Matrix HeldOut { get; }

    /// <summary>Learns from data the chances of its classes, or the mean of its target, which is 0 or more.</summary>
    internal static FoldModels Learn(Dataset data, int folds, int trees, FitContext context)
    {
        int width = data.Task == TaskKind.Classification ? data.ClassCount : 1, inLeaf = Math.Clamp(data.RowCount / LeavesOfFew, 1, MostInLeaf);
        IEstimator estimator = data.Task == TaskKind.Classification
            ? new GradientBoostingClassifier { Iterations = trees, MaxLeafNodes = 8, MinSamplesLeaf = inLeaf, L2Regularization = 1, EarlyStopping = EarlyStopping.Off }
            : new GradientBoostingRegressor { Loss = BoostingLoss.Poisson, Iterations = trees, MaxLeafNodes = 8, MinSamplesLeaf = inLeaf, L2Regularization = 1, EarlyStopping = EarlyStopping.Off };
        int[] fold = Deal(data, folds, context);
        var models = new IPredictiveModel[folds];
        var heldOut = new Matrix(data.RowCount, width);
        for (int i = 0; i < folds; i++)
        {
            context.Checkpoint();
            int[] own = [.. Enumerable.Range(0, fold.Length).Where(row => fold[row] == i)], others = [.. Enumerable.Range(0, fold.Length).Where(row => fold[row] != i)];
            models[i] = estimator.FitModel(data.Rows(others), context.ForPart((ulong)i) with { Progress = null, Warning = null });
            Matrix predicted = Predict(models[i], data.Features.SelectRows(own), width, context.Parallelism);
            for (int row = 0; row < own.Length; row++)
            {
                predicted.Row(row).CopyTo(heldOut.Row(own[row]));
            }
        }

        return new FoldModels(models, heldOut);
    }

    /// <summary>Predicts new rows by the model of one fold.</summary>
    internal Matrix Predict(int fold, Matrix features, int degree) => Predict(Models[fold], features, HeldOut.Columns, degree);

    private static Matrix Predict(IPredictiveModel model, Matrix features, int width, int degree)
    {
        var predicted = new Matrix(features.Rows, width);
        if (model is IClassificationModel classifier)
        {
            classifier.PredictProbability(features, predicted, degree);
        }
        else
        {
            ((IRegressionModel)model).Predict(features, predicted.AsSpan(), degree);
        }

        return predicted;
    }

    /// <summary>Deals rows into folds of even classes.</summary>
    private static int[] Deal(Dataset data, int folds, FitContext context)
    {
        int[] order = context.Random().Permutation(data.RowCount), fold = new int[data.RowCount];
        int next = 0;
        foreach (int row in data.Task == TaskKind.Classification ? SortedByClass(order, data) : order)
        {
            fold[row] = next++ % folds;
        }

        return fold;
    }

    private static int[] SortedByClass(int[] order, Dataset data)
    {
        int[] labels = data.Labels.ToArray();
        return [.. order.OrderBy(row => labels[row])];
    }
}
