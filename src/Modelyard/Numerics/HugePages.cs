using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Modelyard.Numerics;

/// <summary>Keeps memory in pages of 2 MiB, in blocks of a power of two of them, and gives it out again.</summary>
/// <remarks>
/// Pages of 4 KiB lie anywhere in memory, and by chance many share the lines of a cache: the same product took 0.37 to 0.43 s from process to process, of
/// large pages 0.37 to 0.40 (gemm_2000). Only Linux is asked for them; elsewhere, and where it has none, the memory is ordinary.
/// </remarks>
internal static unsafe partial class HugePages
{
    private const nuint PageBytes = 2 << 20;
    private const int KeptPerSize = 8;
    private const int AdviseHugePages = 14;
    private static readonly ConcurrentQueue<nint>[] Pool = [.. Enumerable.Range(0, 32).Select(_ => new ConcurrentQueue<nint>())];

    /// <summary>Takes a block.</summary>
    /// <param name="bytes">The number of bytes, at least 1.</param>
    /// <returns>The address of the block, whose contents are undefined.</returns>
    public static nint Rent(long bytes)
    {
        int exponent = Exponent(bytes);
        if (Pool[exponent].TryDequeue(out nint block))
        {
            return block;
        }

        nuint size = PageBytes << exponent;
        void* memory = NativeMemory.AlignedAlloc(size, PageBytes);
        if (OperatingSystem.IsLinux())
        {
            // Advice that is not taken does no harm.
            _ = Advise(memory, size, AdviseHugePages);
        }

        return (nint)memory;
    }

    /// <summary>Gives a block back.</summary>
    /// <param name="block">The address.</param>
    /// <param name="bytes">The number of bytes for which it was taken.</param>
    public static void Return(nint block, long bytes)
    {
        int exponent = Exponent(bytes);
        if (Pool[exponent].Count < KeptPerSize)
        {
            Pool[exponent].Enqueue(block);
        }
        else
        {
            NativeMemory.AlignedFree((void*)block);
        }
    }

    private static int Exponent(long bytes) => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((ulong)((bytes + (long)PageBytes - 1) / (long)PageBytes)));

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
