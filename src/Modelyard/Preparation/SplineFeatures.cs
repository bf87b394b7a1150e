using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the replacement of each feature by bumps along its range (B-splines), so that a linear model of them is a smooth curve of it.</summary>
/// <remarks>
/// A feature becomes <c>Knots + Degree − 1</c> columns named as in <c>x_sp_0</c>, which sum to 1 within its range. A missing value makes all of them missing.
/// Source: Eilers and Marx (1996), Flexible Smoothing with B-splines and Penalties, Statistical Science 11(2); de Boor (1978), A Practical Guide to Splines, chapter X.
/// </remarks>
public sealed record SplineFeatures : ITransformer
{
    /// <summary>Gets the number of knots, those at the ends included.</summary>
    [Hyperparameter(Meaning = "Number of knots, those at the ends included.", Minimum = 2, Maximum = 1000, Search = [3, 12])]
    public int Knots { get; init; } = 5;

    /// <summary>Gets the degree of the pieces: 3 for cubic ones.</summary>
    [Hyperparameter(Meaning = "Degree of the pieces: 3 for cubic ones.", Minimum = 1, Maximum = 10)]
    public int Degree { get; init; } = 3;

    /// <summary>Gets where the knots are.</summary>
    [Hyperparameter(Meaning = "Where the knots are.", SearchAll = true)]
    public KnotPlacement Placement { get; init; } = KnotPlacement.Uniform;

    /// <summary>Gets how the curves go on beyond the range of the training rows.</summary>
    [Hyperparameter(Meaning = "How the curves go on beyond the range of the training rows.")]
    public SplineExtrapolation Extrapolation { get; init; } = SplineExtrapolation.Constant;

    /// <summary>Gets a value indicating whether all columns of a feature are kept; without the last of them a model with an intercept has no column too many.</summary>
    [Hyperparameter(Meaning = "Whether all columns of a feature are kept; without the last a model with an intercept has no column too many.")]
    public bool Bias { get; init; } = true;

    /// <summary>Gets the names of the features to replace; null for all numbers and timestamps.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        bool[] chosen = FeatureSelection.Mark(data.Schema, Columns, feature => feature.Kind is FeatureKind.Numeric or FeatureKind.Timestamp || (Columns is not null && !feature.IsCategorical));
        double[][] knots = new double[data.FeatureCount][];
        for (int feature = 0; feature < knots.Length; feature++)
        {
            context.Checkpoint();
            knots[feature] = chosen[feature] ? Place(new WeightedSample(data, feature, context)) : [];
        }

        return new SplineModel(data.Schema, knots, Degree, Extrapolation, Bias);
    }

    /// <summary>Places the knots, and as many beyond each end as the degree asks for, at the distance of the last two.</summary>
    private double[] Place(WeightedSample sample)
    {
        (double low, double high) = sample.IsEmpty ? (0, 1) : (sample.Minimum, sample.Maximum);
        if (!(high > low) || !double.IsFinite(high - low))
        {
            // A feature that does not vary, or by more than a number can hold, has no range of its own.
            (low, high) = double.IsFinite(high - low) ? (low - 0.5, low + 0.5) : (-1, 1);
            return Extend([.. Enumerable.Range(0, Knots).Select(i => low + ((high - low) * i / (Knots - 1)))], (high - low) / (Knots - 1));
        }

        double[] inner = [.. Enumerable.Range(0, Knots).Select(i => Placement == KnotPlacement.Uniform ? low + ((high - low) * (i / (Knots - 1.0))) : sample.Quantile(i / (Knots - 1.0)))];
        return Extend(inner, (high - low) / (Knots - 1));
    }

    private double[] Extend(double[] inner, double usual)
    {
        double first = inner[1] > inner[0] ? inner[1] - inner[0] : usual, last = inner[^1] > inner[^2] ? inner[^1] - inner[^2] : usual;
        return
        [
            .. Enumerable.Range(0, Degree).Select(i => inner[0] - ((Degree - i) * first)),
            .. inner,
            .. Enumerable.Range(0, Degree).Select(i => inner[^1] + ((i + 1) * last)),
        ];
    }
}
