using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents the columns of a table less their means, each row scaled by the root of its weight.</summary>
internal sealed class CentredColumns
{
    private CentredColumns(Matrix columns, double[] target, double[] means, double targetMean, double weight)
    {
        Columns = columns;
        Target = target;
        Means = means;
        TargetMean = targetMean;
        Weight = weight;
    }

    /// <summary>Gets the features, features x rows.</summary>
    public Matrix Columns { get; }

    /// <summary>Gets the target.</summary>
    public double[] Target { get; }

    /// <summary>Gets the means that were taken away; 0 if the columns were not centred.</summary>
    public double[] Means { get; }

    /// <summary>Gets the mean that was taken from the target.</summary>
    public double TargetMean { get; }

    /// <summary>Gets the sum of the weights.</summary>
    public double Weight { get; }

    /// <summary>Copies the rows of a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="centre">Whether means are taken away.</param>
    /// <returns>The columns.</returns>
    public static CentredColumns Of(Dataset data, bool centre)
    {
        Matrix columns = data.Features.Transpose();
        double[] target = data.Target.ToArray();
        double[] roots = new double[data.RowCount];
        double weight = 0;
        for (int row = 0; row < roots.Length; row++)
        {
            double own = data.HasWeights ? data.Weights[row] : 1;
            weight += own;
            roots[row] = Math.Sqrt(own);
        }

        double[] means = new double[data.FeatureCount];
        for (int feature = 0; feature < means.Length; feature++)
        {
            ParallelLoop.Check();
            means[feature] = CentreAndScale(columns.Row(feature), data, roots, weight, centre);
        }

        double targetMean = CentreAndScale(target, data, roots, weight, centre);
        return new CentredColumns(columns, target, means, targetMean, weight);
    }

    private static double CentreAndScale(Span<double> values, Dataset data, ReadOnlySpan<double> roots, double weight, bool centre)
    {
        double mean = 0;
        if (centre)
        {
            mean = (data.HasWeights ? VectorKernels.Dot(values, data.Weights) : VectorKernels.Sum(values)) / weight;
            foreach (ref double value in values)
            {
                value -= mean;
            }
        }

        if (data.HasWeights)
        {
            VectorKernels.Multiply(roots, values);
        }

        return mean;
    }
}
