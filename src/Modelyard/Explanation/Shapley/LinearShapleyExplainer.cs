using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents the exact Shapley values of a weighted sum: each weight times how far its feature is from its mean.</summary>
/// <remarks>
/// Exact whatever else a background may hold: only its means matter. Classifiers and generalized models are explained on their scores, before the link.
/// Source: Štrumbelj and Kononenko (2014), Explaining prediction models and individual predictions with feature contributions, Knowledge and Information Systems 41.
/// </remarks>
public sealed class LinearShapleyExplainer : IShapleyExplainer
{
    private readonly Matrix _weights;
    private readonly double[] _means;
    private readonly double[] _base;

    private LinearShapleyExplainer(LinearForm form, double[] means)
    {
        Features = form.Features;
        Outputs = form.Outputs;
        Scale = form.Scale;
        _weights = form.Weights;
        _means = means;
        _base = [.. form.Intercepts];
        for (int output = 0; output < _base.Length; output++)
        {
            _base[output] += VectorKernels.Dot(_weights.Row(output), means);
        }
    }

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs { get; }

    /// <inheritdoc/>
    public ShapleyScale Scale { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<double> Base => _base;

    /// <summary>Prepares the explanation of a model.</summary>
    /// <param name="model">A linear, generalized linear, Huber, logistic, SGD or linear support vector model.</param>
    /// <param name="background">Rows from which the means are taken, rows x features.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The model is no weighted sum, or the background has no rows.</exception>
    public static LinearShapleyExplainer For(IModel model, Matrix background)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(background);
        return Find(model, ShapleyBackground.Of(background)) ?? throw new ModelyardException($"A '{model.GetType().Name}' is no weighted sum of its features. Take 'ShapleyExplainer.For' for any model.");
    }

    /// <summary>Prepares the explanation of a model if it is a weighted sum.</summary>
    internal static LinearShapleyExplainer? Find(IModel model, ShapleyBackground background)
    {
        if (FormOf(model) is not { } form)
        {
            return null;
        }

        if (background.Count == 0)
        {
            throw new ModelyardException("The background has no rows. Give some rows that the model may meet, such as a hundred of the training rows.");
        }

        return new LinearShapleyExplainer(form, background.Means(form.Features.Count));
    }

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<double> row, Span<double> contributions)
    {
        int features = Features.Count;
        RowCheck.Features(row, features);
        RowCheck.Results(contributions, Outputs.Count * features);
        for (int output = 0; output < Outputs.Count; output++)
        {
            ReadOnlySpan<double> weights = _weights.Row(output);
            for (int feature = 0; feature < features; feature++)
            {
                contributions[(output * features) + feature] = weights[feature] * (row[feature] - _means[feature]);
            }
        }
    }

    /// <summary>Takes a model apart; null if it is no weighted sum.</summary>
    private static LinearForm? FormOf(IModel model) => model switch
    {
        LinearModel linear => Of(linear.Features, linear.Coefficients, linear.Intercept, ShapleyScale.Prediction),
        HuberModel huber => Of(huber.Features, huber.Coefficients, huber.Intercept, ShapleyScale.Prediction),
        LinearSvrModel vectors => Of(vectors.Features, vectors.Coefficients, vectors.Intercept, ShapleyScale.Prediction),
        GeneralizedLinearModel general => Of(
            general.Features, general.Coefficients, general.Intercept, general.Link == LinkFunction.Identity ? ShapleyScale.Prediction : ShapleyScale.Raw),
        LinearClassificationModel classifier => new LinearForm(
            classifier.Features, classifier.DecisionCount == 1 ? [classifier.Classes[^1]] : classifier.Classes, classifier.Coefficients, classifier.Intercepts.ToArray(), ShapleyScale.Raw),
        _ => null,
    };

    private static LinearForm Of(FeatureSchema features, ReadOnlySpan<double> coefficients, double intercept, ShapleyScale scale) =>
        new(features, [""], new Matrix(coefficients.ToArray(), 1, coefficients.Length), [intercept], scale);

    private sealed record LinearForm(FeatureSchema Features, IReadOnlyList<string> Outputs, Matrix Weights, double[] Intercepts, ShapleyScale Scale);
}
