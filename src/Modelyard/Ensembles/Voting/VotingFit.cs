using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Fits the members of a vote, each to all rows.</summary>
internal static class VotingFit
{
    /// <summary>Says what a vote can take: what all of its members can.</summary>
    internal static LearnerTraits Traits(IReadOnlyList<IEstimator> members) => new()
    {
        Weights = members.All(member => member.Traits.Weights),
        MissingValues = members.All(member => member.Traits.MissingValues),
        Categories = members.All(member => member.Traits.Categories),
        Sparse = members.All(member => member.Traits.Sparse),
        NonNegative = members.Any(member => member.Traits.NonNegative),
        ScaleSensitive = members.Any(member => member.Traits.ScaleSensitive),
        Linear = members.Any(member => member.Traits.Linear),
        DependsOnRowOrder = members.Any(member => member.Traits.DependsOnRowOrder),
        WeightsCountAsRows = members.All(member => member.Traits.WeightsCountAsRows),
        TargetRange = members.Count == 0 ? default : members.Max(member => member.Traits.TargetRange),
    };

    /// <summary>Fits the members one after the other, as each uses all threads; of the time that is left, each gets its even share.</summary>
    /// <returns>A model and a weight for each member.</returns>
    internal static (IPredictiveModel[] Models, double[] Weights) Run(IEstimator vote, IReadOnlyList<IEstimator> members, IReadOnlyList<double> weights, Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(vote, data, context);
        if (weights.Count > 0 && (weights.Count != members.Count || weights.All(weight => weight == 0)))
        {
            throw new ModelyardException($"The weights of the vote are '{string.Join(", ", weights)}'; there must be one for each of its '{members.Count}' members, and not all 0.");
        }

        context.Checkpoint();
        var models = new IPredictiveModel[members.Count];
        for (int i = 0; i < models.Length; i++)
        {
            FitContext own = i == 0 ? context : context.ForPart((ulong)i);
            models[i] = members[i].FitModel(data, own.WithShare(1.0 / (models.Length - i)) with { Progress = null });
            context.Report(i + 1, models.Length);
        }

        return (models, weights.Count == 0 ? [.. Enumerable.Repeat(1.0, models.Length)] : [.. weights]);
    }
}
