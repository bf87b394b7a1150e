using System.Runtime.CompilerServices;

namespace Modelyard.Frames.Csv;

/// <summary>Reads up to eight digits as one word.</summary>
/// <remarks>Source: Lemire (2021), Number Parsing at a Gigabyte per Second, Software: Practice and Experience 51(8), section 5.</remarks>
internal static class DigitBlock
{
    private const ulong Zeros = 0x3030303030303030;

    /// <summary>Reads digits.</summary>
    /// <param name="first">The first byte; eight bytes from it must be readable.</param>
    /// <param name="length">The number of digits, 1 to 8.</param>
    /// <param name="value">Receives the number.</param>
    /// <returns>True if all are digits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ref byte first, int length, out ulong value)
    {
        int unused = 64 - (length * 8);

        // The first digit is the lowest byte: shifting up puts zeros before it.
        ulong word = LittleEndian(ref first) << unused;
        word |= unused == 0 ? 0 : Zeros >> (length * 8);
        ulong digits = word ^ Zeros;
        bool valid = (((digits + 0x7676767676767676) | digits) & 0x8080808080808080) == 0;
        digits = (digits * 10) + (digits >> 8);
        value = (((digits & 0x000000FF000000FF) * 0x000F424000000064) + (((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32;
        return valid;
    }

    /// <summary>Reads eight bytes of which the first is the lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong LittleEndian(ref byte first)
    {
        ulong word = Unsafe.ReadUnaligned<ulong>(ref first);
        return BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
    }
}
