namespace Modelyard.Trees.Boosting;

/// <summary>Holds what classification and regression share: how trees grow and when to stop.</summary>
internal sealed record BoostingPlan
{
    internal required double LearningRate { get; init; }

    internal required int Iterations { get; init; }

    internal required int MaxBins { get; init; }

    internal required double RowShare { get; init; }

    /// <summary>Gets how rows are drawn by their gradients, or null if they are not.</summary>
    internal GradientSampling? GradientSampling { get; init; }

    /// <summary>Gets the model from which the fit goes on, or null if it begins with none.</summary>
    internal BoostingStart? Start { get; init; }

    internal required EarlyStopping EarlyStopping { get; init; }

    internal required double ValidationShare { get; init; }

    internal required int Patience { get; init; }

    internal required double Tolerance { get; init; }

    internal required GrowthSettings Growth { get; init; }

    /// <summary>Gets the weight of each row of the data, or null if every row weighs 1.</summary>
    internal required double[]? Weights { get; init; }

    /// <summary>Gets what makes the objective of some rows: null for all rows.</summary>
    internal required Func<int[]?, Objective> Objective { get; init; }
}
