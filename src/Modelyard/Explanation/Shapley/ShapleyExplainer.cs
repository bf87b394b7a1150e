using Modelyard.Ensembles;
using Modelyard.Explanation.Shapley.Games;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Pipelines;

namespace Modelyard.Explanation.Shapley;

/// <summary>Chooses how a model is explained: exactly if its form allows it, else by looking at its outputs.</summary>
public static class ShapleyExplainer
{
    /// <summary>Prepares the explanation of a model, once; a row then takes microseconds for trees and weighted sums.</summary>
    /// <remarks>
    /// Trees are explained by the weights of their training rows and need no background. Weighted sums need it for the means, all else for what is not known.
    /// What pipelines make of a feature counts for that feature. A mean of models is explained by the mean, if all are exact and predict numbers or probabilities.
    /// All else is explained by permutations.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="background">Rows that the model may meet, rows x features; a hundred of the training rows are usual.</param>
    /// <param name="options">How much work is done where values are estimated; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The model needs a background and none is given, or it cannot be explained.</exception>
    public static IShapleyExplainer For(IModel model, Matrix? background = null, ShapleyOptions? options = null) =>
        For(model, background is null ? null : ShapleyBackground.Of(background), options, players: null);

    /// <summary>Prepares the explanation of a model whose features belong to players.</summary>
    /// <param name="model">The model.</param>
    /// <param name="background">Rows that the model may meet.</param>
    /// <param name="options">How much work is done; null for the usual.</param>
    /// <param name="players">The features that become known together, such as the terms of a text; null if each is known alone.</param>
    internal static IShapleyExplainer For(IModel model, ShapleyBackground? background, ShapleyOptions? options, int[][]? players)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (Exact(model, background) is { } exact)
        {
            return exact;
        }

        return background is null
            ? throw new ModelyardException($"A '{model.GetType().Name}' is explained by what it gives for rows whose unknown features come from others. Give some of these, such as a hundred of the training rows, as the background.")
            : new PermutationShapleyExplainer(new CoalitionGame(ModelFunction.Of(model), background, options?.BackgroundRows, players), options ?? ShapleyOptions.Default);
    }

    /// <summary>Determines whether a model is explained by rows that it may meet; one of trees is by its own.</summary>
    internal static bool NeedsBackground(IModel model) => Exact(model, background: null) is null;

    private static IShapleyExplainer? Exact(IModel model, ShapleyBackground? background) => model switch
    {
        PipelineRegressionModel pipeline => Through(pipeline.Steps, pipeline.Model, background),
        PipelineClassificationModel pipeline => Through(pipeline.Steps, pipeline.Model, background),
        VotingRegressionModel vote => Mean(vote.Features, vote.Members, vote.Weights.ToArray(), null, background),
        VotingClassificationModel { IsHard: false } vote => Mean(vote.Features, vote.Members, vote.Weights.ToArray(), null, background),
        BaggingRegressionModel bag => Mean(bag.Features, bag.Members, null, bag.FeaturesOf, background),
        BaggingClassificationModel bag => Mean(bag.Features, bag.Members, null, bag.FeaturesOf, background),
        ConformalRegressionModel { Members.Count: 1 } one => Exact(one.Members[0], background),
        ConformalRegressionModel several => Mean(several.Features, several.Members, null, null, background),
        ConformalClassificationModel sets => Exact(sets.Model, background),
        _ => (IShapleyExplainer?)TreeShapleyExplainer.Find(model) ?? (background is null ? null : LinearShapleyExplainer.Find(model, background)),
    };

    private static PipelineShapleyExplainer? Through(IReadOnlyList<ITransformModel> steps, IModel model, ShapleyBackground? background) =>
        FeatureOrigins.Find(steps) is { } origins && Exact(model, background?.Through(steps)) is { } inner
            ? new PipelineShapleyExplainer(steps, inner, origins)
            : null;

    /// <summary>Explains a mean; scores before a link have none.</summary>
    private static AverageShapleyExplainer? Mean(FeatureSchema features, IReadOnlyList<IModel> models, double[]? weights, Func<int, IReadOnlyList<int>>? featuresOf, ShapleyBackground? background)
    {
        int[] all = [.. Enumerable.Range(0, features.Count)];
        var members = new AverageShapleyExplainer.Member[models.Count];
        for (int i = 0; i < members.Length; i++)
        {
            int[] own = featuresOf is null ? all : [.. featuresOf(i)];
            ShapleyBackground? read = own.Length == all.Length ? background : background?.Select(own);
            if (Exact(models[i], read) is not { } explainer || explainer.Scale == ShapleyScale.Raw)
            {
                return null;
            }

            members[i] = new AverageShapleyExplainer.Member(explainer, weights?[i] ?? 1.0 / members.Length, own);
        }

        return new AverageShapleyExplainer(features, members);
    }
}
