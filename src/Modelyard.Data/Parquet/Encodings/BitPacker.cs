using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Writes the low bits of numbers side by side, the lowest first.</summary>
/// <remarks>
/// Source: Apache Parquet, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid". The loops of the encoders are compiled at once as well as can be: a process that writes one table would be through before the runtime takes them for hot (write_parquet_flights).
/// </remarks>
internal static class BitPacker
{
    /// <summary>The widest numbers of which four fit 64 bits, which the vectors pack.</summary>
    private const int WidestVector = 16;

    /// <summary>Writes numbers, bits of zero up to the next byte.</summary>
    /// <param name="numbers">The numbers, each below two to the power of the width.</param>
    /// <param name="width">The number of bits of each, 1 to 31.</param>
    /// <param name="buffer">What takes the bytes.</param>
    public static void Pack(ReadOnlySpan<int> numbers, int width, ByteBuffer buffer)
    {
        if (width <= WidestVector && Vector256.IsHardwareAccelerated)
        {
            int packed = numbers.Length & ~7;
            PackVectors(numbers[..packed], width, buffer);
            numbers = numbers[packed..];
        }

        PackScalar(numbers, width, buffer);
    }

    /// <summary>Writes numbers one by one: what the others must equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackScalar(ReadOnlySpan<int> numbers, int width, ByteBuffer buffer)
    {
        int bytes = (int)((((long)numbers.Length * width) + 7) / 8), at = 0, filled = 0;
        Span<byte> room = buffer.Room(bytes + sizeof(ulong));
        ulong bits = 0;
        foreach (int number in numbers)
        {
            bits |= (ulong)(uint)number << filled;
            filled += width;
            if (filled >= 32)
            {
                MemoryMarshal.Write(room[at..], (uint)bits);
                at += sizeof(uint);
                bits >>= 32;
                filled -= 32;
            }
        }

        MemoryMarshal.Write(room[at..], bits);
        buffer.Advance(bytes);
    }

    /// <summary>Writes numbers eight at a time.</summary>
    /// <param name="numbers">The numbers, a multiple of eight.</param>
    /// <param name="width">The number of bits of each, 1 to 16.</param>
    /// <param name="buffer">What takes the bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackVectors(ReadOnlySpan<int> numbers, int width, ByteBuffer buffer)
    {
        int bytes = numbers.Length / 8 * width;
        Span<byte> room = buffer.Room(bytes + (2 * sizeof(ulong)));
        ref byte at = ref MemoryMarshal.GetReference(room);
        ref int number = ref MemoryMarshal.GetReference(numbers);
        for (int i = 0; i < numbers.Length; i += 8)
        {
            // Two numbers to a lane, then two lanes to 64 bits, then the halves, which begin within a byte if the width is odd.
            Vector256<ulong> pairs = Vector256.LoadUnsafe(ref Unsafe.Add(ref number, i)).AsUInt64();
            pairs = (pairs & Vector256.Create(0xFFFFFFFFUL)) | ((pairs >>> 32) << width);
            ulong low = pairs[0] | (pairs[1] << (2 * width)), high = pairs[2] | (pairs[3] << (2 * width));
            Unsafe.WriteUnaligned(ref at, low | (width == WidestVector ? 0 : high << (4 * width)));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref at, sizeof(ulong)), high >> (64 - (4 * width)));
            at = ref Unsafe.Add(ref at, width);
        }

        buffer.Advance(bytes);
    }

    /// <summary>Writes numbers of up to 64 bits.</summary>
    /// <param name="numbers">The numbers, each below two to the power of the width; a multiple of eight.</param>
    /// <param name="width">The number of bits of each, 1 to 64.</param>
    /// <param name="buffer">What takes the bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ReadOnlySpan<ulong> numbers, int width, ByteBuffer buffer)
    {
        int bytes = numbers.Length * width / 8, at = 0, filled = 0;
        Span<byte> room = buffer.Room(bytes + sizeof(ulong));
        ulong bits = 0;
        foreach (ulong number in numbers)
        {
            bits |= number << filled;
            filled += width;
            if (filled >= 64)
            {
                MemoryMarshal.Write(room[at..], bits);
                at += sizeof(ulong);
                filled -= 64;

                // A shift by 64 is one by 0, so what is left over of a number that just fits is asked for apart.
                bits = filled == 0 ? 0 : number >> (width - filled);
            }
        }

        MemoryMarshal.Write(room[at..], bits);
        buffer.Advance(bytes);
    }
}
