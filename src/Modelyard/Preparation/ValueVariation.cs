namespace Modelyard.Preparation;

/// <summary>Tells which of several values that are made of each feature differ from the first ones that were seen.</summary>
internal sealed class ValueVariation
{
    private readonly int _width;
    private readonly byte[] _varies;

    // The first values of each feature, features x width; NaN as long as there are none.
    private readonly double[] _first;

    /// <summary>Initializes a variation that has seen nothing.</summary>
    /// <param name="features">The number of features.</param>
    /// <param name="width">The number of values of each, at most 8.</param>
    internal ValueVariation(int features, int width)
    {
        _width = width;
        _varies = new byte[features];
        _first = new double[features * width];
        Array.Fill(_first, double.NaN);
    }

    /// <summary>Gets a bit for each value of a feature that differs.</summary>
    internal byte Of(int feature) => _varies[feature];

    internal void Add(int feature, ReadOnlySpan<double> values)
    {
        Span<double> first = First(feature);
        if (double.IsNaN(first[0]))
        {
            values.CopyTo(first);
        }

        for (int i = 0; i < values.Length; i++)
        {
            _varies[feature] |= (byte)(values[i] != first[i] ? 1 << i : 0);
        }
    }

    /// <summary>Adds what another one has seen.</summary>
    internal void Merge(ValueVariation other)
    {
        for (int feature = 0; feature < _varies.Length; feature++)
        {
            if (!double.IsNaN(other.First(feature)[0]))
            {
                Add(feature, other.First(feature));
                _varies[feature] |= other._varies[feature];
            }
        }
    }

    private Span<double> First(int feature) => _first.AsSpan(feature * _width, _width);
}
