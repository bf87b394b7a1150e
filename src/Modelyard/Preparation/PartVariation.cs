using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents which parts of timestamps vary.</summary>
internal sealed class PartVariation : IMergeable<PartVariation>
{
    private readonly bool[] _chosen;
    private readonly byte[] _varies;

    // The parts of the first timestamp of each feature, features x parts; NaN as long as there is none.
    private readonly double[] _first;

    internal PartVariation(bool[] chosen)
    {
        _chosen = chosen;
        _varies = new byte[chosen.Length];
        _first = new double[chosen.Length * DatePartsModel.PartCount];
        Array.Fill(_first, double.NaN);
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
                    Compare(feature, own);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(PartVariation other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int feature = 0; feature < _chosen.Length; feature++)
        {
            ReadOnlySpan<double> first = other.First(feature);
            if (!double.IsNaN(first[0]))
            {
                Compare(feature, first);
                _varies[feature] |= other._varies[feature];
            }
        }
    }

    /// <summary>Gives one bit for each part of each feature that varies.</summary>
    internal byte[] Parts()
    {
        byte[] parts = [.. _varies];
        for (int feature = 0; feature < parts.Length; feature++)
        {
            // A column that never varies still gives one part, so that it does not vanish without a trace.
            parts[feature] = _chosen[feature] && parts[feature] == 0 ? (byte)1 : parts[feature];
        }

        return parts;
    }

    private Span<double> First(int feature) => _first.AsSpan(feature * DatePartsModel.PartCount, DatePartsModel.PartCount);

    private void Compare(int feature, ReadOnlySpan<double> own)
    {
        Span<double> first = First(feature);
        if (double.IsNaN(first[0]))
        {
            own.CopyTo(first);
        }

        for (int part = 0; part < own.Length; part++)
        {
            _varies[feature] |= (byte)(own[part] != first[part] ? 1 << part : 0);
        }
    }
}
