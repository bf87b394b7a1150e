using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Growing;

/// <summary>Scores classes by Gini's impurity: Σc²/w.</summary>
internal readonly struct GiniScore : IClassCriterion
{
    public static bool IsSquare => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Term(double weight) => weight * weight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Score(double terms, double weight) => terms / weight;
}
