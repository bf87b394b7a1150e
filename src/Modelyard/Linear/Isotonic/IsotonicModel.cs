using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents a prediction that is a sum of monotonic curves, one a feature.</summary>
public sealed class IsotonicModel : IRegressionModel, IPersistent<IsotonicModel>
{
    private readonly StepCurve[] _curves;

    internal IsotonicModel(FeatureSchema features, double intercept, StepCurve[] curves)
    {
        Features = features;
        Intercept = intercept;
        _curves = curves;
    }

    /// <inheritdoc/>
    public static string TypeName => "isotonic";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <summary>Gets what is added to the curves; 0 where there is a single feature.</summary>
    public double Intercept { get; }

    /// <summary>Gets the rising places of the points of a feature's curve, which is straight between them and level beyond.</summary>
    /// <param name="feature">The zero-based feature.</param>
    /// <returns>The places.</returns>
    public ReadOnlySpan<double> Places(int feature) => _curves[feature].Places;

    /// <summary>Gets the heights of the points of a feature's curve.</summary>
    /// <param name="feature">The zero-based feature.</param>
    /// <returns>One height for each of its places.</returns>
    public ReadOnlySpan<double> Heights(int feature) => _curves[feature].Heights;

    /// <inheritdoc/>
    public static IsotonicModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        double intercept = state.ReadDouble("intercept");
        int[] counts = state.ReadInts("counts", features.Count);
        double[] places = state.ReadDoubles("places"), heights = state.ReadDoubles("heights", places.Length);
        CoefficientChecks.Finite("intercept", [intercept]);
        CoefficientChecks.Finite("places", places);
        CoefficientChecks.Finite("heights", heights);
        if (Array.Exists(counts, count => count < 1) || counts.Sum(count => (long)count) != places.Length)
        {
            throw new ModelFormatException("The value 'counts' of the model must hold the number of points of each feature's curve, one or more.");
        }

        var curves = new StepCurve[counts.Length];
        for (int feature = 0, at = 0; feature < counts.Length; at += counts[feature++])
        {
            curves[feature] = new StepCurve(places[at..(at + counts[feature])], heights[at..(at + counts[feature])]);
            if (!curves[feature].IsRising)
            {
                throw new ModelFormatException("The value 'places' of the model must rise within each feature.");
            }
        }

        return new IsotonicModel(features, intercept, curves);
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, _curves.Length);
        double sum = Intercept;
        for (int feature = 0; feature < _curves.Length; feature++)
        {
            sum += _curves[feature].At(row[feature]);
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("intercept", Intercept);
        state.Write("counts", _curves.Select(curve => curve.Places.Length).ToArray());
        state.Write("places", _curves.SelectMany(curve => curve.Places).ToArray());
        state.Write("heights", _curves.SelectMany(curve => curve.Heights).ToArray());
    }
}
