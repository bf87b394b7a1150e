using Modelyard.Decomposition;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents the principal components of rows that are centred, and how far other rows are from what they make up.</summary>
internal sealed class Reconstruction
{
    private const int MostComponents = 100;

    // So much of the variance is taken for what goes together in the rows.
    private const double Kept = 0.65;

    // What is left of a row whose components make it up but for rounding, as a share of its square.
    private const double Rounding = 1e-12;

    private readonly TruncatedSvdModel _components;

    private Reconstruction(TruncatedSvdModel components, int count) => (_components, Components) = (components, count);

    /// <summary>Gets the number of components: the fewest that have 65 % of the variance, and always fewer than there are features.</summary>
    internal int Components { get; }

    /// <summary>Learns the components; there must be two features or more.</summary>
    internal static Reconstruction Learn(Matrix rows, FitContext context)
    {
        int most = Math.Min(rows.Columns - 1, MostComponents);
        var model = (TruncatedSvdModel)new TruncatedSvd { Components = most }.Fit(Dataset.WithoutTarget(rows), context);
        ReadOnlySpan<double> shares = model.ExplainedVarianceRatio;
        double kept = 0;
        int count = 0;
        while (count < shares.Length && kept < Kept)
        {
            kept += shares[count++];
        }

        return new Reconstruction(model, count);
    }

    /// <summary>Computes the distance of each row from what the components make of it.</summary>
    internal double[] Errors(Matrix rows, FitContext context)
    {
        Matrix places = _components.Transform(rows, context.Parallelism);
        double[] errors = new double[rows.Rows];
        for (int row = 0; row < errors.Length; row++)
        {
            double all = VectorKernels.SumOfSquares(rows.Row(row)), left = all - VectorKernels.SumOfSquares(places.Row(row)[..Components]);
            errors[row] = left > Rounding * all ? Math.Sqrt(left) : 0;
        }

        return errors;
    }
}
