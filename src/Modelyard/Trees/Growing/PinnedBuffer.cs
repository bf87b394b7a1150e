using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Growing;

/// <summary>Represents memory that does not move for as long as the object is referenced.</summary>
/// <typeparam name="T">The type of an element.</typeparam>
internal sealed unsafe class PinnedBuffer<T>
    where T : unmanaged
{
    private readonly T[] _array;

    /// <summary>Initializes memory.</summary>
    /// <param name="length">The number of elements.</param>
    /// <param name="zeroed">Whether they are zero at first; those of many rows are not, as zeros are written in one go, which no cancellation ends.</param>
    public PinnedBuffer(int length, bool zeroed = true) => _array = zeroed
        ? GC.AllocateArray<T>(Math.Max(1, length), pinned: true)
        : GC.AllocateUninitializedArray<T>(Math.Max(1, length), pinned: true);

    public int Length => _array.Length;

    public T* Pointer => (T*)Unsafe.AsPointer(ref _array[0]);
}
