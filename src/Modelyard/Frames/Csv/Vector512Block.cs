using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Frames.Csv;

/// <summary>Finds structural bytes with vectors of 512 bits.</summary>
internal readonly struct Vector512Block : IStructuralBlock
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Find(ref byte first, CsvDialect dialect, out ulong delimiters, out ulong lineEnds, out ulong quotes)
    {
        Vector512<byte> block = Vector512.LoadUnsafe(ref first);
        delimiters = Vector512.Equals(block, Vector512.Create(dialect.Delimiter)).ExtractMostSignificantBits();
        lineEnds = (Vector512.Equals(block, Vector512.Create(CsvDialect.LineFeed))
            | Vector512.Equals(block, Vector512.Create(CsvDialect.CarriageReturn))).ExtractMostSignificantBits();
        quotes = Vector512.Equals(block, Vector512.Create(dialect.Quote)).ExtractMostSignificantBits();
    }
}
