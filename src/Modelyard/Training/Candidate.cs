using Modelyard.Learning;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Training;

/// <summary>Represents an estimator that may be chosen, with the preparation that suits it.</summary>
/// <param name="Estimator">The estimator.</param>
/// <param name="Preparation">The preparation of the inputs.</param>
/// <param name="IsVariant">Whether it is another start of an estimator that is compared anyway, to be left out where time is short.</param>
public sealed record Candidate(IEstimator Estimator, PreparationPlan Preparation, bool IsVariant = false)
{
    /// <summary>Gets the name of the estimator, as in <c>GradientBoostingClassifier</c>.</summary>
    public string Name => Estimator.GetType().Name;

    /// <summary>Gets the number of rows that it learns from at most, drawn at random from a larger table; null for all.</summary>
    public int? SampleRows { get; init; }

    /// <summary>Gets a value indicating whether its time grows so much faster than the rows that it learns from a sample, which may have grown to all rows.</summary>
    public bool IsSampled { get; init; }

    /// <summary>Gets the preparation and the estimator as one.</summary>
    public IEstimator Pipeline => SampleRows is { } rows ? new RowSample(Whole, rows) : Whole;

    /// <summary>Gets what is done to the rows, in full sentences.</summary>
    public IReadOnlyList<string> Sentences => SampleRows is { } rows
        ? [$"At most {rows:N0} rows, drawn at random, are learned from.", .. Preparation.Sentences]
        : Preparation.Sentences;

    /// <summary>Gets a value indicating whether it looks at the target alone, never at the inputs: a yardstick, not a choice.</summary>
    public bool IsBaseline => Name.StartsWith("Baseline", StringComparison.Ordinal);

    private Pipeline Whole => new(Preparation.Steps, Estimator);
}
