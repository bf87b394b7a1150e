using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents from when to when timestamps reach, and of which cycles they have more than one phase.</summary>
internal sealed class CycleSpans : IMergeable<CycleSpans>
{
    private readonly bool[] _chosen;
    private readonly byte[] _varies;
    private readonly double[] _earliest;
    private readonly double[] _latest;

    // The phases of the first timestamp of each feature, features x cycles; NaN as long as there is none.
    private readonly double[] _first;

    internal CycleSpans(bool[] chosen)
    {
        _chosen = chosen;
        _varies = new byte[chosen.Length];
        _earliest = new double[chosen.Length];
        _latest = new double[chosen.Length];
        _first = new double[chosen.Length * DateCycle.All.Length];
        Array.Fill(_earliest, double.PositiveInfinity);
        Array.Fill(_latest, double.NegativeInfinity);
        Array.Fill(_first, double.NaN);
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
                    Compare(feature, phases);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(CycleSpans other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int feature = 0; feature < _chosen.Length; feature++)
        {
            ReadOnlySpan<double> first = other.First(feature);
            if (!double.IsNaN(first[0]))
            {
                Compare(feature, first);
                _varies[feature] |= other._varies[feature];
                _earliest[feature] = Math.Min(_earliest[feature], other._earliest[feature]);
                _latest[feature] = Math.Max(_latest[feature], other._latest[feature]);
            }
        }
    }

    /// <summary>Gives one bit for the days of each feature that is turned, and one for each cycle that its timestamps span and vary in.</summary>
    internal byte[] Cycles()
    {
        byte[] cycles = new byte[_chosen.Length];
        for (int feature = 0; feature < cycles.Length; feature++)
        {
            cycles[feature] = _chosen[feature] ? (byte)1 : (byte)0;
            for (int cycle = 0; _chosen[feature] && cycle < DateCycle.All.Length; cycle++)
            {
                bool isSpanned = _latest[feature] - _earliest[feature] >= DateCycle.All[cycle].Seconds;
                cycles[feature] |= (byte)(isSpanned && (_varies[feature] >> cycle & 1) == 1 ? 2 << cycle : 0);
            }
        }

        return cycles;
    }

    private Span<double> First(int feature) => _first.AsSpan(feature * DateCycle.All.Length, DateCycle.All.Length);

    private void Compare(int feature, ReadOnlySpan<double> phases)
    {
        Span<double> first = First(feature);
        if (double.IsNaN(first[0]))
        {
            phases.CopyTo(first);
        }

        for (int cycle = 0; cycle < phases.Length; cycle++)
        {
            _varies[feature] |= (byte)(phases[cycle] != first[cycle] ? 1 << cycle : 0);
        }
    }
}
