using Modelyard.Numerics;

namespace Modelyard.Frames.Summaries;

/// <summary>Represents the number, mean, spread and extremes of numbers that come chunk by chunk.</summary>
/// <remarks>Source: Chan, Golub and LeVeque (1983), Algorithms for Computing the Sample Variance.</remarks>
internal sealed class RunningSummary
{
    // The sum is rounded once, so that the mean of whole numbers is what it is of the whole table.
    private readonly ExactSum _sum = new();
    private double _mean;
    private double _squares;

    /// <summary>Gets the number of numbers.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the mean; NaN if there is no number.</summary>
    public double Mean => Count == 0 ? double.NaN : _sum.Value / Count;

    /// <summary>Gets the standard deviation of a sample; NaN if there are fewer than two numbers.</summary>
    public double Deviation => Count > 1 ? Math.Sqrt(_squares / (Count - 1)) : double.NaN;

    /// <summary>Gets the least number; NaN if there is none.</summary>
    public double Minimum { get; private set; } = double.NaN;

    /// <summary>Gets the greatest number; NaN if there is none.</summary>
    public double Maximum { get; private set; } = double.NaN;

    /// <summary>Takes in the numbers of a chunk; NaN is passed over.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        long count = 0;
        double sum = 0;
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                count++;
                sum += value;
                _sum.Add(value);
                Minimum = value >= Minimum ? Minimum : value;
                Maximum = value <= Maximum ? Maximum : value;
            }
        }

        if (count == 0)
        {
            return;
        }

        double mean = sum / count, squares = 0, remainder = 0;
        foreach (double value in values)
        {
            double off = double.IsNaN(value) ? 0 : value - mean;
            squares += off * off;
            remainder += off;
        }

        squares -= remainder * remainder / count;
        double apart = Count == 0 ? 0 : mean - _mean, share = count / (double)(Count + count);
        _squares += squares + (apart * apart * Count * share);
        _mean = Count == 0 ? mean : _mean + (apart * share);
        Count += count;
    }
}
