using Modelyard.Probability;

namespace Modelyard.Monitoring;

/// <summary>Represents the number, the mean and the variance of losses, put together from parts.</summary>
/// <remarks>Source: Chan, Golub and LeVeque (1983), Algorithms for Computing the Sample Variance, The American Statistician 37(3).</remarks>
internal struct LossMoments
{
    private double _mean, _squares;

    internal long Count { get; private set; }

    internal readonly double Mean => Count > 0 ? _mean : double.NaN;

    /// <summary>Gets the sum of the squared distances from the mean.</summary>
    internal readonly double SumOfSquares => _squares;

    internal readonly double Variance => Count > 1 ? _squares / (Count - 1) : double.NaN;

    internal readonly double StandardError => Math.Sqrt(Variance / Count);

    internal void Add(double loss)
    {
        Count++;
        double away = loss - _mean;
        _mean += away / Count;
        _squares += away * (loss - _mean);
    }

    internal void Merge(LossMoments other)
    {
        if (other.Count == 0)
        {
            return;
        }

        long count = Count + other.Count;
        double away = other._mean - _mean;
        _squares += other._squares + (away * away * ((double)Count * other.Count / count));
        _mean += away * ((double)other.Count / count);
        Count = count;
    }

    /// <summary>Gets what is left of a whole without this part.</summary>
    internal readonly LossMoments Without(LossMoments whole)
    {
        long count = whole.Count - Count;
        double mean = count > 0 ? ((whole.Count * whole._mean) - (Count * _mean)) / count : 0, away = mean - _mean;
        double squares = count > 1 ? whole._squares - _squares - (away * away * ((double)Count * count / whole.Count)) : 0;
        return new LossMoments { Count = count, _mean = mean, _squares = Math.Max(0, squares) };
    }

    /// <summary>Computes the chance of a mean that exceeds that of other rows as much, by Welch's test on one side; NaN with fewer than two rows on a side.</summary>
    internal readonly double ChanceAbove(LossMoments other)
    {
        double own = Variance / Count, their = other.Variance / other.Count, error = own + their, difference = Mean - other.Mean;
        if (!(error > 0))
        {
            return double.IsNaN(error) ? double.NaN : difference > 0 ? 0 : 1;
        }

        double degrees = error * error / ((own * own / (Count - 1)) + (their * their / (other.Count - 1)));
        return new StudentT(degrees).Cumulative(-difference / Math.Sqrt(error));
    }
}
