using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Isolation;

/// <summary>Represents trees of random splits, in which unusual rows are soon alone.</summary>
public sealed class IsolationForestModel : IAnomalyModel, IPersistent<IsolationForestModel>
{
    /// <summary>The rows that one tree walks after another: they stay in the cache while the trees come and go.</summary>
    private const int BlockRows = 256;

    private readonly IsolationTree[] _trees;
    private readonly double _usual;

    internal IsolationForestModel(FeatureSchema features, IsolationTree[] trees, int samples, double threshold)
    {
        Features = features;
        _trees = trees;
        SampleSize = samples;
        Threshold = threshold;
        _usual = PathLength.Mean(samples);
    }

    /// <inheritdoc/>
    public static string TypeName => "isolation-forest";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public double Threshold { get; }

    /// <summary>Gets the number of trees.</summary>
    public int TreeCount => _trees.Length;

    /// <summary>Gets the number of rows that each tree has seen.</summary>
    public int SampleSize { get; }

    /// <inheritdoc/>
    public static IsolationForestModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        int samples = state.ReadInt("samples", 1);
        double threshold = state.ReadDouble("threshold");
        return double.IsFinite(threshold)
            ? new IsolationForestModel(features, IsolationState.Read(state, features.Count), samples, threshold)
            : throw new ModelFormatException("The value 'threshold' of the model must be finite.");
    }

    /// <inheritdoc/>
    public double Score(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        return ToScore(Sum(row));
    }

    /// <inheritdoc/>
    public unsafe void Score(Matrix rows, Span<double> scores, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(scores, rows.Rows);

        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (double* start = scores)
        {
            double* output = start;
            ParallelLoop.Blocks(rows.Rows, BlockRows, degree, (first, count) => ScoreBlock(rows.RowRange(first, count), new Span<double>(output + first, count)));
        }
    }

    /// <summary>Computes the mean number of splits until a row is alone.</summary>
    /// <param name="row">The features of the row.</param>
    /// <returns>The mean over the trees; the fewer, the more unusual.</returns>
    public double MeanPathLength(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        return Sum(row) / _trees.Length;
    }

    /// <summary>Computes which features isolate a row.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="contributions">
    /// Receives one number a feature: by how many levels the splits of the feature bring the row nearer to being alone than random splits do on average. A split of n rows that leaves the
    /// row with m contributes c(n) - 1 - c(m); an oblique split deals that to its features in proportion to their parts in the row's distance from the plane. Positive numbers make a
    /// row unusual, and all of them sum to c(sample size) less <see cref="MeanPathLength"/>.
    /// </param>
    public void Contributions(ReadOnlySpan<double> row, Span<double> contributions)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(contributions, Features.Count);
        contributions.Clear();
        foreach (IsolationTree tree in _trees)
        {
            tree.AddContributions(row, 1.0 / _trees.Length, contributions);
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("samples", SampleSize);
        state.Write("threshold", Threshold);
        IsolationState.Write(state, _trees);
    }

    private unsafe void ScoreBlock(Matrix rows, Span<double> scores)
    {
        scores.Clear();
        fixed (double* first = rows.Row(0))
        {
            foreach (IsolationTree tree in _trees)
            {
                tree.AddLengths(first, rows.Stride, scores, Features.Count);
            }
        }

        foreach (ref double score in scores)
        {
            score = ToScore(score);
        }
    }

    private double Sum(ReadOnlySpan<double> row)
    {
        double sum = 0;
        foreach (IsolationTree tree in _trees)
        {
            sum += tree.Length(row);
        }

        return sum;
    }

    /// <summary>A single training row is neither usual nor unusual.</summary>
    private double ToScore(double sum) => _usual > 0 ? Math.Pow(2, -sum / (_trees.Length * _usual)) : 0.5;
}
