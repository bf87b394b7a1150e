namespace Modelyard.Frames.Csv;

/// <summary>Represents what the head of a file tells.</summary>
/// <param name="Dialect">The structural bytes.</param>
/// <param name="Names">The names of the columns.</param>
/// <param name="FirstRow">The offset of the first row of data.</param>
/// <param name="HasByteOrderMark">True if the file begins with a byte order mark of UTF-8.</param>
internal sealed record CsvLayout(CsvDialect Dialect, string[] Names, long FirstRow, bool HasByteOrderMark);
