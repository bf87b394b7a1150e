using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Writes numbers as runs, and as bits side by side where they do not repeat.</summary>
/// <remarks>Source: Apache Parquet, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".</remarks>
internal static class HybridEncoder
{
    private const int Group = 8;

    /// <summary>Writes numbers.</summary>
    /// <param name="numbers">The numbers, each below two to the power of the width.</param>
    /// <param name="width">The number of bits of each, 1 to 31.</param>
    /// <param name="areRuns">Whether numbers repeat so often that all of them are written as runs, short ones too.</param>
    /// <param name="buffer">What takes the bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Encode(ReadOnlySpan<int> numbers, int width, bool areRuns, ByteBuffer buffer)
    {
        if (areRuns)
        {
            EncodeRuns(numbers, width, buffer);
            return;
        }

        // Groups of eight that are all equal are a run, the others bits: so runs never begin within a group.
        int packed = 0, at = 0;
        while (at + Group <= numbers.Length)
        {
            int groups = EqualGroups(numbers[at..]);
            if (groups * width <= RunLength(width))
            {
                at += Math.Max(1, groups) * Group;
                continue;
            }

            Pack(numbers[packed..at], width, buffer);
            Run(numbers[at], groups * Group, width, buffer);
            at += groups * Group;
            packed = at;
        }

        Pack(numbers[packed..], width, buffer);
    }

    /// <summary>Counts the runs of equal numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CountRuns(ReadOnlySpan<int> numbers)
    {
        if (numbers.IsEmpty)
        {
            return 0;
        }

        ReadOnlySpan<int> left = numbers[..^1], right = numbers[1..];
        int runs = 1, at = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            // A lane of the sum loses one for each equal pair.
            Vector256<int> equal = Vector256<int>.Zero;
            for (; at <= left.Length - Vector256<int>.Count; at += Vector256<int>.Count)
            {
                equal += Vector256.Equals(Vector256.Create(left[at..]), Vector256.Create(right[at..]));
            }

            runs += at + Vector256.Sum(equal);
        }

        for (; at < left.Length; at++)
        {
            runs += left[at] != right[at] ? 1 : 0;
        }

        return runs;
    }

    /// <summary>Gets about how many bytes a run takes.</summary>
    public static int RunLength(int width) => 1 + ((width + 7) / 8);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EncodeRuns(ReadOnlySpan<int> numbers, int width, ByteBuffer buffer)
    {
        for (int at = 0; at < numbers.Length;)
        {
            int next = at + 1, number = numbers[at];
            while (next < numbers.Length && numbers[next] == number)
            {
                next++;
            }

            Run(number, next - at, width, buffer);
            at = next;
        }
    }

    /// <summary>Counts the groups from the first on that hold one number only.</summary>
    private static int EqualGroups(ReadOnlySpan<int> numbers)
    {
        int groups = 0;
        Vector256<int> first = Vector256.Create(numbers[0]);
        while ((groups + 1) * Group <= numbers.Length && Vector256.EqualsAll(Vector256.Create(numbers[(groups * Group)..]), first))
        {
            groups++;
        }

        return groups;
    }

    private static void Run(int number, int count, int width, ByteBuffer buffer)
    {
        buffer.Varint((ulong)count << 1);
        int bytes = (width + 7) / 8;
        MemoryMarshal.Write(buffer.Room(sizeof(int)), number);
        buffer.Advance(bytes);
    }

    private static void Pack(ReadOnlySpan<int> numbers, int width, ByteBuffer buffer)
    {
        if (numbers.IsEmpty)
        {
            return;
        }

        int groups = (numbers.Length + Group - 1) / Group;
        buffer.Varint(((ulong)groups << 1) | 1);
        int end = buffer.Length + (groups * width);
        BitPacker.Pack(numbers, width, buffer);

        // The last group is full in the file: what stands past the last number is of no account.
        buffer.Room(end - buffer.Length)[..(end - buffer.Length)].Clear();
        buffer.Advance(end - buffer.Length);
    }
}
