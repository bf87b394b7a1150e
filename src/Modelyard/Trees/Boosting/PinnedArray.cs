using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents an array that the garbage collector never moves, for kernels that walk pointers on several threads.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
internal sealed unsafe class PinnedArray<T>
    where T : unmanaged
{
    private readonly T[] _elements;

    internal PinnedArray(int length)
    {
        _elements = GC.AllocateArray<T>(Math.Max(length, 1), pinned: true);
        Pointer = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_elements));
        Length = length;
    }

    /// <summary>Gets the first element; valid for as long as this object is reachable.</summary>
    internal T* Pointer { get; }

    internal int Length { get; }

    internal Span<T> Span => _elements.AsSpan(0, Length);
}
