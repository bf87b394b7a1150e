namespace Modelyard.Frames.Csv;

/// <summary>Represents the bytes that give a file of delimited text its structure.</summary>
/// <param name="Delimiter">The byte between fields.</param>
/// <param name="Quote">The byte around fields; a line feed, which no field begins with, if none is.</param>
internal readonly record struct CsvDialect(byte Delimiter, byte Quote)
{
    internal const byte LineFeed = (byte)'\n';
    internal const byte CarriageReturn = (byte)'\r';

    public bool HasQuote => Quote != LineFeed;

    public bool IsStructural(byte value) => value == Delimiter || value == LineFeed || value == CarriageReturn;

    public bool IsQuote(byte value) => value == Quote && HasQuote;
}
