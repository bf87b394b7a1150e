using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Growing;

/// <summary>Scores two classes, coded 0 and 1, by Gini's impurity: (s² + (w − s)²)/w.</summary>
internal readonly struct BinaryGiniScore : IScalarCriterion
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Score(double weight, double sum)
    {
        double rest = weight - sum;
        return ((sum * sum) + (rest * rest)) / weight;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Score(double weightLeft, double sumLeft, double weightRight, double sumRight)
    {
        double restLeft = weightLeft - sumLeft, restRight = weightRight - sumRight;
        return ((((sumLeft * sumLeft) + (restLeft * restLeft)) * weightRight) + (((sumRight * sumRight) + (restRight * restRight)) * weightLeft)) / (weightLeft * weightRight);
    }
}
