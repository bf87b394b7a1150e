using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Frames.Csv;

/// <summary>Finds structural bytes with vectors of 128 bits.</summary>
internal readonly struct Vector128Block : IStructuralBlock
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Find(ref byte first, CsvDialect dialect, out ulong delimiters, out ulong lineEnds, out ulong quotes)
    {
        var delimiter = Vector128.Create(dialect.Delimiter);
        var quote = Vector128.Create(dialect.Quote);
        var lineFeed = Vector128.Create(CsvDialect.LineFeed);
        var carriageReturn = Vector128.Create(CsvDialect.CarriageReturn);
        delimiters = lineEnds = quotes = 0;
        for (int i = 0; i < 64; i += Vector128<byte>.Count)
        {
            Vector128<byte> block = Vector128.LoadUnsafe(ref first, (nuint)i);
            delimiters |= (ulong)Vector128.Equals(block, delimiter).ExtractMostSignificantBits() << i;
            lineEnds |= (ulong)(Vector128.Equals(block, lineFeed) | Vector128.Equals(block, carriageReturn)).ExtractMostSignificantBits() << i;
            quotes |= (ulong)Vector128.Equals(block, quote).ExtractMostSignificantBits() << i;
        }
    }
}
