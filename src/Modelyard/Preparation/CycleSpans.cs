using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the first and the last timestamp of each feature that is turned, and in which cycles its timestamps differ, gathered from parts of the data.</summary>
internal sealed class CycleSpans : IMergeable<CycleSpans>
{
    private const int AllMonths = (1 << 12) - 1;

    private readonly bool[] _chosen;
    private readonly TimeFences[] _fences;
    private readonly ValueVariation _phases;

    // The day of the month, and the days to its end, which are the same of all month ends.
    private readonly ValueVariation _days;

    // A bit for each month of the year.
    private readonly int[] _months;
    private readonly double[] _earliest;
    private readonly double[] _latest;
    private readonly bool[] _anyFar;

    /// <summary>Initializes spans that have seen nothing.</summary>
    /// <param name="chosen">Which features are turned.</param>
    /// <param name="fences">Beyond which timestamps of each feature do not count.</param>
    internal CycleSpans(bool[] chosen, TimeFences[] fences)
    {
        _chosen = chosen;
        _fences = fences;
        _phases = new ValueVariation(chosen.Length, DateCycle.All.Length);
        _days = new ValueVariation(chosen.Length, 2);
        _months = new int[chosen.Length];
        _earliest = new double[chosen.Length];
        _latest = new double[chosen.Length];
        _anyFar = new bool[chosen.Length];
        Array.Fill(_earliest, double.PositiveInfinity);
        Array.Fill(_latest, double.NegativeInfinity);
    }

    /// <inheritdoc/>
    public CycleSpans Empty() => new(_chosen, _fences);

    /// <inheritdoc/>
    public void Add(DataBlock block)
    {
        Span<double> phases = stackalloc double[DateCycle.All.Length];
        for (int row = 0; row < block.RowCount; row++)
        {
            ReadOnlySpan<double> features = block.Features.Row(row);
            for (int feature = 0; feature < _chosen.Length; feature++)
            {
                double seconds = features[feature];
                if (!_chosen[feature] || block.Weight(row) == 0 || !DateCycle.TryFindPhases(seconds, phases))
                {
                    continue;
                }

                if (!_fences[feature].Hold(seconds))
                {
                    _anyFar[feature] = true;
                    continue;
                }

                _earliest[feature] = Math.Min(_earliest[feature], seconds);
                _latest[feature] = Math.Max(_latest[feature], seconds);
                _phases.Add(feature, phases);
                (int month, int day, int toEnd) = DateCycle.DayOf(seconds);
                _months[feature] |= 1 << (month - 1);
                _days.Add(feature, [day, toEnd]);
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(CycleSpans other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _phases.Merge(other._phases);
        _days.Merge(other._days);
        for (int feature = 0; feature < _chosen.Length; feature++)
        {
            _months[feature] |= other._months[feature];
            _earliest[feature] = Math.Min(_earliest[feature], other._earliest[feature]);
            _latest[feature] = Math.Max(_latest[feature], other._latest[feature]);
            _anyFar[feature] |= other._anyFar[feature];
        }
    }

    /// <summary>Gives one bit for the days of each feature that is turned, and one for each cycle that its timestamps span and vary in.</summary>
    /// <remarks>
    /// Of dates month by month, each on the same day or on the last, days of the week say nothing: which one it is, the calendar shuffles. The months of the year take the place of the year where each occurs; of fewer, as of
    /// quarters, waves of the year say as much, and of months that were not seen no nonsense.
    /// </remarks>
    internal byte[] Cycles()
    {
        byte[] cycles = new byte[_chosen.Length];
        for (int feature = 0; feature < cycles.Length; feature++)
        {
            cycles[feature] = _chosen[feature] ? (byte)1 : (byte)0;
            bool isMonthly = _days.Of(feature) != 3, hasMonths = isMonthly && _months[feature] == AllMonths && IsSpanned(feature, DateCycle.MonthOfYear);
            for (int cycle = 0; _chosen[feature] && cycle < DateCycle.All.Length; cycle++)
            {
                bool isMeant = cycle switch
                {
                    DateCycle.Year => !hasMonths,
                    DateCycle.Month or DateCycle.Week => !isMonthly,
                    DateCycle.MonthOfYear => hasMonths,
                    _ => true,
                };
                bool varies = (_phases.Of(feature) >> cycle & 1) == 1;
                cycles[feature] |= (byte)(isMeant && varies && IsSpanned(feature, cycle) ? 2 << cycle : 0);
            }
        }

        return cycles;
    }

    /// <summary>Gives the fences beyond which timestamps of each feature are missing: those it was asked about, wider where nothing was beyond them.</summary>
    internal TimeFences[] Fences() => [.. _fences.Select((fences, feature) => _anyFar[feature] ? fences : fences.Beyond(_earliest[feature], _latest[feature]))];

    private bool IsSpanned(int feature, int cycle) => _latest[feature] - _earliest[feature] >= DateCycle.All[cycle].Seconds;
}
