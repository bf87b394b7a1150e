using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Modelyard.Trees.Boosting;

/// <summary>Adds the gradients of rows to the histograms of a group of features.</summary>
/// <remarks>
/// Row by row, all features of the group at once: one row's additions go to different histograms and never wait for each other,
/// where a pass per feature stalls whenever two neighbouring rows fall into the same bin.
/// </remarks>
internal static unsafe class HistogramKernel
{
    /// <summary>Adds rows.</summary>
    /// <param name="group">The features.</param>
    /// <param name="gradients">The gradients.</param>
    /// <param name="rows">The rows, or null for the rows from <paramref name="first"/> on.</param>
    /// <param name="first">The first place in <paramref name="rows"/>, or the first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="histogram">The entries of all features.</param>
    internal static void Add(CodeGroup group, RowGradients gradients, int* rows, int first, int count, long* histogram)
    {
        long* start = histogram + ((long)group.Offset * gradients.Form.Words);
        if (gradients.Form.IsWide)
        {
            AddWide(group, gradients, rows, first, count, start);
        }
        else
        {
            AddPacked(group, gradients, rows, first, count, start);
        }
    }

    private static void AddPacked(CodeGroup group, RowGradients gradients, int* rows, int first, int count, long* histogram)
    {
        long* words = gradients.Words;
        byte* codes = group.Codes.Pointer;
        int slots = group.Features.Length;
        nint stride = group.Stride;
        if (rows is null)
        {
            byte* own = codes + ((long)first * slots);
            for (int row = first; row < first + count; row++, own += slots)
            {
                AddPackedRow(own, slots, stride, words[row], histogram);
            }

            return;
        }

        for (int i = first; i < first + count; i++)
        {
            int row = rows[i];
            AddPackedRow(codes + ((long)row * slots), slots, stride, words[row], histogram);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPackedRow(byte* codes, int slots, nint stride, long word, long* histogram)
    {
        while (slots >= 4)
        {
            histogram[codes[0]] += word;
            histogram[stride + codes[1]] += word;
            histogram += 2 * stride;
            histogram[codes[2]] += word;
            histogram[stride + codes[3]] += word;
            histogram += 2 * stride;
            codes += 4;
            slots -= 4;
        }

        if ((slots & 2) != 0)
        {
            histogram[codes[0]] += word;
            histogram[stride + codes[1]] += word;
            histogram += 2 * stride;
            codes += 2;
        }

        if ((slots & 1) != 0)
        {
            histogram[codes[0]] += word;
        }
    }

    private static void AddWide(CodeGroup group, RowGradients gradients, int* rows, int first, int count, long* histogram)
    {
        long* words = gradients.Words;
        byte* codes = group.Codes.Pointer;
        int slots = group.Features.Length;
        nint stride = 2 * group.Stride;
        int countBits = gradients.Form.CountBits;
        for (int i = first; i < first + count; i++)
        {
            int row = rows is null ? i : rows[i];
            AddWideRow(codes + ((long)row * slots), slots, stride, Entry(words[row], countBits), histogram);
        }
    }

    // The gradient; the hessian above a count of one row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> Entry(long word, int countBits)
    {
        if (Avx2.IsSupported)
        {
            Vector128<long> pair = Sse41.ConvertToVector128Int64(Vector128.CreateScalarUnsafe(word).AsInt32());
            return Avx2.ShiftLeftLogicalVariable(pair, Vector128.Create(0UL, (ulong)countBits)) + Vector128.Create(0L, 1L);
        }

        return Vector128.Create((long)(int)word, ((word >> 32) << countBits) + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddWideRow(byte* codes, int slots, nint stride, Vector128<long> entry, long* histogram)
    {
        while (slots >= 4)
        {
            AddEntry(histogram, codes[0], entry);
            AddEntry(histogram + stride, codes[1], entry);
            histogram += 2 * stride;
            AddEntry(histogram, codes[2], entry);
            AddEntry(histogram + stride, codes[3], entry);
            histogram += 2 * stride;
            codes += 4;
            slots -= 4;
        }

        if ((slots & 2) != 0)
        {
            AddEntry(histogram, codes[0], entry);
            AddEntry(histogram + stride, codes[1], entry);
            histogram += 2 * stride;
            codes += 2;
        }

        if ((slots & 1) != 0)
        {
            AddEntry(histogram, codes[0], entry);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddEntry(long* histogram, byte code, Vector128<long> entry)
    {
        long* at = histogram + (2 * (nint)code);
        (Vector128.Load(at) + entry).Store(at);
    }
}
