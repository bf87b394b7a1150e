using Modelyard.Charts;

namespace Modelyard.Lifecycle.Training;

/// <summary>Says which rows a version is made of anew: files, a query of a database, or the log of predictions with the labels that came.</summary>
/// <remarks>If nothing is named it is the log of the model if that has labels, else the file of the run that made the version.</remarks>
public sealed record RetrainingSource
{
    /// <summary>Gets the paths of files; <c>*</c> and <c>?</c> in the last part of one stand for any characters and for one. Of several files the rows come below each other.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Gets how many of the files are taken, those that were written last; null takes all.</summary>
    public int? Newest { get; init; }

    /// <summary>Gets the address of a database, as in <c>env:WAREHOUSE</c>; null for none. Best name a variable that holds it, as addresses may hold passwords.</summary>
    public string? Database { get; init; }

    /// <summary>Gets the query of the database, in its own SQL.</summary>
    public string? Query { get; init; }

    /// <summary>Gets a value indicating whether the rows are those of the log whose true labels are known.</summary>
    public bool IsLog { get; init; }

    /// <summary>Gets how far the log is read back from its last labelled prediction; null for all of it.</summary>
    public TimeSpan? Last { get; init; }

    /// <summary>Gets a value indicating whether the table that the version in production was learned from comes in front, if it is still as it was.</summary>
    public bool WithOld { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string what = Files.Count > 0 ? string.Join(", ", Files) + (Newest is { } newest ? $", the newest {NumberText.Counted(newest, "file")}" : "")
            : Query is not null ? $"a query of {Database![..Math.Max(0, Database!.IndexOf(':', StringComparison.Ordinal))]}"
            : IsLog ? $"the labelled log{(Last is { } last ? $" of the last {last.TotalDays:0.##} days" : "")}"
            : "the labelled log, or the file of the run";
        return WithOld ? $"{what}, with the old training data" : what;
    }

    internal void Check()
    {
        if ((Files.Count > 0 ? 1 : 0) + (Database is not null || Query is not null ? 1 : 0) + (IsLog ? 1 : 0) > 1)
        {
            throw new YardException("The rows come from files, from a database or from the log; name one of them.");
        }

        if (Database is null != Query is null)
        {
            throw new YardException("A database and a query go together: give both or neither.");
        }

        if (Newest is < 1 || (Newest is not null && Files.Count == 0))
        {
            throw new YardException($"The number of newest files is '{Newest}'; it must be 1 or more, and go with files.");
        }

        if (Last is not null && !IsLog)
        {
            throw new YardException("How far back rows are taken goes with the log; of files and queries all rows are taken.");
        }

        if (Last <= TimeSpan.Zero)
        {
            throw new YardException($"The log is read '{Last}' back and must be read back for longer than 0.");
        }
    }
}
