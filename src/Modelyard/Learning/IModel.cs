namespace Modelyard.Learning;

/// <summary>Defines what was learned: immutable, safe for any number of threads, and storable.</summary>
public interface IModel : IPersistent
{
    /// <summary>Gets the features that the model reads, in order.</summary>
    FeatureSchema Features { get; }
}
