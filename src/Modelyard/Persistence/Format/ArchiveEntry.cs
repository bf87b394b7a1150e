using System.Buffers.Binary;
using System.Text;

namespace Modelyard.Persistence.Format;

/// <summary>Represents one stored entry of the archive; every byte of its headers follows from these three values.</summary>
internal readonly record struct ArchiveEntry(string Name, uint Checksum, uint Length)
{
    private const uint LocalSignature = 0x04034B50;
    private const uint DirectorySignature = 0x02014B50;
    private const ushort Version = 20;
    private const ushort FirstOfJanuary1980 = 0x21;

    internal static int HeaderLength(string name) => 30 + name.Length;

    internal static int DirectoryLength(string name) => 46 + name.Length;

    internal byte[] Header()
    {
        byte[] header = new byte[HeaderLength(Name)];
        BinaryPrimitives.WriteUInt32LittleEndian(header, LocalSignature);
        WriteCommon(header.AsSpan(4));
        Encoding.ASCII.GetBytes(Name, header.AsSpan(30));
        return header;
    }

    internal byte[] DirectoryHeader(uint offset)
    {
        byte[] header = new byte[DirectoryLength(Name)];
        BinaryPrimitives.WriteUInt32LittleEndian(header, DirectorySignature);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), Version);
        WriteCommon(header.AsSpan(6));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(42), offset);
        Encoding.ASCII.GetBytes(Name, header.AsSpan(46));
        return header;
    }

    // Flags, method (stored) and time stay 0, so that the same content gives the same bytes.
    private void WriteCommon(Span<byte> fields)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(fields, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(fields[8..], FirstOfJanuary1980);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[10..], Checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[14..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[18..], Length);
        BinaryPrimitives.WriteUInt16LittleEndian(fields[22..], (ushort)Name.Length);
    }
}
