namespace Modelyard.Selection.Search;

/// <summary>Finds what is best where there are several goals.</summary>
internal static class ParetoFront
{
    /// <summary>Finds the points that no other one dominates: is no worse in any goal and better in one. Of equal points the first stands for all.</summary>
    /// <param name="losses">The losses of each point, less being better.</param>
    /// <returns>The places of the points, ascending.</returns>
    internal static IReadOnlyList<int> Of(IReadOnlyList<double[]> losses) =>
        [.. Enumerable.Range(0, losses.Count).Where(i => !Enumerable.Range(0, losses.Count).Any(j => Dominates(losses[j], losses[i]) || (j < i && losses[j].AsSpan().SequenceEqual(losses[i]))))];

    private static bool Dominates(double[] left, double[] right)
    {
        bool isBetter = false;
        for (int goal = 0; goal < left.Length; goal++)
        {
            if (left[goal] > right[goal])
            {
                return false;
            }

            isBetter |= left[goal] < right[goal];
        }

        return isBetter;
    }
}
