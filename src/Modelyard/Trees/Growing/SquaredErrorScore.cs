using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Growing;

/// <summary>Scores by squared error: s²/w, for Σw(y − mean)² = Σwy² − s²/w.</summary>
internal readonly struct SquaredErrorScore : IScalarCriterion
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Score(double weight, double sum) => sum * sum / weight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Score(double weightLeft, double sumLeft, double weightRight, double sumRight) =>
        ((sumLeft * sumLeft * weightRight) + (sumRight * sumRight * weightLeft)) / (weightLeft * weightRight);
}
