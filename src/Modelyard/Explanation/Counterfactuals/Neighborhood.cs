using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Measures how near a row lies to the rows of a background, beside how near these lie to each other.</summary>
/// <remarks>
/// Nearness is the mean distance to the five nearest rows, and usual is what 95 in 100 of the rows of the background do not exceed among themselves (after Breunig, Kriegel, Ng and Sander (2000),
/// LOF, SIGMOD). It is measured in the distances of changes, and also where what numbers have in common is taken out: a row whose cells are usual one by one, and do not go together, is far there alone.
/// </remarks>
internal sealed class Neighborhood
{
    private const int Neighbors = 5;
    private const int MostRows = 500;
    private const double UsualShare = 0.95;

    // Where all rows of the background stand several times, what is usual is 0.
    private const double LeastUsual = 1e-6;
    private readonly ChangeSpace _space;
    private readonly UncorrelatedSpace? _uncorrelated;
    private readonly Matrix _background;
    private readonly double _usualTogether;

    /// <summary>Initializes a measure; of many rows every n-th alone says what is usual.</summary>
    internal Neighborhood(ChangeSpace space, FeatureSchema columns, Matrix background, FitContext context)
    {
        _space = space;
        _background = background;
        _uncorrelated = UncorrelatedSpace.Find(columns, background);
        int count = Math.Min(MostRows, background.Rows);
        double[] own = new double[count], together = new double[count];
        ParallelLoop.For(
            count,
            context.Parallelism,
            i =>
            {
                int row = (int)((long)i * background.Rows / count);
                own[i] = Of(background.Row(row), row);
                together[i] = Together(background.Row(row), row);
            },
            context.Cancellation);
        Usual = UsualOf(own);
        _usualTogether = UsualOf(together);
    }

    /// <summary>Gets the distance that 95 in 100 of the rows of the background do not exceed.</summary>
    internal double Usual { get; }

    /// <summary>Computes the mean distance of a row to its nearest rows.</summary>
    /// <param name="row">The cells of the columns, or more.</param>
    /// <param name="without">The row of the background that is left out; -1 for none.</param>
    internal double Of(ReadOnlySpan<double> row, int without = -1)
    {
        var nearest = new Nearest(stackalloc double[Neighbors]);
        for (int other = 0; other < _background.Rows; other++)
        {
            if (other != without)
            {
                nearest.Add(_space.Distance(row, _background.Row(other)));
            }
        }

        return nearest.Mean;
    }

    /// <summary>Computes how many times as far as usual a row lies from its nearest rows, in the distances of changes or with what numbers have in common taken out, whichever is more.</summary>
    /// <param name="row">The cells of the columns.</param>
    internal double Unlikeness(ReadOnlySpan<double> row) => Math.Max(Of(row) / Usual, Together(row) / _usualTogether);

    private double Together(ReadOnlySpan<double> row, int without = -1)
    {
        if (_uncorrelated is null)
        {
            return 0;
        }

        double[] place = _uncorrelated.Place(row);
        var nearest = new Nearest(stackalloc double[Neighbors]);
        for (int other = 0; other < _background.Rows; other++)
        {
            if (other != without)
            {
                nearest.Add(_uncorrelated.Distance(place, other));
            }
        }

        return nearest.Mean;
    }

    private static double UsualOf(double[] distances)
    {
        Array.Sort(distances);
        return Math.Max(LeastUsual, SortedQuantile.Of(distances, UsualShare));
    }

    /// <summary>Keeps the least of some distances, in ascending order.</summary>
    private ref struct Nearest(Span<double> least)
    {
        private readonly Span<double> _least = least;
        private int _found;

        /// <summary>Gets the mean of those that are kept; 0 if there are none.</summary>
        internal readonly double Mean => _found == 0 ? 0 : VectorKernels.Sum(_least[.._found]) / _found;

        internal void Add(double distance)
        {
            if (_found == _least.Length && !(distance < _least[^1]) || double.IsNaN(distance))
            {
                return;
            }

            int at = _found < _least.Length ? _found++ : _least.Length - 1;
            for (; at > 0 && _least[at - 1] > distance; at--)
            {
                _least[at] = _least[at - 1];
            }

            _least[at] = distance;
        }
    }
}
