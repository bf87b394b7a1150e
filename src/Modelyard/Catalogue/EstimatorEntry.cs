using Modelyard.Learning;

namespace Modelyard.Catalogue;

/// <summary>Represents one estimator of the library: its name, what it is for, and its defaults.</summary>
/// <param name="Summary">What it does, in one sentence.</param>
/// <param name="Default">The estimator with its default hyperparameters.</param>
/// <param name="IsCandidate">Whether a training compares it unless told otherwise.</param>
public sealed record EstimatorEntry(string Summary, IEstimator Default, bool IsCandidate = true)
{
    /// <summary>Gets the hyperparameters from which a training starts, the first always, the others where there is time; the defaults unless tables call for others.</summary>
    public IReadOnlyList<IEstimator> Starts { get; init; } = [Default];

    /// <summary>Gets the hyperparameters from which a training starts on tables with texts, in place of <see cref="Starts"/>; empty if those suit them too.</summary>
    public IReadOnlyList<IEstimator> TextStarts { get; init; } = [];

    /// <summary>Gets a value indicating whether a training compares it on tables with texts, whose words are thousands of features, unless told otherwise.</summary>
    public bool IsTextCandidate { get; init; } = IsCandidate;

    /// <summary>Gets the number of rows above which a fit takes longer than it is worth, so that a training lets it learn from a sample of the rows.</summary>
    public int MostRows { get; init; } = int.MaxValue;

    /// <summary>Gets a start that reads categories as the positions of their levels; null if none is worth it. Where levels are many for the rows, splits of sets of them say too much of the rows they were found on.</summary>
    public IEstimator? StartOfCodes { get; init; }

    /// <summary>Gets the name, as in <c>RandomForestClassifier</c>.</summary>
    public string Name => Default.GetType().Name;

    /// <summary>Gets the paper or book that it follows.</summary>
    public string Source => EstimatorSources.Of(Name);

    /// <summary>Gets what it predicts.</summary>
    public TaskKind Task => Default.Task;

    /// <summary>Gets a value indicating whether it learns several targets at once.</summary>
    public bool SeveralTargets => Default is IMultiTargetEstimator;

    /// <summary>Gets a value indicating whether it learns from streams larger than memory.</summary>
    public bool Streams => Default is IStreamingEstimator;

    /// <summary>Gets its hyperparameters.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters => Learning.Hyperparameters.Of(Default);
}
