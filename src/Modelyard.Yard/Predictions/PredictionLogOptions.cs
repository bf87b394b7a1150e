namespace Modelyard.Lifecycle.Predictions;

/// <summary>Says what a log of predictions keeps, and for how long.</summary>
public sealed record PredictionLogOptions
{
    /// <summary>Gets the share of requests that is kept, above 0 up to 1. Which ones are kept depends on their identifiers alone.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Gets what is redacted; of several rules for a column the first counts.</summary>
    public IReadOnlyList<RedactionRule> Redactions { get; init; } = [];

    /// <summary>Gets the longest time between an answer and its record's being on the disk; a record is out of reach of the death of its process before that, from the answer on.</summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets the length from which on a journal is closed, to be sealed as a table, in bytes.</summary>
    public long JournalBytes { get; init; } = 64 << 20;

    /// <summary>Gets the age from which on a journal is closed; one is also closed when the day ends, in UTC.</summary>
    public TimeSpan JournalAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Gets how long the rows of days are kept; null for ever. What was added up of them stays: <see cref="PredictionLog.RollUps"/>.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Gets how long the files of a day that is over are left as they are before they are put together as one, in the order of time and each row once; a day that is still added to is not put together again and again.</summary>
    public TimeSpan MergeAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ModelyardException">A value is out of its range.</exception>
    internal void Check()
    {
        if (!(Share > 0 && Share <= 1))
        {
            throw new ModelyardException($"The share of requests that is logged is '{Share}' and must be above 0 and at most 1.");
        }

        if (SyncInterval <= TimeSpan.Zero || JournalBytes < 1 || JournalAge <= TimeSpan.Zero || Retention <= TimeSpan.Zero || MergeAge < TimeSpan.Zero)
        {
            throw new ModelyardException("The times and the length that a log of predictions is given must be greater than 0, and the time until days are put together 0 or greater.");
        }
    }
}
