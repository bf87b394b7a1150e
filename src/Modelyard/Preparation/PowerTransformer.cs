using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation;

/// <summary>Represents the bending of each feature by the power that brings it nearest to a bell curve, then scaling to mean 0 and standard deviation 1.</summary>
/// <remarks>
/// The power has the greatest likelihood of a normal distribution, of all from −12 to 14: beyond them rows of production soon have no finite image. Missing values stay missing; a feature that does not vary is left as it is. Sources: Yeo and Johnson (2000),
/// A New Family of Power Transformations to Improve Normality or Symmetry, Biometrika 87(4); Box and Cox (1964), An Analysis of Transformations, Journal of the Royal Statistical Society B 26(2).
/// </remarks>
public sealed record PowerTransformer : ITransformer
{
    /// <summary>Gets which powers are tried.</summary>
    [Hyperparameter(Meaning = "Which powers are tried.")]
    public PowerMethod Method { get; init; } = PowerMethod.YeoJohnson;

    /// <summary>Gets a value indicating whether the results are scaled to mean 0 and standard deviation 1.</summary>
    [Hyperparameter(Meaning = "Whether the results are scaled to mean 0 and standard deviation 1.")]
    public bool Standardize { get; init; } = true;

    /// <summary>Gets the names of the features to bend; null for all numbers.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        bool[] chosen = FeatureSelection.Mark(data.Schema, Columns, feature => feature.Kind == FeatureKind.Numeric || (Columns is not null && !feature.IsCategorical));
        var curves = new PowerCurve[data.FeatureCount];
        ParallelLoop.For(
            curves.Length,
            context.Parallelism,
            feature => curves[feature] = chosen[feature] ? Learn(new WeightedSample(data, feature, context), data.Schema[feature].Name, context) : PowerCurve.None,
            context.Cancellation);
        return new PowerModel(data.Schema, curves);
    }

    private PowerCurve Learn(WeightedSample sample, string feature, FitContext context)
    {
        if (Method == PowerMethod.BoxCox && sample.Minimum <= 0)
        {
            throw new ModelyardException($"The feature '{feature}' holds '{sample.Minimum}' and must be greater than 0 for '{nameof(PowerMethod.BoxCox)}'. Choose '{nameof(PowerMethod.YeoJohnson)}', or leave the column out.");
        }

        if (sample.IsEmpty || !(sample.Maximum > sample.Minimum))
        {
            return PowerCurve.None;
        }

        PowerKind kind = Method == PowerMethod.BoxCox ? PowerKind.BoxCox : PowerKind.YeoJohnson;
        double power = PowerSearch.Find(sample, kind, context);
        var curve = new PowerCurve(kind, power, 0, 1);
        (double mean, double deviation) = PowerSearch.Moments(sample, curve);
        bool isHeld = double.IsFinite(mean) && double.IsFinite(deviation) && deviation > 0 && double.IsFinite(1 / deviation);
        return !isHeld ? PowerCurve.None : Standardize ? curve with { Center = mean, Scale = deviation } : curve;
    }
}
