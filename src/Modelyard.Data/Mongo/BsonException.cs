namespace Modelyard.Data.Mongo;

/// <summary>The exception that is thrown when a document is no BSON.</summary>
internal sealed class BsonException : ModelyardException
{
    public BsonException()
    {
    }

    public BsonException(string message)
        : base(message)
    {
    }

    public BsonException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
