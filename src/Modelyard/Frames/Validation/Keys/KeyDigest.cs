using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Modelyard.Frames.Validation.Keys;

/// <summary>Computes digests of 120 bits of byte strings: equal strings have equal digests, and different ones almost surely different ones.</summary>
/// <remarks>
/// Two polynomials over the integers modulo 2^61 - 1, evaluated at points drawn at random in each process (Carter and Wegman, 1979, Universal Classes
/// of Hash Functions). Two different strings of n bytes collide with a probability of at most (n / 7 + 2)^2 / 2^118, whoever chose them: for a billion
/// strings of 70 bytes that any two of them do, less than 3 in 10^16.
/// </remarks>
internal static class KeyDigest
{
    private const ulong Prime = (1UL << 61) - 1;
    private const int ChunkLength = 7;

    private const ulong Sixty = (1UL << 60) - 1;
    private const int MostKeys = 16;

    private static readonly ulong First = Draw(), Second = Draw();
    private static readonly ulong[] Points = [.. Enumerable.Range(0, (6 * MostKeys) + 2).Select(_ => Draw())];

    public static UInt128 Of(ReadOnlySpan<byte> bytes)
    {
        // The length is a chunk of its own, before the others: zeros at the end count too.
        ulong length = (ulong)bytes.Length + 1, a = Step(0, length, First), b = Step(0, length, Second);
        while (bytes.Length > ChunkLength)
        {
            // Eight bytes can be read, of which seven count: each chunk is below the prime.
            ulong chunk = BinaryPrimitives.ReadUInt64LittleEndian(bytes) & ((1UL << 56) - 1);
            a = Step(a, chunk, First);
            b = Step(b, chunk, Second);
            bytes = bytes[ChunkLength..];
        }

        ulong rest = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            rest = (rest << 8) | bytes[i];
        }

        a = Step(a, rest, First);
        b = Step(b, rest, Second);
        return ((UInt128)(a & ((1UL << 60) - 1)) << 60) | (b & ((1UL << 60) - 1));
    }

    /// <summary>Computes the digest of several keys in their order.</summary>
    /// <remarks>
    /// Each key is three numbers below the prime, and the digest two sums of their products with numbers drawn at random, one for each place: the products
    /// do not wait for one another as those of a polynomial do, and are reduced once. Two different rows collide with a probability of at most 2^-118.
    /// </remarks>
    /// <param name="keys">The keys.</param>
    public static UInt128 Of(ReadOnlySpan<UInt128> keys)
    {
        if (keys.Length > MostKeys)
        {
            return Of(MemoryMarshal.AsBytes(keys));
        }

        ReadOnlySpan<ulong> points = Points;
        UInt128 a = points[^1], b = points[^2];
        for (int i = 0, at = 0; i < keys.Length; i++, at += 6)
        {
            ulong low = (ulong)keys[i], high = (ulong)(keys[i] >> 64);
            ulong first = low & Sixty, second = ((low >> 60) | (high << 4)) & Sixty, third = high >> 56;
            a += Product(first, points[at]) + Product(second, points[at + 1]) + Product(third, points[at + 2]);
            b += Product(first, points[at + 3]) + Product(second, points[at + 4]) + Product(third, points[at + 5]);
        }

        return ((UInt128)(Reduce(a) & Sixty) << 60) | (Reduce(b) & Sixty);
    }

    private static UInt128 Product(ulong number, ulong point)
    {
        ulong high = Math.BigMul(number, point, out ulong low);
        return new UInt128(high, low);
    }

    // A sum of 48 products below 2^121 is below 2^127: three digits to the base 2^61, of which each power is 1 modulo the prime.
    private static ulong Reduce(UInt128 sum) => Reduce(((ulong)sum & Prime) + ((ulong)(sum >> 61) & Prime) + (ulong)(sum >> 122));

    private static ulong Step(ulong sum, ulong chunk, ulong point)
    {
        ulong high = Math.BigMul(Reduce(sum + chunk), point, out ulong low);
        return Reduce(((high << 3) | (low >> 61)) + (low & Prime));
    }

    private static ulong Reduce(ulong value)
    {
        value = (value & Prime) + (value >> 61);
        return value >= Prime ? value - Prime : value;
    }

    private static ulong Draw()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return 1 + (BinaryPrimitives.ReadUInt64LittleEndian(bytes) % (Prime - 1));
    }
}
