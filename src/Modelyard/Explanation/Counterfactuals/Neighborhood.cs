using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Measures how near a row lies to the rows of a background.</summary>
internal sealed class Neighborhood
{
    private const int Neighbors = 5;
    private const int MostRows = 500;
    private const double UsualShare = 0.95;
    private readonly ChangeSpace _space;
    private readonly Matrix _background;

    /// <summary>Initializes a measure; of many rows every n-th alone says what is usual.</summary>
    internal Neighborhood(ChangeSpace space, Matrix background, FitContext context)
    {
        _space = space;
        _background = background;
        int count = Math.Min(MostRows, background.Rows);
        double[] own = new double[count];
        ParallelLoop.For(
            count,
            context.Parallelism,
            i =>
            {
                int row = (int)((long)i * background.Rows / count);
                own[i] = Of(background.Row(row), row);
            },
            context.Cancellation);
        Array.Sort(own);
        Usual = SortedQuantile.Of(own, UsualShare);
    }

    /// <summary>Gets the distance that 95 in 100 of the rows of the background do not exceed.</summary>
    internal double Usual { get; }

    /// <summary>Computes the mean distance of a row to its nearest rows.</summary>
    /// <param name="row">The cells of the columns, or more.</param>
    /// <param name="without">The row of the background that is left out; -1 for none.</param>
    internal double Of(ReadOnlySpan<double> row, int without = -1)
    {
        Span<double> nearest = stackalloc double[Neighbors];
        int found = 0;
        for (int other = 0; other < _background.Rows; other++)
        {
            double distance = other == without ? double.NaN : _space.Distance(row, _background.Row(other));
            if (found == Neighbors && !(distance < nearest[^1]) || double.IsNaN(distance))
            {
                continue;
            }

            int at = found < Neighbors ? found++ : Neighbors - 1;
            for (; at > 0 && nearest[at - 1] > distance; at--)
            {
                nearest[at] = nearest[at - 1];
            }

            nearest[at] = distance;
        }

        return found == 0 ? 0 : VectorKernels.Sum(nearest[..found]) / found;
    }
}
