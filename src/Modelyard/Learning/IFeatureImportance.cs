namespace Modelyard.Learning;

/// <summary>Defines a model that says how much it used each feature.</summary>
public interface IFeatureImportance
{
    /// <summary>Gets the importance of each feature, zero or more; they sum to 1 unless all are 0.</summary>
    ReadOnlySpan<double> FeatureImportances { get; }
}
