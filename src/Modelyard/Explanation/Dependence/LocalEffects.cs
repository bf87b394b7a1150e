using Modelyard.Numerics;

namespace Modelyard.Explanation.Dependence;

/// <summary>Represents effects that were added up from differences within intervals.</summary>
/// <param name="Axes">The ends of the intervals of a number, or the levels in their order.</param>
/// <param name="Values">The effects, outputs x points.</param>
/// <param name="Counts">The number of rows in each interval, level or cell.</param>
internal sealed record LocalEffects(DependenceAxis[] Axes, Matrix Values, int[] Counts)
{
    /// <summary>Adds up means of differences from 0 on, and moves the sums so that their mean over the rows is 0.</summary>
    /// <param name="sums">The sums of differences, outputs x steps.</param>
    /// <param name="weights">The weight of the rows in each step.</param>
    /// <param name="shares">The weight of the rows at each point.</param>
    internal static Matrix Accumulate(Matrix sums, double[] weights, double[] shares)
    {
        var effects = new Matrix(sums.Rows, sums.Columns + 1);
        double all = VectorKernels.Sum(shares);
        for (int output = 0; output < effects.Rows; output++)
        {
            Span<double> own = effects.Row(output);
            for (int step = 0; step < weights.Length; step++)
            {
                own[step + 1] = own[step] + (weights[step] > 0 ? sums[output, step] / weights[step] : 0);
            }

            double mean = all > 0 ? VectorKernels.Dot(own, shares) / all : 0;
            foreach (ref double effect in own)
            {
                effect -= mean;
            }
        }

        return effects;
    }

    /// <summary>Finds the interval that holds a number: above its lower end, and up to its upper one; the first holds both.</summary>
    /// <returns>The interval; -1 if none holds it.</returns>
    internal static int Interval(ReadOnlySpan<double> ends, double cell)
    {
        if (!(cell >= ends[0] && cell <= ends[^1]))
        {
            return -1;
        }

        int at = ends.BinarySearch(cell);
        return Math.Max(0, (at >= 0 ? at : ~at) - 1);
    }
}
