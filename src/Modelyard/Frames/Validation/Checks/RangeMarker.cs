using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Marks numbers, or ticks of time, beyond a bound.</summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
/// <param name="column">The column: integers or timestamps for <see cref="long"/>, doubles for <see cref="double"/>.</param>
/// <param name="bound">The last number that does not fail.</param>
/// <param name="isUpper">True if greater numbers fail; false if smaller ones do.</param>
internal sealed class RangeMarker<T>(Column column, T bound, bool isUpper) : IMarker
    where T : unmanaged, INumber<T>
{
    public void Mark(int first, int count, Span<ulong> failing)
    {
        ReadOnlySpan<T> values = Values().Slice(first, count);
        if (isUpper)
        {
            MarkAbove(values, bound, failing);
        }
        else
        {
            MarkBelow(values, bound, failing);
        }

        MissingMarker.Spare(column.Validity, first, failing);
    }

    // One comparison gives the bits of four or eight rows: the loop is bound by memory, not by the comparisons.
    internal static void MarkBelow(ReadOnlySpan<T> values, T bound, Span<ulong> failing)
    {
        Vector256<T> bounds = Vector256.Create(bound);
        ref T origin = ref MemoryMarshal.GetReference(values);
        for (int word = 0; word < failing.Length; word++)
        {
            int start = word << 6, rows = Math.Min(64, values.Length - start), at = 0;
            ulong bits = 0;
            for (; at + Vector256<T>.Count <= rows; at += Vector256<T>.Count)
            {
                bits |= (ulong)Vector256.LessThan(Vector256.LoadUnsafe(ref origin, (nuint)(start + at)), bounds).ExtractMostSignificantBits() << at;
            }

            for (; at < rows; at++)
            {
                bits |= (values[start + at] < bound ? 1UL : 0) << at;
            }

            failing[word] = bits;
        }
    }

    internal static void MarkAbove(ReadOnlySpan<T> values, T bound, Span<ulong> failing)
    {
        Vector256<T> bounds = Vector256.Create(bound);
        ref T origin = ref MemoryMarshal.GetReference(values);
        for (int word = 0; word < failing.Length; word++)
        {
            int start = word << 6, rows = Math.Min(64, values.Length - start), at = 0;
            ulong bits = 0;
            for (; at + Vector256<T>.Count <= rows; at += Vector256<T>.Count)
            {
                bits |= (ulong)Vector256.GreaterThan(Vector256.LoadUnsafe(ref origin, (nuint)(start + at)), bounds).ExtractMostSignificantBits() << at;
            }

            for (; at < rows; at++)
            {
                bits |= (values[start + at] > bound ? 1UL : 0) << at;
            }

            failing[word] = bits;
        }
    }

    private ReadOnlySpan<T> Values() => column switch
    {
        IntegerColumn integers => MemoryMarshal.Cast<long, T>(integers.Values),
        TimestampColumn times => MemoryMarshal.Cast<long, T>(times.Ticks),
        DoubleColumn numbers => MemoryMarshal.Cast<double, T>(numbers.Values),
        _ => throw new InvalidOperationException(column.Kind.ToString()),
    };
}
