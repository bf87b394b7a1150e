using System.Runtime.CompilerServices;

namespace Modelyard.Frames.Csv;

/// <summary>Finds structural bytes one by one: the definition that the vector paths must equal.</summary>
internal readonly struct ScalarBlock : IStructuralBlock
{
    public static void Find(ref byte first, CsvDialect dialect, out ulong delimiters, out ulong lineEnds, out ulong quotes)
    {
        delimiters = lineEnds = quotes = 0;
        for (int i = 0; i < 64; i++)
        {
            byte value = Unsafe.Add(ref first, i);
            delimiters |= value == dialect.Delimiter ? 1UL << i : 0;
            lineEnds |= value is CsvDialect.LineFeed or CsvDialect.CarriageReturn ? 1UL << i : 0;
            quotes |= value == dialect.Quote ? 1UL << i : 0;
        }
    }
}
