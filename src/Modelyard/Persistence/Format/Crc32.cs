using System.Runtime.InteropServices;

namespace Modelyard.Persistence.Format;

/// <summary>Computes the checksum of ZIP archives (the reflected polynomial 0xEDB88320), eight bytes a step.</summary>
/// <remarks>Source: Kounavis and Berry (2005), A Systematic Approach to Building High Performance Software-based CRC Generators.</remarks>
internal struct Crc32
{
    private static readonly uint[] s_tables = MakeTables();

    private uint _state;

    internal readonly uint Value => _state;

    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        var checksum = default(Crc32);
        checksum.Add(bytes);
        return checksum.Value;
    }

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        uint[] tables = s_tables;
        uint state = ~_state;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            ulong mixed = word ^ state;
            state = tables[(7 * 256) + (int)(mixed & 255)]
                ^ tables[(6 * 256) + (int)((mixed >> 8) & 255)]
                ^ tables[(5 * 256) + (int)((mixed >> 16) & 255)]
                ^ tables[(4 * 256) + (int)((mixed >> 24) & 255)]
                ^ tables[(3 * 256) + (int)((mixed >> 32) & 255)]
                ^ tables[(2 * 256) + (int)((mixed >> 40) & 255)]
                ^ tables[256 + (int)((mixed >> 48) & 255)]
                ^ tables[(int)(mixed >> 56)];
        }

        foreach (byte value in bytes[(words.Length * 8)..])
        {
            state = tables[(int)((state ^ value) & 255)] ^ (state >> 8);
        }

        _state = ~state;
    }

    private static uint[] MakeTables()
    {
        uint[] tables = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ (0xEDB88320 & (uint)-(int)(value & 1));
            }

            tables[i] = value;
        }

        for (int i = 256; i < tables.Length; i++)
        {
            uint before = tables[i - 256];
            tables[i] = tables[before & 255] ^ (before >> 8);
        }

        return tables;
    }
}
