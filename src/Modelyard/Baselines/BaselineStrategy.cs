namespace Modelyard.Baselines;

/// <summary>Says what a <see cref="BaselineClassifier"/> predicts.</summary>
public enum BaselineStrategy
{
    /// <summary>The shares of the classes in training, for every row: the best constant for the log loss.</summary>
    Prior,

    /// <summary>The most frequent class with probability 1: the best constant for accuracy.</summary>
    MostFrequent,

    /// <summary>Every class with the same probability.</summary>
    Uniform,
}
