using Modelyard.Learning;
using Modelyard.Trees.Growing;

namespace Modelyard.Trees;

/// <summary>Holds what the rounds of both kinds of AdaBoost share.</summary>
internal static class BoostingRounds
{
    /// <summary>Makes the features codes once for all rounds, if trees are boosted; else gives null. Ranking is most of the time of a stump (ada_letters).</summary>
    public static RankTable? Rank(IEstimator estimator, Dataset data, FitContext context) =>
        estimator is DecisionTreeClassifier or DecisionTreeRegressor ? RankTable.Create(data, context) : null;

    /// <summary>Does the work of a round.</summary>
    /// <returns>False, and the user is told, if the time budget ended and there are members already.</returns>
    public static bool InTime(int round, int rounds, FitContext context, Action work)
    {
        try
        {
            if (round == 0 || !context.ShouldStop())
            {
                work();
                return true;
            }
        }
        catch (FitBudgetException) when (round > 0)
        {
            // What follows tells the user.
        }

        context.Warn($"The time budget ended after '{round}' of '{rounds}' members; the model has only those.");
        return false;
    }

    /// <summary>Fits a member, each with a seed of its own.</summary>
    public static IPredictiveModel Fit(IEstimator estimator, Dataset data, RankTable? ranks, FitContext context, int round, int rounds)
    {
        FitContext own = context.ForPart((ulong)round).WithShare(1.0 / (rounds - round)) with { Progress = null };
        return estimator switch
        {
            DecisionTreeClassifier tree when ranks is not null => tree.Fit(data, ranks, own),
            DecisionTreeRegressor tree when ranks is not null => tree.Fit(data, ranks, own),
            _ => estimator.FitModel(data, own),
        };
    }

    /// <summary>Computes the mean of the members' importances by their votes; all 0 if a member has none.</summary>
    public static double[] Importances(IReadOnlyList<IPredictiveModel> members, double[] votes, int features)
    {
        double[] sums = new double[features];
        for (int i = 0; i < members.Count; i++)
        {
            if (members[i] is not IFeatureImportance member)
            {
                return new double[features];
            }

            for (int feature = 0; feature < features; feature++)
            {
                sums[feature] += votes[i] * member.FeatureImportances[feature];
            }
        }

        double total = sums.Sum();
        return total > 0 ? Array.ConvertAll(sums, sum => sum / total) : sums;
    }

    /// <summary>Checks what a model file says of the members and their votes.</summary>
    public static void Check(FeatureSchema features, IReadOnlyList<IPredictiveModel> members, double[] votes, double[] errors)
    {
        if (members.Count == 0 || votes.Length != members.Count || errors.Length != members.Count || Array.Exists(votes, vote => !(vote >= 0 && double.IsFinite(vote))))
        {
            throw new ModelFormatException($"The model has '{members.Count}' members, '{votes.Length}' votes and '{errors.Length}' errors; there must be one or more members with a finite vote of 0 or more and an error each.");
        }

        if (members.Any(member => member.Features.Count != features.Count))
        {
            throw new ModelFormatException("The members of the model must read its features.");
        }
    }
}
