using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <content>What shows that classes are separable.</content>
internal sealed unsafe partial class LogisticObjective
{
    /// <summary>Tells whether every row of some weight scores highest for its own class: then greater parameters of the same direction score it higher still, without end.</summary>
    internal bool Separates(ReadOnlySpan<double> parameters)
    {
        Spread(parameters);
        int found = ParallelLoop.Reduce(_features.Rows, _chunk, _context.Parallelism, CountMisplaced, (left, right) => left + right, _context.Cancellation);
        return found == 0;
    }

    /// <summary>Computes the largest change that a change of the parameters makes to a score.</summary>
    internal double LargestChange(ReadOnlySpan<double> change)
    {
        Spread(change);
        return ParallelLoop.Reduce(_features.Rows, _chunk, _context.Parallelism, LargestScore, Math.Max, _context.Cancellation);
    }

    private int CountMisplaced(int first, int count)
    {
        double[] scores = new double[_width];
        int misplaced = 0;
        for (int row = first; row < first + count && misplaced == 0; row++)
        {
            if (Weight(row) == 0)
            {
                continue;
            }

            Score(_features.Row(row), scores);
            double own = Scores == 1 ? (_labels[row] == 1 ? scores[0] : -scores[0]) : scores[_labels[row]];
            for (int k = 0; k < Scores && Scores > 1; k++)
            {
                misplaced += k != _labels[row] && scores[k] >= own ? 1 : 0;
            }

            misplaced += Scores == 1 && !(own > 0) ? 1 : 0;
        }

        return misplaced;
    }

    private double LargestScore(int first, int count)
    {
        double[] scores = new double[_width];
        double largest = 0;
        for (int row = first; row < first + count; row++)
        {
            Score(_features.Row(row), scores);
            for (int k = 0; k < Scores && Weight(row) > 0; k++)
            {
                largest = Math.Max(largest, Math.Abs(scores[k]));
            }
        }

        return largest;
    }
}
