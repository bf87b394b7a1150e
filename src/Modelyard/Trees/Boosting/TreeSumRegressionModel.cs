using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents boosted trees of another library that predict a number.</summary>
public sealed class TreeSumRegressionModel : IRegressionModel, IPersistent<TreeSumRegressionModel>
{
    internal TreeSumRegressionModel(FeatureSchema features, BoostingLink link, TreeScores scores)
    {
        Features = features;
        Link = link;
        Scores = scores;
    }

    /// <inheritdoc/>
    public static string TypeName => "tree-sum-regression";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <summary>Gets how the sum of the trees becomes a prediction.</summary>
    public BoostingLink Link { get; }

    /// <summary>Gets the number of trees.</summary>
    public int TreeCount => Scores.Trees.Length;

    internal TreeScores Scores { get; }

    /// <inheritdoc/>
    public static TreeSumRegressionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        return new TreeSumRegressionModel(features, state.ReadEnum<BoostingLink>("link"), TreeScores.Load(state, features.Count, 1));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("link", Link.ToString());
        Scores.Save(state);
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        double score = 0;
        Scores.Score(row, new Span<double>(ref score));
        return GradientBoostingRegressionModel.FromScore(score, Link);
    }

    /// <inheritdoc/>
    public unsafe void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(predictions, rows.Rows);

        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (double* start = predictions)
        {
            double* output = start;
            Scores.Score(
                rows,
                (first, scores) =>
                {
                    for (int i = 0; i < scores.Length; i++)
                    {
                        output[first + i] = GradientBoostingRegressionModel.FromScore(scores[i], Link);
                    }
                },
                degree);
        }
    }
}
