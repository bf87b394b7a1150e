namespace Modelyard.Frames.Validation;

/// <summary>The exception that is thrown when a table or a record breaks its schema.</summary>
public sealed class ValidationException : ModelyardException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="report">What was found.</param>
    public ValidationException(ValidationReport report)
        : base(report?.ToString() ?? throw new ArgumentNullException(nameof(report))) => Report = report;

    /// <summary>Gets what was found.</summary>
    public ValidationReport Report { get; }
}
