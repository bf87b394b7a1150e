using Modelyard.Metrics;
using Modelyard.Probability;

namespace Modelyard.Monitoring;

/// <summary>Gathers predictions whose truth is known by slices, such as those of each contract, and says whether errors are concentrated in some.</summary>
/// <remarks>Mergeable, as the tallies are. Slices of one column hold each row once; those of different columns overlap.</remarks>
public sealed class SlicedPerformance
{
    private readonly SortedDictionary<string, PerformanceTally> _slices = new(StringComparer.Ordinal);

    /// <summary>Initializes slices without rows.</summary>
    /// <param name="all">A tally without rows, such as <see cref="PerformanceTally.ForClasses"/> gives.</param>
    public SlicedPerformance(PerformanceTally all)
    {
        ArgumentNullException.ThrowIfNull(all);
        All = all.Empty();
    }

    /// <summary>Gets the tally of all rows.</summary>
    public PerformanceTally All { get; }

    /// <summary>Gets the tallies of the slices by their names, such as <c>contract=month</c>.</summary>
    public IReadOnlyDictionary<string, PerformanceTally> Slices => _slices;

    /// <summary>Takes in predictions whose truth has come.</summary>
    /// <param name="predictions">The predictions and their truth.</param>
    /// <param name="columns">The names of columns and the level of each row in them; null for a missing one.</param>
    /// <exception cref="ModelyardException">A column has not one level a row, or the predictions do not suit the tally.</exception>
    public void Add(Predictions predictions, IReadOnlyDictionary<string, IReadOnlyList<string?>> columns)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(columns);
        foreach ((string name, IReadOnlyList<string?> levels) in columns)
        {
            if (levels.Count != predictions.Count)
            {
                throw new ModelyardException($"The column '{name}' has '{levels.Count}' levels and there are '{predictions.Count}' predictions; there must be one level a row.");
            }
        }

        All.Add(predictions);
        foreach ((string name, IReadOnlyList<string?> levels) in columns)
        {
            foreach (IGrouping<string, int> slice in Enumerable.Range(0, levels.Count).GroupBy(row => levels[row] ?? "missing", StringComparer.Ordinal))
            {
                Slice($"{name}={slice.Key}").Add(predictions, [.. slice]);
            }
        }
    }

    /// <summary>Takes in what others have seen.</summary>
    /// <param name="other">The other slices, which stay as they are.</param>
    /// <exception cref="ModelyardException">They are of another model.</exception>
    public void Merge(SlicedPerformance other)
    {
        ArgumentNullException.ThrowIfNull(other);
        All.Merge(other.All);
        foreach ((string name, PerformanceTally tally) in other._slices)
        {
            Slice(name).Merge(tally);
        }
    }

    /// <summary>Finds the slices in which a model errs more than elsewhere.</summary>
    /// <param name="level">The share of false ones among those that are found, above 0 and below 1 (Benjamini and Hochberg).</param>
    /// <param name="leastEffect">By how many standard deviations of all losses the mean loss must exceed that of the other rows, 0 or greater: what is sure need not matter.</param>
    /// <param name="fewestRows">The least number of rows of a slice and of the others, at least 2.</param>
    /// <returns>The slices, the greatest effect first. Losses are log losses if there are probabilities, else wrong answers; of numbers, absolute errors.</returns>
    /// <exception cref="ModelyardException">A parameter is out of its range.</exception>
    public IReadOnlyList<SliceLoss> FindWorse(double level = 0.05, double leastEffect = 0.1, int fewestRows = 30)
    {
        if (!(level is > 0 and < 1) || !(leastEffect >= 0) || fewestRows < 2)
        {
            throw new ModelyardException($"The level is '{level}', the least effect '{leastEffect}' and the fewest rows '{fewestRows}'; they must lie between 0 and 1, be 0 or greater, and be 2 or greater.");
        }

        LossMoments all = All.Losses;
        double deviation = Math.Sqrt(all.Variance);
        SliceLoss[] judged =
        [
            .. _slices.Select(slice => (slice.Key, Own: slice.Value.Losses, Others: slice.Value.Losses.Without(all)))
                .Where(slice => slice.Own.Count >= fewestRows && slice.Others.Count >= fewestRows)
                .Select(slice => new SliceLoss(slice.Key, slice.Own.Count, slice.Own.Mean, slice.Others.Mean, deviation > 0 ? (slice.Own.Mean - slice.Others.Mean) / deviation : 0, slice.Own.ChanceAbove(slice.Others))),
        ];
        IReadOnlyList<double> adjusted = MultipleTests.BenjaminiHochberg([.. judged.Select(slice => slice.PValue)]);
        return [.. judged.Select((slice, i) => slice with { PValue = adjusted[i] }).Where(slice => slice.PValue <= level && slice.Effect >= leastEffect).OrderByDescending(slice => slice.Effect)];
    }

    private PerformanceTally Slice(string name)
    {
        if (!_slices.TryGetValue(name, out PerformanceTally? tally))
        {
            _slices.Add(name, tally = All.Empty());
        }

        return tally;
    }
}
