using Modelyard.Charts;

namespace Modelyard.Lifecycle.Challengers;

/// <summary>Says when a challenger takes the place of the version in production, and what keeps it from doing so.</summary>
public sealed record PromotionRule
{
    /// <summary>Gets when it does so without a person; by default never.</summary>
    public PromotionKind Kind { get; init; } = PromotionKind.Never;

    /// <summary>Gets the metric that decides; null for that of the recipe, or the default of the task.</summary>
    public string? Metric { get; init; }

    /// <summary>Gets the level that the p-value must be below, between 0 and 1.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>Gets by how much it must be better at least, in the unit of the metric, of <see cref="PromotionKind.Better"/>.</summary>
    public double Least { get; init; }

    /// <summary>Gets by how much it may be worse and still count as no worse, in the unit of the metric, of <see cref="PromotionKind.NoWorse"/>.</summary>
    public double Margin { get; init; }

    /// <summary>Gets the least number of labelled rows that both are compared on; with fewer a person decides.</summary>
    public int LeastRows { get; init; } = 100;

    /// <summary>Gets the columns by whose levels the two are compared besides.</summary>
    public IReadOnlyList<string> SliceColumns { get; init; } = [];

    /// <summary>Gets by how much it may be worse in any slice, in the unit of the metric; null if slices keep it from nothing.</summary>
    public double? WorstSlice { get; init; }

    /// <summary>Gets how many times as long it may take to answer one row; null if the time keeps it from nothing.</summary>
    public double? MostLatency { get; init; }

    /// <summary>Gets a value indicating whether it must read the very inputs that the version in production reads, so that no client need change.</summary>
    public bool SameInputs { get; init; } = true;

    /// <summary>Decides on a challenger.</summary>
    /// <param name="comparison">How the two did on the same rows.</param>
    /// <returns>What is done, and why.</returns>
    public PromotionDecision Decide(ChallengerComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return Doubts(comparison) is { Count: > 0 } doubts ? new PromotionDecision(PromotionOutcome.Wait, doubts)
            : Kind == PromotionKind.Never ? new PromotionDecision(PromotionOutcome.Wait, ["A person approves or rejects it."])
            : Holds(comparison, out string why) ? Guard(comparison, why)
            : new PromotionDecision(PromotionOutcome.Keep, [why]);
    }

    /// <summary>Says the rule in words.</summary>
    /// <returns>A part of a sentence.</returns>
    public override string ToString() => Kind switch
    {
        PromotionKind.Never => "a person approves",
        PromotionKind.Better => FormattableString.Invariant($"promoted if better{(Metric is null ? "" : $" by {Metric}")} with p < {Level}{(Least > 0 ? $" and by at least {Least}" : "")}"),
        _ => FormattableString.Invariant($"promoted if no worse than {Margin}{(Metric is null ? "" : $" by {Metric}")} with p < {Level}"),
    };

    internal void Check()
    {
        if (!(Level is > 0 and < 1))
        {
            throw new YardException($"The level of the promotion is '{Level}' and must be between 0 and 1.");
        }

        if (!(Least >= 0) || (Least > 0 && Kind != PromotionKind.Better))
        {
            throw new YardException($"The least gain is '{Least}'; it must be 0 or greater, and goes with a promotion of what is better.");
        }

        if (!(Margin >= 0) || (Kind == PromotionKind.NoWorse && !(Margin > 0)) || (Margin > 0 && Kind != PromotionKind.NoWorse))
        {
            throw new YardException($"The margin is '{Margin}'; it must be greater than 0 for a promotion of what is no worse, and goes with no other.");
        }

        if (LeastRows < 2)
        {
            throw new YardException($"The least number of rows to compare on is '{LeastRows}' and must be 2 or more.");
        }

        if (WorstSlice is < 0 or double.NaN || (WorstSlice is not null && SliceColumns.Count == 0))
        {
            throw new YardException($"What may be lost in a slice is '{WorstSlice}'; it must be 0 or greater, and goes with columns to slice by.");
        }

        if (MostLatency is <= 0 or double.NaN)
        {
            throw new YardException($"The greatest ratio of times is '{MostLatency}' and must be above 0, as in 1.5.");
        }
    }

    /// <summary>Tells why the comparison cannot be trusted to decide; nothing if it can.</summary>
    private List<string> Doubts(ChallengerComparison comparison)
    {
        var doubts = new List<string>();
        if (comparison.Fault is { } fault)
        {
            doubts.Add(fault);
        }
        else if (comparison.Rows < LeastRows)
        {
            doubts.Add($"There are '{comparison.Rows}' labelled rows that neither was learned from, and '{LeastRows}' are needed to decide.");
        }
        else if (!comparison.Deciding!.IsDefined)
        {
            doubts.Add($"The metric '{comparison.Deciding.Metric.Name}' is not defined on the rows that both are compared on.");
        }

        return doubts;
    }

    private bool Holds(ChallengerComparison comparison, out string why)
    {
        double gain = comparison.Gain, chance = comparison.Deciding!.Outcome.PValue, noWorse = comparison.Deciding.NoWorsePValue;
        string name = comparison.Deciding.Metric.Name;
        if (Kind == PromotionKind.Better)
        {
            bool isBetter = gain > 0 && chance < Level && gain >= Least;
            why = FormattableString.Invariant($"By {name} the challenger gains {gain:0.####} with p {Chance(chance, comparison.Deciding.Outcome.IsUpperBound)}; the rule wants {(Least > 0 ? $"{Least} or more" : "a gain")} with p below {Level}.{Others(comparison)}");
            return isBetter;
        }

        why = FormattableString.Invariant($"That the challenger is no worse than {Margin} by {name} has p {Chance(noWorse, false)}; the rule wants p below {Level}.{Others(comparison)}");
        return noWorse < Level;
    }

    private static string Chance(double value, bool isUpperBound) => NumberText.Chance(value, isUpperBound).Replace('\u00A0', ' ');

    /// <summary>Tells by which other metrics the challenger is shown to be worse; they decide nothing.</summary>
    private static string Others(ChallengerComparison comparison)
    {
        string[] worse = [.. comparison.Metrics.Skip(1).Where(one => one.Winner() < 0).Select(one => one.Metric.Name)];
        return worse.Length == 0 ? "" : $" It is worse by {string.Join(" and ", worse)}.";
    }

    /// <summary>Lets a person look at what holds by the metric and is held up by something else.</summary>
    private PromotionDecision Guard(ChallengerComparison comparison, string why)
    {
        var held = new List<string>();
        if (SameInputs)
        {
            held.AddRange(comparison.InputChanges);
        }

        held.AddRange(comparison.Slices.Where(slice => WorstSlice is { } most && slice.Gain < -most).Select(slice =>
            FormattableString.Invariant($"Where {slice.Slice} ({slice.Rows} rows) the challenger loses {-slice.Gain:0.####}, and may lose {WorstSlice} at most.")));
        if (MostLatency is { } ratio && !(comparison.LatencyRatio <= ratio))
        {
            held.Add(FormattableString.Invariant($"The challenger takes {comparison.LatencyRatio:0.##} times as long to answer a row, and may take {ratio} times as long."));
        }

        return held.Count == 0 ? new PromotionDecision(PromotionOutcome.Promote, [why]) : new PromotionDecision(PromotionOutcome.Wait, [why, .. held]);
    }
}
