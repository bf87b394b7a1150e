using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Selection.Features;

/// <summary>Chooses columns by an L1 penalty: those that are the first to come in as it is weakened.</summary>
internal static class SparseModels
{
    private const int Halvings = 14;
    private const double WeakestPenalty = 1e-4;
    private const double Tolerance = 1e-7;
    private const double GradientTolerance = 1e-5;

    /// <summary>Gets what learns.</summary>
    internal static IEstimator Learner(TaskKind task) => task == TaskKind.Regression
        ? new Lasso { Tolerance = Tolerance }
        : new LogisticRegression { Penalty = LogisticPenalty.L1, Tolerance = GradientTolerance };

    /// <summary>Finds the weakest penalty under which at most so many columns are in.</summary>
    internal static IReadOnlyCollection<int> Choose(Dataset half, int count, FitContext context)
    {
        bool isNumber = half.Task == TaskKind.Regression;
        var prepared = PreparedColumns.Fit(half, Learner(half.Task).Traits, context);

        // One penalty for all is fair where all have one scale, those that say whether a row has a level too.
        var scaler = new StandardScaler { Columns = [.. prepared.Data.Schema.Select(feature => feature.Name)] };
        Dataset data = scaler.Fit(prepared.Data, context).Transform(prepared.Data);
        double strongest = isNumber ? StrongestOfNumbers(data) : StrongestOfClasses(data);
        if (!(strongest > 0))
        {
            return [];
        }

        IReadOnlyCollection<int> chosen = [];
        double low = Math.Log(WeakestPenalty), high = 0;
        for (int i = 0; i < Halvings && chosen.Count < count; i++)
        {
            context.Checkpoint();
            double middle = 0.5 * (low + high), penalty = strongest * Math.Exp(middle);
            IReadOnlyCollection<int> columns = [.. (isNumber ? OfNumbers(data, penalty, context) : OfClasses(data, penalty, context)).Select(prepared.ColumnOf).Distinct()];
            if (columns.Count <= count)
            {
                (chosen, high) = (columns.Count >= chosen.Count ? columns : chosen, middle);
            }
            else
            {
                low = middle;
            }
        }

        return chosen;
    }

    private static IEnumerable<int> OfNumbers(Dataset data, double penalty, FitContext context)
    {
        LinearModel model = new Lasso { Alpha = penalty, Tolerance = Tolerance }.Fit(data, context with { Warning = null });
        return Enumerable.Range(0, data.FeatureCount).Where(output => model.Coefficients[output] != 0);
    }

    private static IEnumerable<int> OfClasses(Dataset data, double penalty, FitContext context)
    {
        var estimator = new LogisticRegression { Penalty = LogisticPenalty.L1, C = 1 / penalty, Tolerance = GradientTolerance };
        Matrix coefficients = estimator.Fit(data, context with { Warning = null }).Coefficients;
        return Enumerable.Range(0, data.FeatureCount).Where(output => Enumerable.Range(0, coefficients.Rows).Any(score => coefficients[score, output] != 0));
    }

    /// <summary>Computes the least penalty under which no coefficient moves from 0: the greatest derivative of the loss there.</summary>
    private static double StrongestOfNumbers(Dataset data)
    {
        double mean = VectorKernels.Sum(data.Target) / data.RowCount;
        double[] products = new double[data.FeatureCount];
        for (int row = 0; row < data.RowCount; row++)
        {
            VectorKernels.Axpy(data.Target[row] - mean, data.Features.Row(row), products);
        }

        return products.Select(Math.Abs).DefaultIfEmpty(0).Max() / data.RowCount;
    }

    private static double StrongestOfClasses(Dataset data)
    {
        double strongest = 0;
        for (int label = 0; label < data.ClassCount; label++)
        {
            double share = (double)data.Labels.Count(label) / data.RowCount;
            double[] products = new double[data.FeatureCount];
            for (int row = 0; row < data.RowCount; row++)
            {
                VectorKernels.Axpy((data.Labels[row] == label ? 1 : 0) - share, data.Features.Row(row), products);
            }

            strongest = products.Select(Math.Abs).Append(strongest).Max();
        }

        return strongest;
    }
}
