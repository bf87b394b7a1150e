using Modelyard.Learning;

namespace Modelyard.Explanation.Lime;

/// <summary>Counts how far repeated explanations agree.</summary>
internal static class StabilityTally
{
    // Seeds of repeats are parts of the seed that no explanation itself draws from.
    private const ulong FirstPart = 1UL << 32;

    /// <summary>Explains again and again.</summary>
    internal static LimeStability Of(int repeats, FitContext context, Func<FitContext, LimeExplanation> explain)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 2);
        LimeExplanation[] found = [.. Enumerable.Range(0, repeats).Select(repeat => explain(context.ForPart(FirstPart + (ulong)repeat)))];
        HashSet<string>[] named = Array.ConvertAll(found, one => one.Weights.Select(weight => weight.Column).ToHashSet(StringComparer.Ordinal));
        double agreement = 0;
        for (int i = 0; i < repeats; i++)
        {
            for (int j = 0; j < i; j++)
            {
                int most = Math.Max(named[i].Count, named[j].Count);
                agreement += most == 0 ? 1 : (double)named[i].Count(named[j].Contains) / most;
            }
        }

        LimeColumnStability[] columns = [.. found.SelectMany(one => one.Weights).GroupBy(weight => weight.Column, StringComparer.Ordinal)
            .Select(group => Summarize(group.Key, [.. group.Select(weight => weight.Weight)], repeats))
            .OrderByDescending(one => one.Share).ThenByDescending(one => Math.Abs(one.Mean))];
        return new LimeStability(repeats, agreement / (repeats * (repeats - 1) / 2), columns);
    }

    private static LimeColumnStability Summarize(string column, double[] weights, int repeats)
    {
        double mean = weights.Average();
        double deviation = weights.Length < 2 ? 0 : Math.Sqrt(weights.Sum(weight => (weight - mean) * (weight - mean)) / (weights.Length - 1));
        return new LimeColumnStability(column, (double)weights.Length / repeats, mean, deviation);
    }
}
