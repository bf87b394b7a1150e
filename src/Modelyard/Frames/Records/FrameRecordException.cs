using System.Text;
using Modelyard.Frames.Validation;

namespace Modelyard.Frames;

/// <summary>The exception that is thrown when a table does not fit a record of C#, or records do not fit a table.</summary>
public sealed class FrameRecordException : ModelyardException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="subject">What does not fit what, as the beginning of a sentence: <c>The table does not fit the record 'Flight'</c>.</param>
    /// <param name="failures">The failures, at least one: those of each column together.</param>
    /// <param name="failureCount">The number of all failures, which may exceed those listed.</param>
    public FrameRecordException(string subject, IReadOnlyList<ValidationFailure> failures, long failureCount)
        : base(Describe(subject, failures, failureCount))
    {
        Failures = failures;
        FailureCount = failureCount;
    }

    /// <summary>Gets the failures, each with row, column, code and a sentence: the first of each column.</summary>
    public IReadOnlyList<ValidationFailure> Failures { get; }

    /// <summary>Gets the number of failures, all of them.</summary>
    public long FailureCount { get; }

    private static string Describe(string subject, IReadOnlyList<ValidationFailure> failures, long failureCount)
    {
        ArgumentNullException.ThrowIfNull(failures);
        if (failures.Count == 1 && failureCount == 1)
        {
            return $"{subject}: {failures[0]}";
        }

        var text = new StringBuilder();
        text.Append(FormattableString.Invariant($"{subject}: {failureCount:N0} failures."));
        foreach (ValidationFailure failure in failures)
        {
            text.Append("\n  ").Append(failure);
        }

        if (failureCount > failures.Count)
        {
            text.Append(FormattableString.Invariant($"\n  and {failureCount - failures.Count:N0} more"));
        }

        return text.ToString();
    }
}
