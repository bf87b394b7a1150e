namespace Modelyard.Numerics;

/// <summary>Joins items to groups, the two nearest groups at each step, by the mean distance of their items.</summary>
/// <remarks>
/// Each group remembers the nearest of those after it, so that a step reads a few rows of distances. Source: Sokal and Michener (1958), University of Kansas Science Bulletin 38;
/// distances of joined groups as in Lance and Williams (1967), The Computer Journal 9(4).
/// </remarks>
internal static class AverageLinkage
{
    /// <summary>Joins all items, step by step.</summary>
    /// <param name="distances">The distances, items x items, symmetric.</param>
    /// <returns>One step less than items, with distances that do not fall.</returns>
    internal static LinkageStep[] Of(Matrix distances)
    {
        int count = distances.Rows;
        Matrix means = distances.Copy();
        int[] sizes = new int[count], nearest = new int[count];
        Array.Fill(sizes, 1);
        for (int item = 0; item < count; item++)
        {
            nearest[item] = Nearest(means, sizes, item);
        }

        var steps = new LinkageStep[Math.Max(0, count - 1)];
        for (int step = 0; step < steps.Length; step++)
        {
            int left = -1;
            for (int item = 0; item < count; item++)
            {
                left = nearest[item] >= 0 && (left < 0 || means[item, nearest[item]] < means[left, nearest[left]]) ? item : left;
            }

            int right = nearest[left];
            steps[step] = new LinkageStep(left, right, means[left, right]);
            Join(means, sizes, left, right);
            nearest[right] = -1;
            for (int item = 0; item < right; item++)
            {
                // A mean of two distances is no less than both: no other group can have come nearer.
                if (sizes[item] > 0 && (item == left || nearest[item] == left || nearest[item] == right))
                {
                    nearest[item] = Nearest(means, sizes, item);
                }
            }
        }

        return steps;
    }

    /// <summary>Cuts the tree of steps: items whose groups were joined at no more than a distance stay together.</summary>
    /// <param name="count">The number of items.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="distance">The greatest distance.</param>
    /// <returns>For each item the least item of its group.</returns>
    internal static int[] Cut(int count, ReadOnlySpan<LinkageStep> steps, double distance)
    {
        int[] groups = [.. Enumerable.Range(0, count)];
        foreach (LinkageStep step in steps)
        {
            for (int item = 0; item < count && step.Distance <= distance; item++)
            {
                groups[item] = groups[item] == step.Right ? step.Left : groups[item];
            }
        }

        return groups;
    }

    /// <summary>Finds the nearest group after one; the first of equals, -1 if there is none.</summary>
    private static int Nearest(Matrix means, int[] sizes, int item)
    {
        int nearest = -1;
        ReadOnlySpan<double> own = means.Row(item);
        for (int other = item + 1; other < own.Length; other++)
        {
            nearest = sizes[other] > 0 && (nearest < 0 || own[other] < own[nearest]) ? other : nearest;
        }

        return nearest;
    }

    private static void Join(Matrix means, int[] sizes, int left, int right)
    {
        double all = sizes[left] + sizes[right];
        for (int other = 0; other < sizes.Length; other++)
        {
            double mean = ((sizes[left] * means[left, other]) + (sizes[right] * means[right, other])) / all;
            (means[left, other], means[other, left]) = (mean, mean);
        }

        sizes[left] += sizes[right];
        sizes[right] = 0;
    }
}
