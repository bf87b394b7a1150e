using System.Buffers.Binary;
using System.Numerics;

namespace Modelyard.Lifecycle.Storage;

/// <summary>Computes the checksum that tells a whole record from a torn one.</summary>
/// <remarks>The polynomial of Castagnoli, Bräuer and Herrmann (1993), IEEE Transactions on Communications 41(6), which processors compute by an instruction.</remarks>
internal static class Crc32C
{
    internal static uint Compute(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return ~crc;
    }
}
