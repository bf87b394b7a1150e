using Modelyard.Drift;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what the statistic of a detector comes to at most in a window where nothing has changed: learned from losses of the reference, drawn at random in the place of the stream.</summary>
/// <remarks>
/// Each replicate draws a reference, the rows since and the rows of the window, with replacement, and runs the detector through them, so that how unsure the reference leaves it is in the maximum. Levels of single windows lie far below what
/// replicates could count; beyond the greatest fifth of the maxima the tail is exponential, with the mean excess of that fifth. For Page and Hinkley's sum, a random walk that falls on average and is held at 0, the tail is exponential indeed
/// (Siegmund, 1985, Sequential Analysis, chapter 10); that of DDM's deviations is lighter, so that its threshold is rather too high than too low. A window of very many rows is taken for several shorter ones, whose chances add up at most.
/// </remarks>
internal sealed class RandomMaxima
{
    private const int Replicates = 1000, InTail = 200;

    // By then a detector is as it stays: what came before no longer moves its maximum.
    private const int MostBefore = 500;
    private const int MostRows = 5000;
    private const ulong Seed = 20260301;

    private readonly double[] _maxima;
    private readonly double _excess, _parts;

    private RandomMaxima(double[] maxima, double parts)
    {
        (_maxima, _parts) = (maxima, parts);
        _excess = maxima.AsSpan(^InTail..).ToArray().Average(one => one - maxima[^InTail]);
    }

    /// <summary>Learns from losses.</summary>
    /// <param name="kind">The detector.</param>
    /// <param name="reference">The losses of the reference.</param>
    /// <param name="before">How many rows have come since the reference.</param>
    /// <param name="rows">The number of rows of the window.</param>
    internal static RandomMaxima Of(StreamDetector kind, List<double> reference, long before, int rows)
    {
        double[] maxima = new double[Replicates];
        int since = (int)Math.Min(before, MostBefore), drawn = Math.Min(rows, MostRows);
        for (int replicate = 0; replicate < Replicates; replicate++)
        {
            var random = new RandomStream(Seed, (ulong)replicate);
            IChangeDetector detector = CalibratedLosses.Create(kind, reference);

            // Each begins as the stream did, with a loss of 0 and one of 1: of none but right answers there is no deviation to reckon with.
            detector.Add(reference[0]);
            detector.Add(reference[1]);
            for (int row = 2; row < reference.Count + since; row++)
            {
                detector.Add(reference[random.NextInt(reference.Count)]);
            }

            double most = double.NegativeInfinity;
            for (int row = 0; row < drawn; row++)
            {
                detector.Add(reference[random.NextInt(reference.Count)]);
                most = Math.Max(most, CalibratedLosses.StatisticOf(detector));
            }

            maxima[replicate] = most;
        }

        Array.Sort(maxima);
        return new RandomMaxima(maxima, (double)rows / drawn);
    }

    /// <summary>Computes the chance of a maximum as great as this, or greater.</summary>
    internal double Chance(double maximum)
    {
        double start = _maxima[^InTail];
        double chance = maximum <= start ? _maxima.Count(one => one >= maximum) / (double)Replicates
            : _excess > 0 ? InTail / (double)Replicates * Math.Exp(-(maximum - start) / _excess) : 1.0 / Replicates;
        return Math.Min(1, _parts * chance);
    }

    /// <summary>Computes the maximum that is exceeded with a chance; of a chance above a fifth that of a fifth.</summary>
    internal double Threshold(double chance) => _maxima[^InTail] + (_excess * Math.Log(Math.Max(1, InTail / (double)Replicates * _parts / chance)));
}
