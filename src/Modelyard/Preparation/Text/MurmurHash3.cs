using System.Buffers.Binary;
using System.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Computes MurmurHash3 of 32 bits: fast, well spread, the same on every machine. Not for secrets.</summary>
/// <remarks>Source: Appleby (2011), MurmurHash3_x86_32, in the public domain.</remarks>
internal static class MurmurHash3
{
    private const uint First = 0xCC9E2D51;
    private const uint Second = 0x1B873593;

    internal static uint Compute(ReadOnlySpan<byte> bytes, uint seed)
    {
        uint hash = seed;
        ReadOnlySpan<byte> rest = bytes;
        for (; rest.Length >= 4; rest = rest[4..])
        {
            hash = (BitOperations.RotateLeft(hash ^ Mix(BinaryPrimitives.ReadUInt32LittleEndian(rest)), 13) * 5) + 0xE6546B64;
        }

        if (!rest.IsEmpty)
        {
            uint last = rest[0];
            last |= rest.Length > 1 ? (uint)rest[1] << 8 : 0;
            last |= rest.Length > 2 ? (uint)rest[2] << 16 : 0;
            hash ^= Mix(last);
        }

        hash ^= (uint)bytes.Length;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    private static uint Mix(uint block) => BitOperations.RotateLeft(block * First, 15) * Second;
}
