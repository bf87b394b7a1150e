using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Checks the members of a vote and brings their weights to sum 1.</summary>
internal static class VotingWeights
{
    internal static double[] Normalize(IReadOnlyList<IPredictiveModel> members, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight >= 0 ? weight : double.NaN;
        }

        if (members.Count == 0 || weights.Length != members.Count || !(sum > 0) || !double.IsFinite(sum))
        {
            throw new ModelFormatException($"A vote has '{members.Count}' members and '{weights.Length}' weights; it must have one or more, with one weight of 0 or more each.");
        }

        if (members.Any(member => member.Features.Count != members[0].Features.Count))
        {
            throw new ModelFormatException("The members of a vote must read the same features.");
        }

        double[] normalized = weights.ToArray();
        for (int i = 0; i < normalized.Length; i++)
        {
            normalized[i] /= sum;
        }

        return normalized;
    }
}
