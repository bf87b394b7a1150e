using Modelyard.Learning;

namespace Modelyard.Tests.Conformance;

/// <summary>Represents a regressor whose hyperparameter says no meaning and which misses a constant target.</summary>
public sealed record BrokenRegressor : IRegressor<BrokenRegressor.Model>
{
    [Hyperparameter]
    public double Offset { get; init; } = 1;

    public LearnerTraits Traits { get; } = new();

    public Model Fit(Dataset data, FitContext context)
    {
        FitChecks.Run(this, data);
        return new Model(data.Schema, data.Target[0] + Offset);
    }

    /// <summary>Represents a number.</summary>
    public sealed class Model(FeatureSchema features, double value) : IRegressionModel
    {
        public FeatureSchema Features { get; } = features;

        public double Predict(ReadOnlySpan<double> row) => value;

        public void Save(StateWriter state) => state.Write("value", value);
    }
}
