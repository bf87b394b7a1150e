namespace Modelyard.Learning;

/// <summary>Represents a model file that cannot be read: damaged, hostile, or of an unknown version.</summary>
public sealed class ModelFormatException : ModelyardException
{
    /// <summary>Initializes the fault without a message.</summary>
    public ModelFormatException()
    {
    }

    /// <summary>Initializes the fault.</summary>
    /// <param name="message">One or more full sentences for the user.</param>
    public ModelFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes the fault with its cause.</summary>
    /// <param name="message">One or more full sentences for the user.</param>
    /// <param name="innerException">The cause.</param>
    public ModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
