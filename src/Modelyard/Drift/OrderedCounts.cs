using Modelyard.Numerics;

namespace Modelyard.Drift;

/// <summary>Represents two samples of which the rows in each of the same bins were counted, the bins in ascending order.</summary>
internal sealed class OrderedCounts : IMixedValues
{
    private readonly double[] _first;
    private readonly double[] _second;

    internal OrderedCounts(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        CountTests.Check(first, second);
        (_first, _second) = (first.ToArray(), second.ToArray());
        (First, Second) = (VectorKernels.Sum(first), VectorKernels.Sum(second));
    }

    public double First { get; }

    public double Second { get; }

    public void ForEach(MixedValue visit)
    {
        double first = 0, second = 0;
        for (int bin = 0; bin < _first.Length; bin++)
        {
            if (_first[bin] + _second[bin] > 0)
            {
                visit(double.NaN, first, _first[bin], second, _second[bin]);
                first += _first[bin];
                second += _second[bin];
            }
        }
    }
}
