using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Predicts single targets by the members of a model of several, and reads and checks such members.</summary>
internal static class TargetMembers
{
    /// <summary>Predicts a number, or the probability that a label applies.</summary>
    internal static double Predict(IPredictiveModel member, ReadOnlySpan<double> row)
    {
        if (member is IRegressionModel regression)
        {
            return regression.Predict(row);
        }

        Span<double> pair = stackalloc double[2];
        ((IClassificationModel)member).PredictProbability(row, pair);
        return pair[1];
    }

    /// <summary>Reads the shares of labels that had no member to learn: 0 or 1, NaN for the others.</summary>
    internal static double[] ReadConstants(StateReader state, int targets)
    {
        double[] constants = state.ReadDoubles("constants", targets);
        return Array.TrueForAll(constants, constant => double.IsNaN(constant) || constant is 0 or 1)
            ? constants
            : throw new ModelFormatException("The value 'constants' of the model must hold 0, 1 or NaN.");
    }

    /// <summary>Reads members, of which there is one for each target that is not constant.</summary>
    /// <param name="state">The state.</param>
    /// <param name="task">What each target is.</param>
    /// <param name="constants">The constant targets.</param>
    /// <param name="features">The number of features that the member of a place must read.</param>
    internal static IReadOnlyList<IPredictiveModel> Read(StateReader state, TaskKind task, double[] constants, Func<int, int> features)
    {
        IReadOnlyList<IPredictiveModel> members = state.ReadParts<IPredictiveModel>("members");
        bool suits = members.Count == constants.Count(double.IsNaN)
            && members.Select((member, i) => member.Features.Count == features(i)).All(fits => fits)
            && members.All(member => task == TaskKind.Regression ? member is IRegressionModel : member is IClassificationModel { Classes.Count: 2 });
        return suits ? members : throw new ModelFormatException($"The members of the model must be as many as its targets that vary, for {task}, and read its features.");
    }
}
