using Modelyard.Learning;

namespace Modelyard.Training;

/// <summary>Says how a table is to be turned into a model.</summary>
public sealed record TrainingOptions
{
    /// <summary>Gets the name of the column to predict.</summary>
    public required string Target { get; init; }

    /// <summary>Gets what is predicted; null to decide by the cells of the target.</summary>
    public TaskKind? Task { get; init; }

    /// <summary>Gets the metric to optimise, as <see cref="Evaluation.MetricText"/> reads it: a name, <c>cost(…)</c> or an expression; null for the default of the task.</summary>
    public string? Metric { get; init; }

    /// <summary>Gets the time that the search may take. Without <see cref="Trials"/> it is 60 seconds unless it is set.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Gets the number of drawn hyperparameter sets to try: a stated amount of work in place of time, which makes the result repeatable to the bit.</summary>
    public int? Trials { get; init; }

    /// <summary>Gets the names of the estimators to compare; empty for all that suit the task.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>Gets the names of columns not to use.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Gets the names of columns to read word by word, besides those whose cells look like texts.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Gets the share of the rows that are kept apart to test the chosen model once.</summary>
    public double TestShare { get; init; } = 0.2;

    /// <summary>Gets the name of a column whose equal cells must not be parted by a split; null if rows are independent.</summary>
    public string? Group { get; init; }

    /// <summary>Gets the name of a column that orders the rows in time, so that the later ones are tested; null if time does not matter.</summary>
    public string? Time { get; init; }

    /// <summary>Gets the chance that the interval of a predicted number, or the set of classes, holds the truth, above 0 and below 1; null for neither. A quarter of the rows is then not learned from.</summary>
    public double? Coverage { get; init; }

    /// <summary>Gets the name of a column within each of whose values the chance is to hold, of <see cref="Coverage"/>; null for on average over all rows. A value of too few rows takes the errors of all.</summary>
    public string? CoverageGroups { get; init; }

    /// <summary>Gets the seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets a value indicating whether a weighted vote of the best may be chosen.</summary>
    public bool Vote { get; init; } = true;

    /// <summary>Gets a value indicating whether the chosen recipe is fitted once more on all rows, those of the test included, after the test.</summary>
    public bool RefitOnAll { get; init; } = true;

    /// <summary>Gets the greatest number of threads.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;
}
