using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Represents estimators that learn from the same rows and vote with their predictions: probabilities for classes, numbers for a regression.</summary>
/// <param name="Members">The estimators, all for the same task.</param>
/// <param name="Weights">One weight of zero or more for each member; empty for equal ones.</param>
public sealed record Voting(IReadOnlyList<IEstimator> Members, IReadOnlyList<double> Weights) : IEstimator
{
    /// <summary>Gets a value indicating whether each member of a classification gives its whole weight to its most probable class, instead of sharing it by its probabilities.</summary>
    public bool IsHard { get; init; }

    /// <inheritdoc/>
    public TaskKind Task => Members.Count > 0 ? Members[0].Task : throw new ModelyardException("A vote has no members and needs at least one.");

    /// <inheritdoc/>
    public LearnerTraits Traits => new()
    {
        Weights = Members.All(member => member.Traits.Weights),
        MissingValues = Members.All(member => member.Traits.MissingValues),
        Categories = Members.All(member => member.Traits.Categories),
        ScaleSensitive = Members.Any(member => member.Traits.ScaleSensitive),
    };

    /// <inheritdoc/>
    public IPredictiveModel FitModel(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Check();
        IPredictiveModel[] models = [.. Members.Select((member, i) => member.FitModel(data, (i == 0 ? context : context.ForPart((ulong)i)).WithShare(1.0 / (Members.Count - i))))];
        return Join(models, Weights.Count == 0 ? [.. Enumerable.Repeat(1.0, models.Length)] : [.. Weights], IsHard);
    }

    /// <summary>Lets fitted models vote.</summary>
    /// <param name="models">The models, all for the same task.</param>
    /// <param name="weights">One weight of zero or more for each.</param>
    /// <param name="isHard">Whether each classifier gives its whole weight to its most probable class.</param>
    /// <returns>One model.</returns>
    public static IPredictiveModel Join(IReadOnlyList<IPredictiveModel> models, ReadOnlySpan<double> weights, bool isHard = false)
    {
        ArgumentNullException.ThrowIfNull(models);
        return models[0] is IRegressionModel
            ? new VotingRegressionModel([.. models.Cast<IRegressionModel>()], weights)
            : new VotingClassificationModel([.. models.Cast<IClassificationModel>()], weights, isHard);
    }

    private void Check()
    {
        TaskKind task = Task;
        if (Members.FirstOrDefault(member => member.Task != task) is { } other)
        {
            throw new ModelyardException($"The vote has members for {task} and for {other.Task}; all must be for the same task.");
        }

        if (IsHard && task != TaskKind.Classification)
        {
            throw new ModelyardException($"The vote is hard and its members are for {task}; only classes can be voted for. Leave 'IsHard' false to average numbers.");
        }

        if (Weights.Count > 0 && (Weights.Count != Members.Count || Weights.Any(weight => !(weight >= 0 && double.IsFinite(weight))) || Weights.All(weight => weight == 0)))
        {
            throw new ModelyardException($"The weights of the vote are '{string.Join(", ", Weights)}'; there must be one of 0 or more for each of its '{Members.Count}' members, and not all 0.");
        }
    }
}
