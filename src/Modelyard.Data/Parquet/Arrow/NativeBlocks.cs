using System.Runtime.InteropServices;

namespace Modelyard.Data.Parquet.Arrow;

/// <summary>Represents native memory, and arrays that stay where they are, as long as native code reads them.</summary>
internal sealed unsafe class NativeBlocks : IDisposable
{
    private readonly List<nint> _blocks = [];
    private readonly List<GCHandle> _pins = [];

    /// <summary>Allocates zeroed memory.</summary>
    /// <typeparam name="T">The type of its elements.</typeparam>
    /// <param name="count">The number of elements.</param>
    public T* Allocate<T>(int count)
        where T : unmanaged
    {
        // One element at least, as a reader may take an address of zero for an error.
        void* block = NativeMemory.AllocZeroed((nuint)Math.Max(count, 1), (nuint)sizeof(T));
        _blocks.Add((nint)block);
        return (T*)block;
    }

    /// <summary>Copies a text, which ends with a zero byte.</summary>
    public byte* Text(string text)
    {
        byte[] bytes = DuckDbSession.Text(text);
        byte* copy = Allocate<byte>(bytes.Length);
        bytes.CopyTo(new Span<byte>(copy, bytes.Length));
        return copy;
    }

    /// <summary>Keeps an array where it is.</summary>
    /// <returns>The address of its first element.</returns>
    public T* Pin<T>(T[] array)
        where T : unmanaged
    {
        if (array.Length == 0)
        {
            return Allocate<T>(1);
        }

        _pins.Add(GCHandle.Alloc(array, GCHandleType.Pinned));
        return (T*)_pins[^1].AddrOfPinnedObject();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (nint block in _blocks)
        {
            NativeMemory.Free((void*)block);
        }

        _blocks.Clear();
        _pins.ForEach(pin => pin.Free());
        _pins.Clear();
    }
}
