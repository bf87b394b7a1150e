using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents which parts of timestamps vary.</summary>
internal sealed class PartVariation : IMergeable<PartVariation>
{
    private readonly bool[] _chosen;
    private readonly ValueVariation _variation;

    internal PartVariation(bool[] chosen)
    {
        _chosen = chosen;
        _variation = new ValueVariation(chosen.Length, DatePartsModel.PartCount);
    }

    /// <inheritdoc/>
    public PartVariation Empty() => new(_chosen);

    /// <inheritdoc/>
    public void Add(DataBlock block)
    {
        Span<double> own = stackalloc double[DatePartsModel.PartCount];
        for (int feature = 0; feature < _chosen.Length; feature++)
        {
            for (int row = 0; _chosen[feature] && row < block.RowCount; row++)
            {
                double seconds = block.Features.Row(row)[feature];
                if (!double.IsNaN(seconds) && block.Weight(row) != 0)
                {
                    DatePartsModel.Split(seconds, own);
                    _variation.Add(feature, own);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(PartVariation other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _variation.Merge(other._variation);
    }

    /// <summary>Gives one bit for each part of each feature that varies.</summary>
    internal byte[] Parts()
    {
        byte[] parts = new byte[_chosen.Length];
        for (int feature = 0; feature < parts.Length; feature++)
        {
            // A column that never varies still gives one part, so that it does not vanish without a trace.
            parts[feature] = _chosen[feature] && _variation.Of(feature) == 0 ? (byte)1 : _variation.Of(feature);
        }

        return parts;
    }
}
