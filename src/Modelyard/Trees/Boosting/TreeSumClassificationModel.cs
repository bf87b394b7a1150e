using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents boosted trees of another library that predict a class: log-odds of the second of two classes, else a score a class, of which the softmax is taken.</summary>
public sealed class TreeSumClassificationModel : IDecisionModel, IPersistent<TreeSumClassificationModel>
{
    internal TreeSumClassificationModel(FeatureSchema features, IReadOnlyList<string> classes, TreeScores scores)
    {
        Features = features;
        Classes = classes;
        Scores = scores;
    }

    /// <inheritdoc/>
    public static string TypeName => "tree-sum-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public int DecisionCount => Scores.Baseline.Length;

    /// <summary>Gets the number of trees of all classes.</summary>
    public int TreeCount => Scores.Trees.Length;

    internal TreeScores Scores { get; }

    /// <inheritdoc/>
    public static TreeSumClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        return classes.Count >= 2
            ? new TreeSumClassificationModel(features, classes, TreeScores.Load(state, features.Count, classes.Count == 2 ? 1 : classes.Count))
            : throw new ModelFormatException($"The value 'classes' of the model holds '{classes.Count}' labels and must hold two or more.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        Scores.Save(state);
    }

    /// <inheritdoc/>
    public void Decide(ReadOnlySpan<double> row, Span<double> scores)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(scores, DecisionCount);
        Scores.Score(row, scores);
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(probabilities, Classes.Count);
        Scores.Score(row, probabilities[..DecisionCount]);
        GradientBoostingClassificationModel.ToProbabilities(probabilities);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        int outputs = DecisionCount;
        Scores.Score(
            rows,
            (first, scores) =>
            {
                for (int i = 0; i < scores.Length / outputs; i++)
                {
                    Span<double> own = probabilities.Row(first + i);
                    scores.Slice(i * outputs, outputs).CopyTo(own);
                    GradientBoostingClassificationModel.ToProbabilities(own);
                }
            },
            degree);
    }
}
