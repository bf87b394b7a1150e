using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Frames.Csv;

/// <summary>Finds structural bytes with vectors of 256 bits.</summary>
internal readonly struct Vector256Block : IStructuralBlock
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Find(ref byte first, CsvDialect dialect, out ulong delimiters, out ulong lineEnds, out ulong quotes)
    {
        var delimiter = Vector256.Create(dialect.Delimiter);
        var quote = Vector256.Create(dialect.Quote);
        var lineFeed = Vector256.Create(CsvDialect.LineFeed);
        var carriageReturn = Vector256.Create(CsvDialect.CarriageReturn);
        delimiters = lineEnds = quotes = 0;
        for (int i = 0; i < 64; i += Vector256<byte>.Count)
        {
            Vector256<byte> block = Vector256.LoadUnsafe(ref first, (nuint)i);
            delimiters |= (ulong)Vector256.Equals(block, delimiter).ExtractMostSignificantBits() << i;
            lineEnds |= (ulong)(Vector256.Equals(block, lineFeed) | Vector256.Equals(block, carriageReturn)).ExtractMostSignificantBits() << i;
            quotes |= (ulong)Vector256.Equals(block, quote).ExtractMostSignificantBits() << i;
        }
    }
}
