using Modelyard.Learning;
using Modelyard.Selection.Search;

namespace Modelyard.Training.Search;

/// <summary>Says how the hyperparameters of estimators are to be searched for a table.</summary>
public sealed record TunerOptions
{
    /// <summary>Gets the name of the column to predict.</summary>
    public required string Target { get; init; }

    /// <summary>Gets the estimators, by name, possibly with settings that stay as they are: <c>Ridge</c>, <c>Svc(Tolerance=0.01)</c>. Of several the search chooses.</summary>
    public required IReadOnlyList<string> Estimators { get; init; }

    /// <summary>Gets changes of the search space, as in <c>Alpha=log(1e-4,10)</c>.</summary>
    public IReadOnlyList<string> Spaces { get; init; } = [];

    /// <summary>Gets what points must meet, as in <c>MinSamplesLeaf &lt;= MaxDepth</c>.</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>Gets the names of the metrics, the one that chooses first; empty for the default of the task.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Gets how points are chosen.</summary>
    public SearchMethod Method { get; init; }

    /// <summary>Gets the number of trials; null for 50 unless <see cref="Budget"/> is set, and for all points of a grid.</summary>
    public int? Trials { get; init; }

    /// <summary>Gets the time that the search may take; null for no limit.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Gets the number of points that are chosen and tried at once.</summary>
    public int TrialsAtOnce { get; init; } = 2;

    /// <summary>Gets the number of folds, 2 or more.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Gets what trials get less of at first in halving, Hyperband and ASHA.</summary>
    public SearchResource Resource { get; init; } = SearchResource.Rows;

    /// <summary>Gets the name of the hyperparameter that is the resource, as <c>Iterations</c>, if one is.</summary>
    public string ResourceName { get; init; } = "";

    /// <summary>Gets a value indicating whether a trial that is worse than most others after some folds is given up.</summary>
    public bool Prune { get; init; } = true;

    /// <summary>Gets a value indicating whether a Bayesian search ends when little is to be gained.</summary>
    public bool StopsEarly { get; init; } = true;

    /// <summary>Gets the number of outer folds of a nested cross-validation, which says without favour how good such a search is; 0 for none.</summary>
    public int NestedFolds { get; init; }

    /// <summary>Gets the names of columns not to use.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Gets the names of columns to read word by word, besides those whose cells look like texts.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Gets the share of the rows that are kept apart to test the chosen settings once.</summary>
    public double TestShare { get; init; } = 0.2;

    /// <summary>Gets the name of a column whose equal cells must not be parted by a split; null if rows are independent.</summary>
    public string? Group { get; init; }

    /// <summary>Gets the name of a column that orders the rows in time, so that the later ones are tested; null if time does not matter.</summary>
    public string? Time { get; init; }

    /// <summary>Gets a value indicating whether the chosen settings are fitted once more on all rows after the test.</summary>
    public bool RefitOnAll { get; init; } = true;

    /// <summary>Gets the chance that the interval of a predicted number, or the set of classes, holds the truth, above 0 and below 1; null for neither. A quarter of the rows is then not learned from.</summary>
    public double? Coverage { get; init; }

    /// <summary>Gets the name of a column within each of whose values the chance is to hold, of <see cref="Coverage"/>; null for on average over all rows. A value of too few rows takes the errors of all.</summary>
    public string? CoverageGroups { get; init; }

    /// <summary>Gets the seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the greatest number of threads.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    internal TrainingOptions ForTable(TaskKind task) => new()
    {
        Target = Target,
        Task = task,
        Exclude = Exclude,
        Texts = Texts,
        TestShare = TestShare,
        Group = Group,
        Time = Time,
        Seed = Seed,
        Parallelism = Parallelism,
    };
}
