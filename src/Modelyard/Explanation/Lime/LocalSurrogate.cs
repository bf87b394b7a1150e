using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Lime;

/// <summary>Represents the sparse weighted ridge regression that follows a model near one row.</summary>
/// <param name="Chosen">The columns or words that it has.</param>
/// <param name="Coefficients">The weight of each.</param>
/// <param name="Intercept">What is predicted where all of these are 0.</param>
/// <param name="Fidelity">The weighted R² on the samples.</param>
internal sealed record LocalSurrogate(int[] Chosen, double[] Coefficients, double Intercept, double Fidelity)
{
    // The penalties of a lasso path, each a part of the one before.
    private const double PathRatio = 0.85;
    private const int PathSteps = 60;

    /// <summary>Fits to one output of a sample.</summary>
    internal static LocalSurrogate Fit(LocalSample sample, int output, LimeOptions options, FitContext context)
    {
        double[] target = new double[sample.Weights.Length];
        sample.Outputs.CopyColumnTo(output, target);
        Dataset data = Dataset.ForRegression(sample.Members, target, FeatureSchema.Numeric(sample.Members.Columns)).WithWeights(sample.Weights);
        var gram = context.Aggregate(data, new GramMatrix(data.FeatureCount));

        // What never varies says nothing, and without a penalty would make the equations singular.
        int[] varying = [.. Enumerable.Range(0, data.FeatureCount).Where(column => !IsConstant(sample.Members, column))];
        int[] chosen = varying.Length <= options.Columns ? varying : options.Selection switch
        {
            LimeSelection.Forward => Forward(gram, varying, options.Columns, options.Penalty),
            LimeSelection.LassoPath => AlongPath(data, gram, varying, options.Columns, context),
            _ => Heaviest(varying, Ridge(data, varying, options.Penalty, context).Coefficients, options.Columns),
        };
        (double[] coefficients, double intercept) = ([], gram.TargetMean);
        if (chosen.Length > 0)
        {
            LinearModel model = Ridge(data, chosen, options.Penalty, context);
            (coefficients, intercept) = (model.Coefficients.ToArray(), model.Intercept);
        }

        double scale = target.Max(Math.Abs);
        coefficients = Array.ConvertAll(coefficients, weight => RoundingNoise.Without(weight, scale));
        var fit = new LocalSurrogate(chosen, coefficients, intercept, 1);
        return fit with { Fidelity = fit.FidelityOn(sample.Members, target, sample.Weights, gram) };
    }

    /// <summary>Computes what the regression predicts.</summary>
    /// <param name="members">What a row is in the terms of the explanation.</param>
    internal double Predict(ReadOnlySpan<double> members)
    {
        double prediction = Intercept;
        for (int i = 0; i < Chosen.Length; i++)
        {
            prediction += Coefficients[i] * members[Chosen[i]];
        }

        return prediction;
    }

    private static bool IsConstant(Matrix members, int column)
    {
        for (int row = 1; row < members.Rows; row++)
        {
            if (members[row, column] != members[0, column])
            {
                return false;
            }
        }

        return true;
    }

    private static LinearModel Ridge(Dataset data, int[] columns, double penalty, FitContext context) => new Ridge { Alpha = penalty }.Fit(Of(data, columns), context);

    private static Dataset Of(Dataset data, int[] columns) => columns.Length == data.FeatureCount ? data : data.WithFeatures(Choose(data.Features, columns), FeatureSchema.Numeric(columns.Length));

    private static Matrix Choose(Matrix members, int[] columns)
    {
        var chosen = new Matrix(members.Rows, columns.Length);
        for (int row = 0; row < members.Rows; row++)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                chosen[row, i] = members[row, columns[i]];
            }
        }

        return chosen;
    }

    private static int[] Heaviest(int[] columns, ReadOnlySpan<double> weights, int most)
    {
        double[] sizes = weights.ToArray();
        return [.. Enumerable.Range(0, columns.Length).OrderByDescending(i => Math.Abs(sizes[i])).Take(most).Order().Select(i => columns[i])];
    }

    /// <summary>Takes in the column that lowers the penalised squares most, again and again: the products of all others are cleared of it, as Gaussian elimination does.</summary>
    private static int[] Forward(GramMatrix gram, int[] columns, int most, double penalty)
    {
        Matrix products = gram.Products();
        double[] target = gram.TargetProducts();
        double[] full = new double[target.Length];
        for (int i = 0; i < full.Length; i++)
        {
            full[i] = products[i, i] += penalty;
        }

        var left = columns.ToList();
        var chosen = new List<int>();
        while (chosen.Count < most && left.Count > 0)
        {
            const double Dependent = 1e-10;
            int best = left.MaxBy(column => products[column, column] > Dependent * full[column] ? target[column] * target[column] / products[column, column] : -1);
            double pivot = products[best, best];
            if (pivot <= Dependent * full[best])
            {
                break;
            }

            double[] line = products.Row(best).ToArray();
            left.Remove(best);
            foreach (int column in left)
            {
                double factor = line[column] / pivot;
                target[column] -= factor * target[best];
                VectorKernels.Axpy(-factor, line, products.Row(column));
            }

            chosen.Add(best);
        }

        chosen.Sort();
        return [.. chosen];
    }

    private static int[] AlongPath(Dataset data, GramMatrix gram, int[] columns, int most, FitContext context)
    {
        Dataset own = Of(data, columns);
        double[] target = gram.TargetProducts();
        double penalty = columns.Max(column => Math.Abs(target[column])) / gram.Weight;
        LinearModel model = new Lasso { Alpha = penalty }.Fit(own, context);
        for (int step = 0; step < PathSteps && penalty > 0 && model.Coefficients.ToArray().Count(weight => weight != 0) < most; step++)
        {
            penalty *= PathRatio;
            model = new Lasso { Alpha = penalty }.Fit(own, context);
        }

        return Heaviest(columns, model.Coefficients, most);
    }

    private double FidelityOn(Matrix members, double[] target, double[] weights, GramMatrix gram)
    {
        double left = 0;
        for (int row = 0; row < target.Length; row++)
        {
            double error = target[row] - Predict(members.Row(row));
            left += weights[row] * error * error;
        }

        // Of predictions that are all the same but for rounding nothing is left to explain.
        double rounding = 1e-24 * gram.Weight * Math.Max(1, gram.TargetMean * gram.TargetMean);
        return gram.TargetSquares <= rounding ? 1 : 1 - (left / gram.TargetSquares);
    }
}
