using Modelyard.Numerics;

namespace Modelyard.Trees.Boosting;

/// <summary>Draws the rows that a tree is grown on by the size of their gradients: the greatest all, of the rest a few that then count for all of it.</summary>
/// <remarks>Source: Ke et al. (2017), LightGBM, NeurIPS, algorithm 2 (gradient-based one-side sampling).</remarks>
/// <param name="TopRate">The share of the rows with the greatest gradients, which all are drawn.</param>
/// <param name="OtherRate">The share of all rows that is drawn from the rest.</param>
internal sealed unsafe record GradientSampling(double TopRate, double OtherRate)
{
    /// <summary>Reads what an estimator says.</summary>
    /// <exception cref="ModelyardException">There is another sampling too, or more is drawn than there is.</exception>
    internal static GradientSampling? Of(double? topRate, double otherRate, double rowShare)
    {
        if (topRate is not { } top)
        {
            return null;
        }

        if (rowShare < 1)
        {
            throw new ModelyardException($"TopRate is '{top}' and RowShare is '{rowShare}'; rows are drawn in one way only. Take one of them away.");
        }

        return top + otherRate <= 1
            ? new GradientSampling(top, otherRate)
            : throw new ModelyardException($"TopRate is '{top}' and OtherRate is '{otherRate}'; together they must be 1 or less.");
    }

    /// <summary>Draws rows and raises the gradients of those that stand for others.</summary>
    /// <param name="gradients">The gradients, output by output.</param>
    /// <param name="hessians">The hessians, likewise.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="random">The random numbers of the iteration.</param>
    /// <returns>The rows, ascending; null for all.</returns>
    internal int[]? Draw(float* gradients, float* hessians, int count, int outputs, RandomStream random)
    {
        int top = Math.Max(1, (int)Math.Round(TopRate * count)), other = Math.Min(Math.Max(1, (int)Math.Round(OtherRate * count)), count - top);
        if (top + other >= count)
        {
            return null;
        }

        float[] sizes = Sizes(gradients, count, outputs);
        float least = Greatest(sizes, top, out int atLeast);
        int[] drawn = new int[top + other];
        int taken = 0, restLeft = count - top, otherLeft = other;
        float factor = (float)((double)(count - top) / other);
        for (int row = 0; row < count; row++)
        {
            // Of rows as great as the least of the top, the first ones are in it.
            if (sizes[row] > least || (sizes[row] == least && atLeast-- > 0))
            {
                drawn[taken++] = row;
                continue;
            }

            // Every row of the rest is drawn with the same chance, in order (Knuth's algorithm S).
            if (random.NextDouble() * restLeft-- < otherLeft)
            {
                otherLeft--;
                drawn[taken++] = row;
                for (int output = 0; output < outputs; output++)
                {
                    long place = ((long)output * count) + row;
                    gradients[place] *= factor;
                    hessians[place] *= factor;
                }
            }
        }

        return drawn;
    }

    private static float[] Sizes(float* gradients, int count, int outputs)
    {
        float[] sizes = new float[count];
        for (int output = 0; output < outputs; output++)
        {
            float* own = gradients + ((long)output * count);
            for (int row = 0; row < count; row++)
            {
                sizes[row] += Math.Abs(own[row]);
            }
        }

        return sizes;
    }

    /// <summary>Finds the size that the wanted number of rows reach, by counting: floats of 0 or more are in the order of their bits.</summary>
    /// <param name="sizes">The sizes.</param>
    /// <param name="wanted">The number of rows wanted.</param>
    /// <param name="equal">How many of the rows of just this size are wanted.</param>
    private static float Greatest(float[] sizes, int wanted, out int equal)
    {
        int[] counts = new int[1 << 16];
        foreach (float size in sizes)
        {
            counts[BitConverter.SingleToUInt32Bits(size) >> 16]++;
        }

        uint high = FindFromTop(counts, ref wanted);
        Array.Clear(counts);
        foreach (float size in sizes)
        {
            uint bits = BitConverter.SingleToUInt32Bits(size);
            counts[bits & 0xFFFF] += bits >> 16 == high ? 1 : 0;
        }

        uint low = FindFromTop(counts, ref wanted);
        equal = wanted;
        return BitConverter.UInt32BitsToSingle((high << 16) | low);
    }

    private static uint FindFromTop(int[] counts, ref int wanted)
    {
        int at = counts.Length - 1;
        while (counts[at] < wanted)
        {
            wanted -= counts[at--];
        }

        return (uint)at;
    }
}
