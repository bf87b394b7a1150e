using System.Text;

namespace Modelyard.Frames;

/// <summary>The exception that is thrown when a file cannot be read as a table.</summary>
public sealed class FrameFormatException : ModelyardException
{
    private readonly long _total;
    private readonly string _advice;

    /// <summary>Initializes the exception for one problem of the file as a whole.</summary>
    /// <param name="source">The path of the file, or what else the table was read from.</param>
    /// <param name="message">What is wrong, and how to mend it.</param>
    /// <param name="inner">The cause, if another exception told of it.</param>
    public FrameFormatException(string source, string message, Exception? inner = null)
        : base($"{source}: {message}", inner)
    {
        SourceName = source;
        Problems = [new FrameProblem(0, null, message)];
        _total = 1;
        _advice = string.Empty;
    }

    /// <summary>Initializes the exception for the problems that were found.</summary>
    /// <param name="source">The path of the file, or what else the table was read from.</param>
    /// <param name="problems">The problems, at least one, in the order of the file.</param>
    /// <param name="total">The number of problems in the file, which may exceed those listed.</param>
    /// <param name="advice">How to mend them.</param>
    public FrameFormatException(string source, IReadOnlyList<FrameProblem> problems, long total, string advice)
        : base(Describe(source, problems, total, advice))
    {
        SourceName = source;
        Problems = problems;
        _total = total;
        _advice = advice;
    }

    private FrameFormatException(string source, FrameFormatException inner)
        : base(Describe(source, inner.Problems, inner._total, inner._advice), inner)
    {
        SourceName = source;
        Problems = inner.Problems;
        _total = inner._total;
        _advice = inner._advice;
    }

    /// <summary>Gets the path of the file, or what else the table was read from.</summary>
    public string SourceName { get; }

    /// <summary>Gets the problems, in the order of the file.</summary>
    public IReadOnlyList<FrameProblem> Problems { get; }

    /// <summary>Creates the exception for the same problems of a file that was read from a copy.</summary>
    /// <param name="source">What the copy was made of.</param>
    internal FrameFormatException Of(string source) => new(source, this);

    private static string Describe(string source, IReadOnlyList<FrameProblem> problems, long total, string advice)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (problems.Count == 1 && total == 1)
        {
            return $"{source}: {problems[0]} {advice}".TrimEnd();
        }

        var text = new StringBuilder();
        text.Append(FormattableString.Invariant($"{source} has {total:N0} problems. {advice}").TrimEnd());
        foreach (FrameProblem problem in problems)
        {
            text.Append("\n  ").Append(problem);
        }

        if (total > problems.Count)
        {
            text.Append(FormattableString.Invariant($"\n  and {total - problems.Count:N0} more"));
        }

        return text.ToString();
    }
}
