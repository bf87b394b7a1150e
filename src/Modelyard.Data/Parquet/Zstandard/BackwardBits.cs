using System.Numerics;
using System.Runtime.CompilerServices;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Zstandard;

/// <summary>Reads bits from the last byte of a stream to the first, the highest first, below a bit that marks the end.</summary>
/// <remarks>Past the first bit, whatever bits come are of no account: <see cref="IsSpent"/> tells that no more and no fewer were read than there are.</remarks>
internal unsafe ref struct BackwardBits
{
    private const int Word = sizeof(ulong);

    private readonly byte* _start;
    private byte* _at;
    private ulong _bits;
    private int _used;

    /// <summary>Initializes a reader of a stream, before whose end eight bytes need not lie.</summary>
    /// <exception cref="ParquetFormatException">There is no bit that marks the end.</exception>
    public BackwardBits(byte* start, int length)
    {
        if (length <= 0 || start[length - 1] == 0)
        {
            throw new ParquetFormatException("A stream of Zstandard has no end.");
        }

        _start = start;
        _used = 8 - BitOperations.Log2(start[length - 1]);
        if (length >= Word)
        {
            _at = start + length - Word;
            _bits = Unsafe.ReadUnaligned<ulong>(_at);
            return;
        }

        _at = start;
        for (int i = 0; i < length; i++)
        {
            _bits |= (ulong)start[i] << (8 * i);
        }

        _used += 8 * (Word - length);
    }

    /// <summary>Gets a value indicating whether all bits were read, and none beyond.</summary>
    public readonly bool IsSpent => _at == _start && _used == 64;

    /// <summary>Gets a value indicating whether more bits were read than there are.</summary>
    public readonly bool IsOverdrawn => _used > 64;

    /// <summary>Gets the bits that come next, the first the highest.</summary>
    public readonly ulong Next => _bits << (_used & 63);

    /// <summary>Makes sure that 57 bits can be read, or all that are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (_at - _start >= Word)
        {
            _at -= _used >> 3;
            _used &= 7;
            _bits = Unsafe.ReadUnaligned<ulong>(_at);
            return;
        }

        FillLast();
    }

    /// <summary>Reads some bits, at most 57 between two fillings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int count)
    {
        uint value = (uint)(Next >> 1 >> (63 - count));
        _used += count;
        return value;
    }

    /// <summary>Passes over bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pass(int count) => _used += count;

    // Inlined too, so that the fields stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FillLast()
    {
        int bytes = (int)Math.Min(_used >> 3, _at - _start);
        if (bytes > 0)
        {
            _at -= bytes;
            _used -= 8 * bytes;
            _bits = Unsafe.ReadUnaligned<ulong>(_at);
        }
    }
}
