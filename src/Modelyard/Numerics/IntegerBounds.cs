using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Numerics;

/// <summary>Finds the least and the greatest of integers.</summary>
internal static class IntegerBounds
{
    /// <summary>Finds the bounds.</summary>
    /// <param name="numbers">The integers.</param>
    /// <returns>The least and the greatest; of none the least is beyond the greatest.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (long Least, long Greatest) Of(ReadOnlySpan<long> numbers)
    {
        (long least, long greatest) = (long.MaxValue, long.MinValue);
        int at = 0;
        if (Vector256.IsHardwareAccelerated && numbers.Length >= Vector256<long>.Count)
        {
            Vector256<long> low = Vector256.Create(least), high = Vector256.Create(greatest);
            for (; at <= numbers.Length - Vector256<long>.Count; at += Vector256<long>.Count)
            {
                Vector256<long> some = Vector256.Create(numbers[at..]);
                low = Vector256.Min(low, some);
                high = Vector256.Max(high, some);
            }

            for (int lane = 0; lane < Vector256<long>.Count; lane++)
            {
                (least, greatest) = (Math.Min(least, low[lane]), Math.Max(greatest, high[lane]));
            }
        }

        foreach (long number in numbers[at..])
        {
            (least, greatest) = (Math.Min(least, number), Math.Max(greatest, number));
        }

        return (least, greatest);
    }
}
