namespace Modelyard;

/// <summary>Represents a fault that is the user's to mend: bad data, a bad value, a request that cannot be met.</summary>
/// <remarks>The message says what was wrong, where, what was expected and what to do; programs show it as it is, without a stack trace.</remarks>
public class ModelyardException : Exception
{
    /// <summary>Initializes a fault without a message.</summary>
    public ModelyardException()
    {
    }

    /// <summary>Initializes a fault.</summary>
    /// <param name="message">One or more full sentences for the user.</param>
    public ModelyardException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a fault that another one caused.</summary>
    /// <param name="message">One or more full sentences for the user.</param>
    /// <param name="innerException">The cause.</param>
    public ModelyardException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
