namespace Modelyard.Frames.Csv;

/// <summary>Finds the structural bytes among 64.</summary>
internal interface IStructuralBlock
{
    /// <summary>Gets one bit a byte for delimiters, for line feeds and carriage returns, and for quotes.</summary>
    static abstract void Find(ref byte first, CsvDialect dialect, out ulong delimiters, out ulong lineEnds, out ulong quotes);
}
