using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Modelyard.Server.Protocol;

/// <summary>Lends arrays. Of large ones it keeps few, where the shared pool keeps one of every size for each thread.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
internal static class BufferPool<T>
{
    /// <summary>The longest array that a request need not count, and that its scratch keeps for the next one.</summary>
    public static readonly int LongestKept = (1 << 16) / Unsafe.SizeOf<T>();

    private const int KeptOfEachSize = 1;
    private static readonly int LongestShared = (1 << 20) / Unsafe.SizeOf<T>();
    private static readonly ArrayPool<T> Large = ArrayPool<T>.Create((16 << 20) / Unsafe.SizeOf<T>(), KeptOfEachSize);

    /// <summary>Lends an array, and counts it if it is a large one.</summary>
    /// <exception cref="RequestFaultException">The large requests of the server have taken too much already.</exception>
    public static T[] Rent(int length, MemoryShare share)
    {
        // Both pools lend powers of two, so that an array goes back to where it comes from and gives back what was taken.
        int whole = (int)Math.Min((uint)Array.MaxLength, BitOperations.RoundUpToPowerOf2((uint)length));
        share.Take(BytesOf(whole));
        return PoolOf(whole).Rent(whole);
    }

    public static void Return(T[] array, MemoryShare share)
    {
        share.Give(BytesOf(array.Length));
        PoolOf(array.Length).Return(array);
    }

    private static long BytesOf(int length) => length <= LongestKept ? 0 : (long)length * Unsafe.SizeOf<T>();

    private static ArrayPool<T> PoolOf(int length) => length <= LongestShared ? ArrayPool<T>.Shared : Large;
}
