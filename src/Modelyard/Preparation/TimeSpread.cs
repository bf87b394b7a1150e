using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation;

/// <summary>Represents how the timestamps of the chosen features lie, gathered from parts of the data.</summary>
internal sealed class TimeSpread(bool[] chosen) : IMergeable<TimeSpread>
{
    private readonly QuantileSketch?[] _sketches = Array.ConvertAll(chosen, isChosen => isChosen ? new QuantileSketch() : null);

    /// <inheritdoc/>
    public TimeSpread Empty() => new(chosen);

    /// <inheritdoc/>
    public void Add(DataBlock block)
    {
        for (int row = 0; row < block.RowCount; row++)
        {
            ReadOnlySpan<double> features = block.Features.Row(row);
            for (int feature = 0; feature < chosen.Length; feature++)
            {
                if (_sketches[feature] is { } sketch && DateCycle.IsOfCalendar(features[feature]))
                {
                    sketch.Add(features[feature], block.Weight(row));
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(TimeSpread other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int feature = 0; feature < chosen.Length; feature++)
        {
            _sketches[feature]?.Merge(other._sketches[feature]!);
        }
    }

    /// <summary>Finds the fences of each feature; those of one that is not chosen hold everything.</summary>
    internal TimeFences[] Fences() => Array.ConvertAll(_sketches, sketch => sketch is null ? TimeFences.None : TimeFences.Of(sketch));
}
