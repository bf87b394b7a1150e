using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Modelyard.Trees.Boosting;

/// <summary>Adds the gradients of rows to the histograms of a group of features.</summary>
/// <remarks>
/// Row by row, several features at once: one row's additions go to different histograms and never wait for each other,
/// where a pass per feature stalls whenever two neighbouring rows fall into the same bin. Up to six features share a pass: their
/// histograms' addresses stay in registers.
/// </remarks>
internal static unsafe class HistogramKernel
{
    private const int MostPerPass = 6;

    /// <summary>Adds rows.</summary>
    /// <param name="group">The features.</param>
    /// <param name="gradients">The gradients.</param>
    /// <param name="rows">The rows, or null for the rows from <paramref name="first"/> on.</param>
    /// <param name="first">The first place in <paramref name="rows"/>, or the first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="histogram">The entries of all features.</param>
    internal static void Add(CodeGroup group, RowGradients gradients, int* rows, int first, int count, long* histogram)
    {
        int slots = group.Features.Length, passes = (slots + MostPerPass - 1) / MostPerPass;
        for (int pass = 0; pass < passes; pass++)
        {
            int slot = slots * pass / passes, width = (slots * (pass + 1) / passes) - slot;
            long* start = histogram + (((long)group.Offset + ((long)slot * group.Stride)) * gradients.Form.Words);
            var work = new Pass(group.Codes.Pointer + slot, slots, group.Stride, gradients, rows, first, count, start);
            switch (width)
            {
                case 1: work.Run<Width1>(); break;
                case 2: work.Run<Width2>(); break;
                case 3: work.Run<Width3>(); break;
                case 4: work.Run<Width4>(); break;
                case 5: work.Run<Width5>(); break;
                default: work.Run<Width6>(); break;
            }
        }
    }

    private readonly struct Pass(byte* codes, int slots, int stride, RowGradients gradients, int* rows, int first, int count, long* histogram)
    {
        internal void Run<T>()
            where T : struct, IPassWidth
        {
            if (gradients.Form.IsWide)
            {
                AddWide<T>(codes, slots, 2 * (nint)stride, gradients.Words, gradients.Form.CountBits, rows, first, count, histogram);
            }
            else
            {
                AddPacked<T>(codes, slots, stride, gradients.Words, rows, first, count, histogram);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPacked<T>(byte* codes, nint slots, nint stride, long* words, int* rows, int first, int count, long* h0)
        where T : struct, IPassWidth
    {
        long* h1 = h0 + stride, h2 = h1 + stride, h3 = h2 + stride, h4 = h3 + stride, h5 = h4 + stride;
        int end = first + count;
        for (int i = first; i < end; i++)
        {
            nint row = rows is null ? i : rows[i];
            byte* own = codes + (row * slots);
            long word = words[row];
            h0[own[0]] += word;
            if (T.Value > 1)
            {
                h1[own[1]] += word;
            }

            if (T.Value > 2)
            {
                h2[own[2]] += word;
            }

            if (T.Value > 3)
            {
                h3[own[3]] += word;
            }

            if (T.Value > 4)
            {
                h4[own[4]] += word;
            }

            if (T.Value > 5)
            {
                h5[own[5]] += word;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWide<T>(byte* codes, nint slots, nint stride, long* words, int countBits, int* rows, int first, int count, long* h0)
        where T : struct, IPassWidth
    {
        long* h1 = h0 + stride, h2 = h1 + stride, h3 = h2 + stride, h4 = h3 + stride, h5 = h4 + stride;
        int end = first + count;
        for (int i = first; i < end; i++)
        {
            nint row = rows is null ? i : rows[i];
            byte* own = codes + (row * slots);
            Vector128<long> entry = Entry(words[row], countBits);
            AddEntry(h0, own[0], entry);
            if (T.Value > 1)
            {
                AddEntry(h1, own[1], entry);
            }

            if (T.Value > 2)
            {
                AddEntry(h2, own[2], entry);
            }

            if (T.Value > 3)
            {
                AddEntry(h3, own[3], entry);
            }

            if (T.Value > 4)
            {
                AddEntry(h4, own[4], entry);
            }

            if (T.Value > 5)
            {
                AddEntry(h5, own[5], entry);
            }
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
    private static void AddEntry(long* histogram, byte code, Vector128<long> entry)
    {
        long* at = histogram + (2 * (nint)code);
        (Vector128.Load(at) + entry).Store(at);
    }

    private readonly struct Width1 : IPassWidth
    {
        public static int Value => 1;
    }

    private readonly struct Width2 : IPassWidth
    {
        public static int Value => 2;
    }

    private readonly struct Width3 : IPassWidth
    {
        public static int Value => 3;
    }

    private readonly struct Width4 : IPassWidth
    {
        public static int Value => 4;
    }

    private readonly struct Width5 : IPassWidth
    {
        public static int Value => 5;
    }

    private readonly struct Width6 : IPassWidth
    {
        public static int Value => 6;
    }
}
