namespace Modelyard.Trees.Growing;

/// <summary>Scores two classes, coded 0 and 1, by entropy in bits: s log₂ s + (w − s) log₂ (w − s) − w log₂ w.</summary>
internal readonly struct BinaryEntropyScore : IScalarCriterion
{
    public static double Score(double weight, double sum) => Term(sum) + Term(weight - sum) - Term(weight);

    public static double Score(double weightLeft, double sumLeft, double weightRight, double sumRight) =>
        Score(weightLeft, sumLeft) + Score(weightRight, sumRight);

    private static double Term(double value) => value > 0 ? value * Math.Log2(value) : 0;
}
