namespace Modelyard.Data.Parquet.Format;

/// <summary>The exception that is thrown when the bytes of a Parquet file are not what its format says; whoever knows the file and the column names them.</summary>
internal sealed class ParquetFormatException : ModelyardException
{
    public ParquetFormatException()
    {
    }

    public ParquetFormatException(string message)
        : base(message)
    {
    }

    public ParquetFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the column that it happened in; null if it is about the file as a whole.</summary>
    public string? Column { get; init; }

    /// <summary>Gets a value indicating whether the bytes end too early, so that more of them might mend it.</summary>
    public bool IsShort { get; init; }
}
