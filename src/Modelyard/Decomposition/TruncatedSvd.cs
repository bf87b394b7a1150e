using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Decomposition;

/// <summary>Represents the reduction of many features to a few by a truncated singular value decomposition: of counts of words, latent semantic analysis.</summary>
/// <remarks>
/// Keeps the directions in which the rows are largest; features are not centred, so sparse ones stay sparse. A random subspace of the features is multiplied by the
/// rows back and forth, orthonormal at each turn, until it holds those directions. A row of weight 2 counts as the row twice.
/// Sources: Halko, Martinsson and Tropp (2011), Finding Structure with Randomness, SIAM Review 53(2), algorithms 4.4 and 5.1;
/// Deerwester et al. (1990), Indexing by Latent Semantic Analysis, Journal of the American Society for Information Science 41(6).
/// </remarks>
public sealed record TruncatedSvd : ITransformer
{
    // Singular values that have come so near to their end, as a share of the greatest, change no more.
    private const double Settled = 1e-15;
    private const int DrawnAtOnce = 256;

    /// <summary>Gets the number of directions to keep, which is the number of features that come out; fewer where there are fewer rows or features.</summary>
    [Hyperparameter(Meaning = "Number of directions to keep, which is the number of features that come out.", Minimum = 1, Maximum = 1 << 14)]
    public int Components { get; init; } = 100;

    /// <summary>Gets the number of directions that are followed beside those that are kept.</summary>
    [Hyperparameter(Meaning = "Number of directions that are followed beside those that are kept.", Minimum = 0, Maximum = 1 << 10)]
    public int Oversamples { get; init; } = 10;

    /// <summary>Gets the greatest number of turns; more where the singular values decline slowly and exact directions matter.</summary>
    [Hyperparameter(Meaning = "Greatest number of turns; more where the singular values decline slowly.", Minimum = 0, Maximum = 10_000)]
    public int Iterations { get; init; } = 7;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, ScaleSensitive = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        return context.Within(() => Learn(data, context));
    }

    private TruncatedSvdModel Learn(Dataset data, FitContext context)
    {
        var product = new WeighedRows(data, context);
        int most = Math.Min(data.RowCount, data.FeatureCount), kept = Math.Min(Components, most);
        Svd small = Svd.Of(Follow(product, Math.Min(Components + Oversamples, most), kept, context, out Matrix basis), degree: context.Parallelism);
        var directions = new Matrix(data.FeatureCount, kept);
        MatrixProduct.Multiply(basis, small.U.View(0, small.U.Rows, 0, kept), directions, degree: context.Parallelism);
        context.Checkpoint();
        double[] values = small.SingularValues[..kept];
        return new TruncatedSvdModel(data.Schema, Turn(directions), values, Shares(data, directions, values, context));
    }

    /// <summary>Turns a subspace of the features towards the directions in which the rows are largest.</summary>
    /// <returns>The small factor R of the rows within that subspace, whose basis is handed out.</returns>
    private Matrix Follow(WeighedRows product, int size, int kept, FitContext context, out Matrix basis)
    {
        Matrix subspace = Draw(product.Features, size, context);
        double[] before = [];
        var upper = new Matrix(size, size);
        for (int turn = 0; ; turn++)
        {
            try
            {
                (subspace, upper) = context.WithinTime(() => Turn(product, subspace, context));
            }
            catch (FitBudgetException) when (turn > 0)
            {
                // The turn that the time cut short is given up.
                turn--;
            }

            context.Report(turn + 1, Iterations + 1);
            double[] values = Svd.Of(upper, vectors: false, context.Parallelism).SingularValues;
            bool isOver = context.ShouldStop();
            if (turn >= Iterations || isOver || AreSettled(before, values, kept))
            {
                if (isOver && turn < Iterations)
                {
                    context.Warn($"The time budget ended '{nameof(TruncatedSvd)}' after '{turn}' of '{Iterations}' turns; the directions are those found so far.");
                }

                basis = subspace;
                return upper;
            }

            before = values;
        }
    }

    private static Matrix Draw(int features, int size, FitContext context)
    {
        Matrix subspace = Matrix.Uninitialized(features, size);
        ParallelLoop.Blocks(features, DrawnAtOnce, context.Parallelism, (first, count) =>
        {
            context.Checkpoint();
            for (int j = first; j < first + count; j++)
            {
                RandomStream random = context.Random((ulong)j);
                foreach (ref double element in subspace.Row(j))
                {
                    element = random.NextGaussian();
                }
            }
        });
        return subspace;
    }

    private static (Matrix Subspace, Matrix Upper) Turn(WeighedRows product, Matrix subspace, FitContext context)
    {
        Matrix images = TallQR.Orthonormal(product.Multiply(subspace), out _, context.Parallelism);
        return (TallQR.Orthonormal(product.MultiplyTransposed(images), out Matrix upper, context.Parallelism), upper);
    }

    private static bool AreSettled(double[] before, double[] values, int kept)
    {
        for (int i = 0; i < kept; i++)
        {
            if (before.Length == 0 || Math.Abs(values[i] - before[i]) > Settled * values[0])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives each direction the sign in which its largest element is positive.</summary>
    private static Matrix Turn(Matrix directions)
    {
        for (int i = 0; i < directions.Columns; i++)
        {
            double largest = 0;
            for (int j = 0; j < directions.Rows; j++)
            {
                largest = Math.Abs(directions[j, i]) > Math.Abs(largest) ? directions[j, i] : largest;
            }

            for (int j = 0; j < directions.Rows && largest < 0; j++)
            {
                directions[j, i] = -directions[j, i];
            }
        }

        return directions;
    }

    /// <summary>Computes the share of each direction in the variance of all features.</summary>
    private static double[] Shares(Dataset data, Matrix directions, double[] values, FitContext context)
    {
        FeatureMoments moments = (context with { Budget = null }).Aggregate(data, new FeatureMoments(data.FeatureCount));
        double[] means = new double[values.Length], shares = new double[values.Length];
        double total = 0, weight = data.HasWeights ? VectorKernels.Sum(data.Weights) : data.RowCount;
        for (int j = 0; j < data.FeatureCount; j++)
        {
            total += moments.StandardDeviation(j) * moments.StandardDeviation(j);
            VectorKernels.Axpy(moments.Mean(j), directions.Row(j), means);
        }

        for (int i = 0; i < shares.Length; i++)
        {
            double variance = Math.Max(0, (values[i] * values[i] / weight) - (means[i] * means[i]));
            shares[i] = total > 0 ? Math.Min(1, variance / total) : 0;
        }

        return shares;
    }
}
