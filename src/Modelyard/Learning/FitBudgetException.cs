namespace Modelyard.Learning;

/// <summary>Represents the end of a fit's time budget before there was any model to return.</summary>
public sealed class FitBudgetException : ModelyardException
{
    /// <summary>Initializes the fault without a message.</summary>
    public FitBudgetException()
    {
    }

    /// <summary>Initializes the fault.</summary>
    /// <param name="message">One or more full sentences for the user.</param>
    public FitBudgetException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes the fault with its cause.</summary>
    /// <param name="message">One or more full sentences for the user.</param>
    /// <param name="innerException">The cause.</param>
    public FitBudgetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
