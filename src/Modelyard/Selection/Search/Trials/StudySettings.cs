namespace Modelyard.Selection.Search;

/// <summary>Says how a search is done.</summary>
public sealed record StudySettings
{
    /// <summary>Gets how points are chosen.</summary>
    public ISearchStrategy Strategy { get; init; } = new GaussianProcessSearch();

    /// <summary>Gets the number of trials, 1 or more; null for as many as the time allows.</summary>
    public int? Trials { get; init; } = 50;

    /// <summary>Gets the time that the search may take; null for no limit. With a limit, how many trials there are depends on the machine.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Gets the number of points that are chosen and tried at once, 1 or more: a part of the search, whose result it changes, unlike the number of threads.</summary>
    public int TrialsAtOnce { get; init; } = 2;

    /// <summary>Gets the rule by which bad trials are given up; null if none are.</summary>
    public MedianPruning? Pruning { get; init; }

    /// <summary>Gets the rule by which the search ends when little is to be gained; null for the whole budget.</summary>
    public EarlyStop? EarlyStop { get; init; }

    /// <summary>Gets points that are tried first, in order, as settings that are known to be good; the first of them counts as the default.</summary>
    public IReadOnlyList<SearchPoint> First { get; init; } = [];

    /// <summary>Gets the seed of all random numbers.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the greatest number of threads, which changes no result.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="ModelyardException">One is out of its range, or nothing limits the search.</exception>
    internal void Check()
    {
        if (Trials is < 1)
        {
            throw new ModelyardException($"The number of trials is '{Trials}' and must be 1 or greater.");
        }

        if (TrialsAtOnce < 1)
        {
            throw new ModelyardException($"The number of trials at once is '{TrialsAtOnce}' and must be 1 or greater.");
        }

        if (Pruning is { } pruning && (!(pruning.Share is > 0 and < 1) || pruning.StartupTrials < 1 || pruning.LeastSteps < 1))
        {
            throw new ModelyardException($"The pruning gives up what is worse than a share of '{pruning.Share}' of '{pruning.StartupTrials}' others after '{pruning.LeastSteps}' steps; the share must be between 0 and 1, the numbers 1 or greater.");
        }
    }
}
