using Modelyard.Lifecycle.Training;

namespace Modelyard.Lifecycle.Challengers;

/// <summary>Says what a challenger is made of, which rows it is compared on, and when it is promoted.</summary>
public sealed record RetrainingPlan
{
    /// <summary>Gets the rows.</summary>
    public RetrainingSource Source { get; init; } = new();

    /// <summary>Gets the share of the newer rows that is held out to compare on: the latest ones if the rows have a time, else drawn at random.</summary>
    public double HoldOutShare { get; init; } = 0.2;

    /// <summary>Gets the span of the latest rows that is held out in place of a share; null for the share.</summary>
    public TimeSpan? HoldOutLast { get; init; }

    /// <summary>Gets when the challenger takes the place of the version in production.</summary>
    public PromotionRule Promotion { get; init; } = new();

    /// <summary>Gets the greatest number of threads; null for all processors.</summary>
    public int? Threads { get; init; }

    internal void Check()
    {
        Source.Check();
        Promotion.Check();
        if (!(HoldOutShare is > 0 and < 1))
        {
            throw new YardException($"The share that is held out is '{HoldOutShare}' and must be between 0 and 1.");
        }

        if (HoldOutLast <= TimeSpan.Zero)
        {
            throw new YardException($"The span that is held out is '{HoldOutLast}' and must be longer than 0.");
        }

        if (Threads < 1)
        {
            throw new YardException($"The number of threads is '{Threads}' and must be 1 or more.");
        }
    }
}
