namespace Modelyard.Lifecycle;

/// <summary>Represents a fault of the yard that is the user's to mend: a name that is not there, a folder that cannot be written, a damaged file.</summary>
public sealed class YardException : ModelyardException
{
    /// <summary>Initializes a fault without a message.</summary>
    public YardException()
    {
    }

    /// <summary>Initializes a fault.</summary>
    /// <param name="message">One or more full sentences for the user.</param>
    public YardException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a fault that another one caused.</summary>
    /// <param name="message">One or more full sentences for the user.</param>
    /// <param name="innerException">The cause.</param>
    public YardException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
