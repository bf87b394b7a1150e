namespace Modelyard.Data.Parquet;

/// <summary>The exception that is thrown when DuckDB refuses a statement.</summary>
internal sealed class DuckDbException : ModelyardException
{
    public DuckDbException()
    {
    }

    public DuckDbException(string message)
        : base(message)
    {
    }

    public DuckDbException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
