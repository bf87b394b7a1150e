namespace Modelyard.Trees.Growing;

/// <summary>Defines how pure a node is from the weight of its rows and the sum of their weighted targets.</summary>
/// <remarks>The fall of weighted impurity at a split is the score of the left side plus that of the right side less that of the node.</remarks>
internal interface IScalarCriterion
{
    /// <summary>Computes the score of one side.</summary>
    /// <param name="weight">The weight, greater than zero.</param>
    /// <param name="sum">The sum of the weighted targets.</param>
    /// <returns>The score; the greater, the purer.</returns>
    static abstract double Score(double weight, double sum);

    /// <summary>Computes the sum of the scores of two sides.</summary>
    static abstract double Score(double weightLeft, double sumLeft, double weightRight, double sumRight);
}
