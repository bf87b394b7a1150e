using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Modelyard.Numerics;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Unpacks integers that stand side by side in few bits each, the lowest bit first.</summary>
internal static unsafe class BitUnpacker
{
    // Of a wider number, the bits before it in its first byte push the last beyond the four bytes that a lane loads.
    private const int WidestInVector = 25;
    private const int WidestInLong = 56;
    private static readonly Lanes?[] Prepared = new Lanes?[WidestInVector + 1];

    /// <summary>Unpacks integers.</summary>
    /// <param name="packed">The bytes, after which <see cref="PageValues.Padding"/> more can be read.</param>
    /// <param name="width">The number of bits of each, 0 to 32.</param>
    /// <param name="values">Receives the integers; a multiple of eight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(ReadOnlySpan<byte> packed, int width, Span<int> values)
    {
        if (((long)values.Length * width) + 7 >> 3 > packed.Length)
        {
            throw new ArgumentException($"There are '{packed.Length}' bytes and must be '{(((long)values.Length * width) + 7) >> 3}' for '{values.Length}' integers of '{width}' bits.", nameof(packed));
        }

        if (width == 0)
        {
            values.Clear();
        }
        else if (Avx2.IsSupported && Simd.Level != SimdLevel.Scalar && width <= WidestInVector)
        {
            UnpackVectors(packed, width, values);
        }
        else
        {
            UnpackScalars(packed, width, values);
        }
    }

    /// <summary>Unpacks integers of up to 64 bits.</summary>
    /// <param name="packed">The bytes, after which <see cref="PageValues.Padding"/> more can be read.</param>
    /// <param name="width">The number of bits of each, 0 to 64.</param>
    /// <param name="values">Receives the integers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(ReadOnlySpan<byte> packed, int width, Span<ulong> values)
    {
        if (((long)values.Length * width) + 7 >> 3 > packed.Length)
        {
            throw new ArgumentException($"There are '{packed.Length}' bytes and must be '{(((long)values.Length * width) + 7) >> 3}' for '{values.Length}' integers of '{width}' bits.", nameof(packed));
        }

        ref byte first = ref MemoryMarshal.GetReference(packed);
        ulong mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        long bit = 0;
        for (int i = 0; i < values.Length; i++, bit += width)
        {
            int shift = (int)(bit & 7);
            ulong value = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, (nint)(bit >> 3))) >> shift;
            if (width > WidestInLong && shift > 0)
            {
                value |= (ulong)Unsafe.Add(ref first, (nint)(bit >> 3) + 8) << (64 - shift);
            }

            values[i] = value & mask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UnpackScalars(ReadOnlySpan<byte> packed, int width, Span<int> values)
    {
        ref byte first = ref MemoryMarshal.GetReference(packed);
        ulong mask = (1UL << width) - 1;
        long bit = 0;
        for (int i = 0; i < values.Length; i++, bit += width)
        {
            values[i] = (int)((Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, (nint)(bit >> 3))) >> (int)(bit & 7)) & mask);
        }
    }

    /// <summary>Unpacks eight integers at a time: each lane of 32 bits picks the four bytes that its number lies in, and shifts it down (read_parquet_flights).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UnpackVectors(ReadOnlySpan<byte> packed, int width, Span<int> values)
    {
        Lanes lanes = Prepared[width] ??= new Lanes(width);
        Vector256<byte> bytes = lanes.Bytes;
        Vector256<uint> shifts = lanes.Shifts, mask = Vector256.Create((1u << width) - 1);
        int second = (width * 4) >> 3;
        fixed (byte* source = packed)
        fixed (int* target = values)
        {
            byte* at = source;
            for (int i = 0; i + 8 <= values.Length; i += 8, at += width)
            {
                var pair = Vector256.Create(Vector128.Load(at), Vector128.Load(at + second));
                Vector256<uint> picked = Avx2.Shuffle(pair, bytes).AsUInt32();
                (Avx2.ShiftRightLogicalVariable(picked, shifts) & mask).Store((uint*)target + i);
            }
        }
    }

    /// <summary>Represents, for numbers of one width, the bytes that each lane picks and how far it shifts.</summary>
    private sealed class Lanes
    {
        public Lanes(int width)
        {
            Span<byte> bytes = stackalloc byte[32];
            Span<uint> shifts = stackalloc uint[8];
            for (int lane = 0; lane < 8; lane++)
            {
                // The second half of the register holds bytes from that of the fifth number on.
                int bit = (lane * width) - (lane < 4 ? 0 : (width * 4) >> 3 << 3);
                shifts[lane] = (uint)(bit & 7);
                for (int part = 0; part < 4; part++)
                {
                    bytes[(lane * 4) + part] = (byte)((bit >> 3) + part);
                }
            }

            Bytes = Vector256.Create<byte>(bytes);
            Shifts = Vector256.Create<uint>(shifts);
        }

        public Vector256<byte> Bytes { get; }

        public Vector256<uint> Shifts { get; }
    }
}
