using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents what one look at the rows of a logistic regression tells before it is fitted.</summary>
/// <param name="RowCount">The number of rows.</param>
/// <param name="Weight">The weight of all rows.</param>
/// <param name="Squares">The weighted sum of squares of each feature.</param>
/// <param name="Deviations">The standard deviation of each feature.</param>
/// <param name="Present">The classes that have any weight, in order.</param>
/// <param name="Positions">For each class its place among those.</param>
internal sealed record LogisticSurvey(long RowCount, double Weight, double[] Squares, double[] Deviations, int[] Present, int[] Positions)
{
    /// <summary>Looks at rows in memory.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="columns">The stored elements of each feature, if the features are sparse.</param>
    /// <param name="context">What surrounds the fit.</param>
    internal static LogisticSurvey Of(Dataset data, SparseMatrix? columns, FitContext context)
    {
        double[] totals = new double[data.ClassCount];
        AddWeights(data, totals);
        if (columns is null)
        {
            return Of(data.RowCount, totals, context.Aggregate(data, new FeatureMoments(data.FeatureCount)));
        }

        double weight = VectorKernels.Sum(totals);
        (double[] means, double[] squares) = SparseMoments.Of(columns, data.Weights.ToArray(), weight, centre: true, context);
        double[] deviations = new double[means.Length];
        for (int j = 0; j < means.Length; j++)
        {
            deviations[j] = Math.Sqrt(squares[j] / weight);
            squares[j] += weight * means[j] * means[j];
        }

        return Of(data.RowCount, weight, squares, deviations, totals);
    }

    /// <summary>Looks at a stream: one pass.</summary>
    /// <param name="estimator">The estimator, which every chunk must suit.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="totals">Receives the weight of each class.</param>
    /// <param name="context">What surrounds the fit.</param>
    internal static LogisticSurvey Of(IEstimator estimator, IDataStream stream, double[] totals, FitContext context)
    {
        var moments = new FeatureMoments(stream.Shape.Schema.Count);
        long rows = 0;
        foreach (Dataset chunk in stream.Read(context))
        {
            context.Checkpoint();
            stream.Shape.Check(chunk);
            FitChecks.Run(estimator, chunk, context, rows);
            moments.Merge(context.Aggregate(chunk, moments));
            AddWeights(chunk, totals);
            rows += chunk.RowCount;
        }

        return rows > 0 ? Of(rows, totals, moments) : throw new ModelyardException($"'{estimator.GetType().Name}' was given no rows and needs at least one.");
    }

    private static void AddWeights(Dataset data, double[] totals)
    {
        for (int row = 0; row < data.RowCount; row++)
        {
            totals[data.Labels[row]] += data.HasWeights ? data.Weights[row] : 1;
        }
    }

    private static LogisticSurvey Of(long rows, double[] totals, FeatureMoments moments)
    {
        double[] squares = new double[moments.FeatureCount], deviations = new double[squares.Length];
        double weight = VectorKernels.Sum(totals);
        for (int j = 0; j < squares.Length; j++)
        {
            deviations[j] = moments.StandardDeviation(j);
            squares[j] = weight * ((deviations[j] * deviations[j]) + (moments.Mean(j) * moments.Mean(j)));
        }

        return Of(rows, weight, squares, deviations, totals);
    }

    private static LogisticSurvey Of(long rows, double weight, double[] squares, double[] deviations, double[] totals)
    {
        int[] present = [.. Enumerable.Range(0, totals.Length).Where(label => totals[label] > 0)];
        int[] positions = [.. Enumerable.Range(0, totals.Length).Select(label => Math.Max(0, Array.IndexOf(present, label)))];
        return new LogisticSurvey(rows, weight, squares, deviations, present, positions);
    }
}
