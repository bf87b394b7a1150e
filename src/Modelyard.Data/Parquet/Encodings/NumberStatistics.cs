using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Finds the bounds of numbers.</summary>
internal static class NumberStatistics
{
    /// <summary>Finds the bounds of integers.</summary>
    public static ColumnStatistics OfIntegers(int missing, ReadOnlySpan<long> cells, out long smallest, out long largest)
    {
        (smallest, largest) = IntegerBounds.Of(cells);
        return cells.IsEmpty ? new ColumnStatistics(missing) : new ColumnStatistics(missing, BitConverter.GetBytes(smallest), BitConverter.GetBytes(largest));
    }

    /// <summary>Finds the bounds of doubles, of which none is NaN; a bound of zero has the sign that keeps zeros of either sign within.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ColumnStatistics OfDoubles(int missing, ReadOnlySpan<double> cells)
    {
        if (cells.IsEmpty)
        {
            return new ColumnStatistics(missing);
        }

        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        int at = 0;
        if (Vector256.IsHardwareAccelerated && cells.Length >= Vector256<double>.Count)
        {
            Vector256<double> low = Vector256.Create(smallest), high = Vector256.Create(largest);
            for (; at <= cells.Length - Vector256<double>.Count; at += Vector256<double>.Count)
            {
                Vector256<double> some = Vector256.Create(cells[at..]);
                low = Vector256.MinNative(low, some);
                high = Vector256.MaxNative(high, some);
            }

            for (int lane = 0; lane < Vector256<double>.Count; lane++)
            {
                (smallest, largest) = (Math.Min(smallest, low[lane]), Math.Max(largest, high[lane]));
            }
        }

        foreach (double cell in cells[at..])
        {
            (smallest, largest) = (Math.Min(smallest, cell), Math.Max(largest, cell));
        }

        bool areExact = smallest != 0 && largest != 0;
        return new ColumnStatistics(missing, BitConverter.GetBytes(smallest == 0 ? -0.0 : smallest), BitConverter.GetBytes(largest == 0 ? 0.0 : largest), areExact || smallest != 0, areExact || largest != 0);
    }
}
