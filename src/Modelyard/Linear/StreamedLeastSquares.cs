using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Solves least squares from a Gram matrix when the rows that it was gathered from are gone.</summary>
internal static class StreamedLeastSquares
{
    private const int MostFeatures = 8192;

    // Directions whose share of the variance is below this were drowned by rounding.
    private const double Drowned = 1e-12;

    internal static StatisticFit<GramMatrix> Begin(IEstimator estimator, DataShape shape, FitContext context, Func<GramMatrix, LinearModel> finish)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Schema.Count <= MostFeatures
            ? StatisticFit<GramMatrix>.Begin(estimator, shape, context, () => new GramMatrix(shape.Schema.Count), finish)
            : throw new ModelyardException($"There are '{shape.Schema.Count:N0}' features and '{estimator.GetType().Name}' takes '{MostFeatures:N0}' in chunks, for it keeps the products of all pairs. Choose '{nameof(SgdRegressor)}'.");
    }

    /// <summary>Solves least squares with an L2 penalty.</summary>
    internal static LinearModel Model(GramMatrix gram, DataShape shape, double penalty, bool intercept, FitContext context)
    {
        Matrix products = gram.Products(intercept);
        double[] squares = LeastSquares.Diagonal(products);
        double[] coefficients = LeastSquares.Solve(products, gram.TargetProducts(intercept), penalty, isRough: false, context, residual: null) ?? MinimumNormOf(gram, penalty, intercept, context);
        double constant = intercept ? gram.TargetMean - VectorKernels.Dot(gram.Means, coefficients) : 0;
        return new LinearModel(shape.Schema, coefficients, constant, CoordinateDescent.Importances(coefficients, squares));
    }

    /// <summary>Solves least squares with an L1 penalty, or both.</summary>
    internal static LinearModel Model(GramMatrix gram, DataShape shape, CoordinateDescent.Settings settings, FitContext context) => settings.Alpha * settings.L1Ratio == 0
        ? Model(gram, shape, settings.Alpha * gram.Weight, settings.Intercept, context)
        : CoordinateDescent.Descend(GramView.Of(gram, settings.Intercept), shape.Schema, gram.Means.ToArray(), gram.TargetMean, new double[shape.Schema.Count], settings, context);

    /// <summary>Finds the coefficients of minimum norm, by the eigenvectors of the products of the features scaled to size 1.</summary>
    private static double[] MinimumNormOf(GramMatrix gram, double penalty, bool intercept, FitContext context)
    {
        Matrix products = gram.Products(intercept);
        double[] target = gram.TargetProducts(intercept), scales = new double[target.Length], coefficients = new double[target.Length];
        for (int i = 0; i < scales.Length; i++)
        {
            products[i, i] += penalty;
            scales[i] = products[i, i] > 0 ? 1 / Math.Sqrt(products[i, i]) : 0;
        }

        for (int i = 0; i < scales.Length; i++)
        {
            VectorKernels.Scale(scales[i], products.Row(i));
            VectorKernels.Multiply(scales, products.Row(i));
        }

        VectorKernels.Multiply(scales, target);
        SymmetricEigen eigen = context.WithinTime(() => SymmetricEigen.Of(products, degree: context.Parallelism));
        var undetermined = new List<double[]>();
        for (int i = 0; i < target.Length; i++)
        {
            double[] direction = new double[target.Length];
            eigen.Vectors.CopyColumnTo(i, direction);
            bool determined = eigen.Values[i] > Drowned * eigen.Values[^1];
            double length = determined ? VectorKernels.Dot(direction, target) / eigen.Values[i] : 0;
            VectorKernels.Multiply(scales, direction);
            VectorKernels.Axpy(length, direction, coefficients);
            if (!determined)
            {
                undetermined.Add(direction);
            }
        }

        TakeAway(undetermined, coefficients);
        return coefficients;
    }

    /// <summary>Takes the part of the coefficients away on which the target has no bearing (Gram and Schmidt, twice for the sake of rounding).</summary>
    private static void TakeAway(List<double[]> directions, double[] coefficients)
    {
        for (int i = 0; i < directions.Count; i++)
        {
            for (int j = 0; j < 2 * i; j++)
            {
                VectorKernels.Axpy(-VectorKernels.Dot(directions[i], directions[j % i]), directions[j % i], directions[i]);
            }

            double length = VectorKernels.Norm(directions[i]);
            VectorKernels.Scale(length > 0 ? 1 / length : 0, directions[i]);
            VectorKernels.Axpy(-VectorKernels.Dot(directions[i], coefficients), directions[i], coefficients);
        }
    }
}
