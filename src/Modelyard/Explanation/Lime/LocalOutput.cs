using Modelyard.Numerics;

namespace Modelyard.Explanation.Lime;

/// <summary>Chooses which output is explained.</summary>
internal static class LocalOutput
{
    /// <summary>Takes the output that is asked for, or the greatest one of the row, which is the first of a sample.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    internal static int Choose(LocalSample sample, int? output)
    {
        int chosen = output ?? VectorKernels.ArgMax(sample.Outputs.Row(0));
        ArgumentOutOfRangeException.ThrowIfNegative(chosen, nameof(output));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(chosen, sample.Outputs.Columns, nameof(output));
        return chosen;
    }
}
