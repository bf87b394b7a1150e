using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Selection;

namespace Modelyard.Training;

/// <summary>Represents how a candidate has done so far: the folds it was scored on, more of them the better it looks.</summary>
internal sealed class CandidateScores(Candidate candidate, bool isTuned)
{
    private const double Equal = 1e-12;

    // Only called for where labels were scored, whose folds hold probabilities.
    private static readonly IMetric TieBreak = MetricCatalogue.Find("brier", TaskKind.Classification);

    private readonly List<FoldResult> _folds = [];

    internal Candidate Candidate { get; } = candidate;

    /// <summary>Gets a value indicating whether its hyperparameters were drawn, not the defaults.</summary>
    internal bool IsTuned { get; } = isTuned;

    internal IReadOnlyList<FoldResult> Folds => _folds;

    internal string? Note { get; set; }

    /// <summary>Gets or sets the time after which a fit returned the model that it had so far, the more the longer it had been let; null if none was cut short.</summary>
    internal TimeSpan? CutShortAfter { get; set; }

    internal double Score => _folds.Average(fold => fold.Score);

    /// <summary>Gets the sample standard deviation of the scores of the folds; NaN for one fold.</summary>
    internal double Deviation => FoldStatistics.Deviation(_folds.ConvertAll(fold => fold.Score));

    internal double FitSeconds => _folds.Average(fold => fold.FitTime.TotalSeconds);

    internal void Add(FoldResult result) => _folds.Add(result);

    internal double ScoreOn(int folds) => _folds.Take(folds).Average(fold => fold.Score);

    /// <summary>Says whether this evaluation is better than another one on the folds that both were scored on; of equally many right labels, the better probabilities.</summary>
    internal bool IsBetterThan(CandidateScores other, IMetric metric)
    {
        int common = Math.Min(_folds.Count, other._folds.Count);
        double own = ScoreOn(common), theirs = other.ScoreOn(common);
        if (Math.Abs(own - theirs) <= Equal && metric.ScoresLabels)
        {
            return BrierOn(common) < other.BrierOn(common) - Equal;
        }

        return double.IsNaN(theirs) ? !double.IsNaN(own) : metric.HigherIsBetter ? own > theirs : own < theirs;
    }

    private double BrierOn(int folds) => _folds.Take(folds).Average(fold => TieBreak.Score(fold.Predictions));

    /// <summary>Puts the best first; equals stay in their order.</summary>
    internal static List<CandidateScores> Rank(IEnumerable<CandidateScores> evaluations, IMetric metric)
    {
        var ranked = new List<CandidateScores>();
        foreach (CandidateScores evaluation in evaluations.Where(evaluation => evaluation.Folds.Count > 0))
        {
            int at = ranked.FindIndex(other => evaluation.IsBetterThan(other, metric));
            ranked.Insert(at < 0 ? ranked.Count : at, evaluation);
        }

        return ranked;
    }
}
