using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Modelyard.Numerics;

/// <summary>Represents scratch memory from a pool: aligned to a cache line, never moved, given back by <see cref="Dispose"/>.</summary>
/// <remarks>The contents are undefined; outside Release builds they are NaN, so that a read before a write shows.</remarks>
internal unsafe ref struct ScratchBuffer
{
    private const int CacheLine = 64;
    private const int SmallestExponent = 6;
    private const int KeptPerSize = 8;

    /// <summary>The number of elements from which a buffer takes large pages.</summary>
    private const int Large = 1 << 15;

    private static readonly ConcurrentQueue<double[]>[] Pool = [.. Enumerable.Range(0, Exponent(Large + (CacheLine / sizeof(double))) + 1).Select(_ => new ConcurrentQueue<double[]>())];

    private double[]? _array;
    private nint _block;

    /// <summary>Initializes a buffer.</summary>
    /// <param name="length">The number of elements.</param>
    public ScratchBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        if (length >= Large)
        {
            _block = HugePages.Rent((long)length * sizeof(double));
            Pointer = (double*)_block;
#if !RELEASE
            Span.Fill(double.NaN);
#endif
            return;
        }

        int exponent = Exponent((long)length + (CacheLine / sizeof(double)));
        if (!Pool[exponent].TryDequeue(out _array))
        {
            _array = GC.AllocateUninitializedArray<double>(1 << exponent, pinned: true);
        }

        var start = (nuint)Unsafe.AsPointer(ref _array[0]);
        Pointer = (double*)((start + CacheLine - 1) & ~(nuint)(CacheLine - 1));
#if !RELEASE
        Span.Fill(double.NaN);
#endif
    }

    /// <summary>Gets the number of elements.</summary>
    public int Length { get; }

    /// <summary>Gets the address of the first element.</summary>
    public double* Pointer { get; }

    /// <summary>Gets the elements.</summary>
    public readonly Span<double> Span => new(Pointer, Length);

    /// <summary>Gives the memory back to the pool.</summary>
    public void Dispose()
    {
        if (_block != 0)
        {
            HugePages.Return(_block, (long)Length * sizeof(double));
            _block = 0;
        }

        if (_array is { } array)
        {
            _array = null;
            int exponent = BitOperations.Log2((uint)array.Length);
            if (Pool[exponent].Count < KeptPerSize)
            {
                Pool[exponent].Enqueue(array);
            }
        }
    }

    private static int Exponent(long length) => Math.Max(SmallestExponent, BitOperations.Log2((ulong)length - 1) + 1);
}
