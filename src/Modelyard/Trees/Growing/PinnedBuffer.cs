using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Growing;

/// <summary>Represents memory that does not move, zero at first, for as long as the object is referenced.</summary>
/// <typeparam name="T">The type of an element.</typeparam>
internal sealed unsafe class PinnedBuffer<T>
    where T : unmanaged
{
    private readonly T[] _array;

    public PinnedBuffer(int length) => _array = GC.AllocateArray<T>(Math.Max(1, length), pinned: true);

    public int Length => _array.Length;

    public T* Pointer => (T*)Unsafe.AsPointer(ref _array[0]);
}
