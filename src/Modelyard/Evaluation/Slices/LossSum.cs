using Modelyard.Probability;

namespace Modelyard.Evaluation;

/// <summary>Sums up the losses of some rows.</summary>
internal struct LossSum
{
    private double _sum, _squares;

    internal int Count { get; private set; }

    internal readonly double Mean => Count == 0 ? double.NaN : _sum / Count;

    internal readonly double Variance => Count < 2 ? double.NaN : Math.Max(0, (_squares - (_sum * _sum / Count)) / (Count - 1));

    internal void Add(double loss)
    {
        Count++;
        _sum += loss;
        _squares += loss * loss;
    }

    /// <summary>Gets what is left of a whole without this part.</summary>
    internal readonly LossSum Of(LossSum whole) => new() { Count = whole.Count - Count, _sum = whole._sum - _sum, _squares = whole._squares - _squares };

    /// <summary>Computes by how much the mean exceeds that of other rows at least, give or take chance.</summary>
    internal readonly double CertainExcess(LossSum other)
    {
        double excess = Mean - other.Mean - (2 * Math.Sqrt((Variance / Count) + (other.Variance / other.Count)));
        return double.IsNaN(excess) ? double.NegativeInfinity : excess;
    }

    /// <summary>Computes the chance of a mean that exceeds that of other rows as much, by Welch's test on one side; NaN with fewer than two rows on a side.</summary>
    internal readonly double ChanceAbove(LossSum other)
    {
        double own = Variance / Count, their = other.Variance / other.Count, error = own + their;
        return Tail(Mean - other.Mean, error, error * error / ((own * own / (Count - 1)) + (their * their / (other.Count - 1))));
    }

    /// <summary>Computes the chance of a mean as much above zero, by Student's test on one side; NaN with fewer than two rows.</summary>
    internal readonly double ChanceAboveZero() => Tail(Mean, Variance / Count, Count - 1);

    private static double Tail(double difference, double squaredError, double degrees)
    {
        if (!(squaredError > 0))
        {
            return double.IsNaN(squaredError) ? double.NaN : difference > 0 ? 0 : 1;
        }

        double statistic = difference / Math.Sqrt(squaredError), tail = new StudentT(degrees).TwoSided(statistic) / 2;
        return statistic > 0 ? tail : 1 - tail;
    }
}
