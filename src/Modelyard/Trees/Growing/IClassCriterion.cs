namespace Modelyard.Trees.Growing;

/// <summary>Defines how pure a node is from the weights of its classes.</summary>
internal interface IClassCriterion
{
    /// <summary>Gets a value indicating whether the term is the square, which vectors compute.</summary>
    static abstract bool IsSquare { get; }

    /// <summary>Computes what the weight of one class adds.</summary>
    static abstract double Term(double weight);

    /// <summary>Computes the score of a side from the sum of the terms of its classes and its weight.</summary>
    static abstract double Score(double terms, double weight);
}
