using Modelyard.Catalogue;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Training;

/// <summary>Lists what is compared for a table: estimators with the hyperparameters they start from and the preparation that suits them.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="isTimed">Whether the search is bounded by time: a sample of the rows may then grow as long as there is time.</param>
internal sealed class CandidateList(TrainingOptions options, bool isTimed)
{
    // What a kernel machine learns from these rows shows within a second or two whether more are worth their time.
    private const int FirstSample = 5_000;
    private const int OnlySample = 10_000;
    private const int LeastLevelsForCodes = 3;

    /// <summary>Lists the candidates: the first start of each estimator before the second of any; the first alone if nothing is to be tried out.</summary>
    /// <remarks>What learns from a sample costs little at first and may be the best of all: it comes before what may use up the time on all rows.</remarks>
    internal IEnumerable<Candidate> Of(Dataset train) => Estimators(train)
        .SelectMany(entry => Starts(entry, train).Select((start, turn) => (Turn: turn, Candidate: start with { IsVariant = turn > 0, SampleRows = SampleRows(entry, train), IsSampled = SampleRows(entry, train) is not null })))
        .OrderBy(start => start.Turn)
        .ThenByDescending(start => start.Candidate.IsBaseline)
        .ThenByDescending(start => start.Candidate.SampleRows is not null)
        .Select(start => start.Candidate);

    private IEnumerable<Candidate> Starts(EstimatorEntry entry, Dataset train)
    {
        IReadOnlyList<IEstimator> own = HasTexts(train) && entry.TextStarts.Count > 0 ? entry.TextStarts : entry.Starts;
        IEnumerable<Candidate> starts = own.Select(start => new Candidate(start, PreparationPlan.For(train, start.Traits)));
        if (options.Trials == 0)
        {
            return starts.Take(1);
        }

        // Codes of two levels say what the levels themselves say.
        return entry.StartOfCodes is { } coded && train.Schema.Any(feature => feature.IsCategorical && feature.Levels.Count >= LeastLevelsForCodes)
            ? starts.Append(new Candidate(coded, PreparationPlan.For(train, coded.Traits, codes: true)))
            : starts;
    }

    /// <summary>Gets the rows of a sample: small at first where it may grow with time; none if a stated amount of work is asked of a named estimator.</summary>
    private int? SampleRows(EstimatorEntry entry, Dataset train) =>
        isTimed && entry.MostRows < int.MaxValue && train.RowCount > 2 * FirstSample ? FirstSample
        : train.RowCount > entry.MostRows && options.Candidates.Count == 0 ? OnlySample
        : null;

    private static bool HasTexts(Dataset train) => train.Schema.Any(feature => feature.Kind == FeatureKind.Text);

    private IEnumerable<EstimatorEntry> Estimators(Dataset train)
    {
        if (options.Candidates.Count == 0)
        {
            return EstimatorCatalogue.All.Where(entry => entry.Task == train.Task && (HasTexts(train) ? entry.IsTextCandidate : entry.IsCandidate));
        }

        EstimatorEntry[] named = [.. options.Candidates.Select(EstimatorCatalogue.Find)];
        return Array.Find(named, entry => entry.Task != train.Task) is { } wrong
            ? throw new ModelyardException($"The candidate '{wrong.Name}' is for {wrong.Task} and the target '{train.TargetName}' is for {train.Task}.")
            : named;
    }
}
