namespace Modelyard.Numerics;

/// <summary>Represents the finding that a symmetric matrix is not positive definite.</summary>
public sealed class NotPositiveDefiniteException : ArithmeticException
{
    /// <summary>Initializes the exception.</summary>
    public NotPositiveDefiniteException()
        : this(0, double.NaN)
    {
    }

    /// <summary>Initializes the exception with a message.</summary>
    /// <param name="message">What is wrong.</param>
    public NotPositiveDefiniteException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes the exception with a message and a cause.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public NotPositiveDefiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes the exception with the pivot that failed.</summary>
    /// <param name="index">The zero-based row of the pivot.</param>
    /// <param name="pivot">The pivot.</param>
    public NotPositiveDefiniteException(int index, double pivot)
        : base($"The matrix is not positive definite: pivot '{index}' is '{pivot}' and must be greater than 0. A column may be a sum of others; add a penalty, or solve by QR.")
    {
        Index = index;
        Pivot = pivot;
    }

    /// <summary>Gets the zero-based row of the pivot that failed.</summary>
    public int Index { get; }

    /// <summary>Gets the pivot that failed.</summary>
    public double Pivot { get; }
}
