using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents from when to when timestamps reach, and of which cycles they have more than one phase.</summary>
internal sealed class CycleSpans : IMergeable<CycleSpans>
{
    private readonly bool[] _chosen;
    private readonly ValueVariation _phases;

    // The days to the end of the month, which are the same of all month ends.
    private readonly ValueVariation _ends;
    private readonly double[] _earliest;
    private readonly double[] _latest;

    internal CycleSpans(bool[] chosen)
    {
        _chosen = chosen;
        _phases = new ValueVariation(chosen.Length, DateCycle.All.Length);
        _ends = new ValueVariation(chosen.Length, 1);
        _earliest = new double[chosen.Length];
        _latest = new double[chosen.Length];
        Array.Fill(_earliest, double.PositiveInfinity);
        Array.Fill(_latest, double.NegativeInfinity);
    }

    /// <inheritdoc/>
    public CycleSpans Empty() => new(_chosen);

    /// <inheritdoc/>
    public void Add(DataBlock block)
    {
        Span<double> phases = stackalloc double[DateCycle.All.Length];
        for (int feature = 0; feature < _chosen.Length; feature++)
        {
            for (int row = 0; _chosen[feature] && row < block.RowCount; row++)
            {
                double seconds = block.Features.Row(row)[feature];
                if (block.Weight(row) != 0 && DateCycle.TryFindPhases(seconds, phases))
                {
                    _earliest[feature] = Math.Min(_earliest[feature], seconds);
                    _latest[feature] = Math.Max(_latest[feature], seconds);
                    _phases.Add(feature, phases);
                    _ends.Add(feature, [DateCycle.DaysToMonthEnd(seconds)]);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(CycleSpans other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _phases.Merge(other._phases);
        _ends.Merge(other._ends);
        for (int feature = 0; feature < _chosen.Length; feature++)
        {
            _earliest[feature] = Math.Min(_earliest[feature], other._earliest[feature]);
            _latest[feature] = Math.Max(_latest[feature], other._latest[feature]);
        }
    }

    /// <summary>Gives one bit for the days of each feature that is turned, and one for each cycle that its timestamps span and vary in.</summary>
    /// <remarks>Of dates month by month, each on the same day or on the last, days of the week say nothing: which one it is, the calendar shuffles.</remarks>
    internal byte[] Cycles()
    {
        byte[] cycles = new byte[_chosen.Length];
        for (int feature = 0; feature < cycles.Length; feature++)
        {
            cycles[feature] = _chosen[feature] ? (byte)1 : (byte)0;
            bool isMonthly = !Varies(feature, DateCycle.Month) || _ends.Of(feature) == 0, hasMonths = isMonthly && IsSpanned(feature, DateCycle.MonthOfYear);
            for (int cycle = 0; _chosen[feature] && cycle < DateCycle.All.Length; cycle++)
            {
                bool isMeant = cycle switch
                {
                    DateCycle.Year => !hasMonths,
                    DateCycle.Month or DateCycle.Week => !isMonthly,
                    DateCycle.MonthOfYear => hasMonths,
                    _ => true,
                };
                cycles[feature] |= (byte)(isMeant && IsSpanned(feature, cycle) && Varies(feature, cycle) ? 2 << cycle : 0);
            }
        }

        return cycles;
    }

    private bool IsSpanned(int feature, int cycle) => _latest[feature] - _earliest[feature] >= DateCycle.All[cycle].Seconds;

    private bool Varies(int feature, int cycle) => (_phases.Of(feature) >> cycle & 1) == 1;
}
