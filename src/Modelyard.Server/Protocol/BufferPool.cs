using System.Buffers;
using System.Runtime.CompilerServices;

namespace Modelyard.Server.Protocol;

/// <summary>Lends arrays. Of large ones it keeps few, where the shared pool keeps one of every size for each thread.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
internal static class BufferPool<T>
{
    private const int KeptOfEachSize = 2;
    private static readonly int LongestShared = (1 << 20) / Unsafe.SizeOf<T>();
    private static readonly ArrayPool<T> Large = ArrayPool<T>.Create((32 << 20) / Unsafe.SizeOf<T>(), KeptOfEachSize);

    public static T[] Rent(int length) => PoolOf(length).Rent(length);

    // Both pools lend powers of two, so that an array goes back to where it comes from.
    public static void Return(T[] array) => PoolOf(array.Length).Return(array);

    private static ArrayPool<T> PoolOf(int length) => length <= LongestShared ? ArrayPool<T>.Shared : Large;
}
