namespace Modelyard.Conformance;

/// <summary>Represents a promise of the contract that a learner breaks.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Initializes the fault without a message.</summary>
    public ConformanceException()
    {
    }

    /// <summary>Initializes the fault.</summary>
    /// <param name="message">What broke, on what data.</param>
    public ConformanceException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes the fault with its cause.</summary>
    /// <param name="message">What broke, on what data.</param>
    /// <param name="innerException">The cause.</param>
    public ConformanceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
