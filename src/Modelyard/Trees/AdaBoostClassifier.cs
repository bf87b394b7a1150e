using Modelyard.Learning;
using Modelyard.Trees.Growing;

namespace Modelyard.Trees;

/// <summary>Represents AdaBoost for two classes or more: weak classifiers, each trained with more weight on the rows that those before it got wrong, that vote.</summary>
/// <remarks>
/// This is SAMME: a member whose weighted error is <c>e</c> gets the vote <c>LearningRate (log((1 − e)/e) + log(K − 1))</c>, and the rows it got wrong weigh
/// more by the exponential of that. It ends early at a member without an error, which gets the vote 1, or at one that is no better than chance, which is left out.
/// Sources: Freund and Schapire (1997), A decision-theoretic generalization of on-line learning, Journal of Computer and System Sciences 55(1);
/// Zhu, Zou, Rosset and Hastie (2009), Multi-class AdaBoost, Statistics and Its Interface 2.
/// </remarks>
public sealed record AdaBoostClassifier : IClassifier<AdaBoostClassificationModel>
{
    /// <summary>Gets the greatest number of members.</summary>
    [Hyperparameter(Meaning = "Greatest number of members.", Minimum = 1, Scale = Scale.Logarithmic, Search = [25, 400])]
    public int Iterations { get; init; } = 50;

    /// <summary>Gets the factor by which the vote of each member is shrunk.</summary>
    [Hyperparameter(Meaning = "Factor by which the vote of each member is shrunk.", Minimum = 0, MinimumExclusive = true, Maximum = 10, Scale = Scale.Logarithmic, Search = [0.1, 2])]
    public double LearningRate { get; init; } = 1;

    /// <summary>Gets the depth of the trees that are boosted unless <see cref="Estimator"/> names something else.</summary>
    [Hyperparameter(Meaning = "Depth of the trees that are boosted.", Minimum = 1, Maximum = 10_000, Search = [1, 8])]
    public int MaxDepth { get; init; } = 1;

    /// <summary>Gets how much the rows of each class weigh at the start.</summary>
    [Hyperparameter(Meaning = "Weight of the rows of each class.")]
    public ClassWeight ClassWeight { get; init; }

    /// <summary>Gets what is boosted, a classifier that supports weights; null for a decision tree of the depth <see cref="MaxDepth"/>.</summary>
    public IEstimator? Estimator { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => Boosted.Traits with { WeightsCountAsRows = false, DependsOnRowOrder = true, Sparse = false };

    private IEstimator Boosted => Estimator ?? new DecisionTreeClassifier { MaxDepth = MaxDepth };

    /// <inheritdoc/>
    public AdaBoostClassificationModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        IEstimator boosted = Boosted;
        if (boosted.Task != TaskKind.Classification || !boosted.Traits.Weights)
        {
            throw new ModelyardException($"'AdaBoostClassifier' boosts '{boosted.GetType().Name}', which must be a classifier that supports weights.");
        }

        FitChecks.Run(this, data, context);
        context.Checkpoint();
        Hyperparameters.Check(boosted);
        RankTable? ranks = BoostingRounds.Rank(boosted, data, context);
        double[] weights = StartWeights(data);
        double logOthers = Math.Log(Math.Max(1, CountClasses(data, weights) - 1));
        double chance = 1 - (1 / (1 + Math.Exp(logOthers)));
        var members = new List<IClassificationModel>();
        List<double> votes = [], errors = [];
        int[] predicted = new int[data.RowCount];
        IClassificationModel? member = null;
        while (members.Count < Iterations && BoostingRounds.InTime(members.Count, Iterations, context, () =>
        {
            member = (IClassificationModel)BoostingRounds.Fit(boosted, data.WithWeights(weights), ranks, context, members.Count, Iterations);
            context.Predict(member, data.Features, predicted);
        }))
        {
            double error = Error(data, weights, predicted);
            if (error >= chance && members.Count > 0)
            {
                break;
            }

            members.Add(member!);
            errors.Add(error);
            context.Report(members.Count, Iterations);
            if (error <= 0 || error >= chance)
            {
                votes.Add(1);
                break;
            }

            votes.Add(LearningRate * (Math.Log((1 - error) / error) + logOthers));
            if (members.Count == Iterations)
            {
                break;
            }

            if (Reweighted(data, weights, predicted, votes[^1]) is not { } next)
            {
                context.Warn($"The weights of the rows grew beyond all bounds after '{members.Count}' members; the model has those. Lower the LearningRate.");
                break;
            }

            weights = next;
        }

        return new AdaBoostClassificationModel(data.Schema, data.Classes, members, [.. votes], [.. errors]);
    }

    private double[] StartWeights(Dataset data)
    {
        ReadOnlySpan<double> own = data.WeightsWith(ClassWeight);
        double[] weights = new double[data.RowCount];
        Array.Fill(weights, 1);
        own.CopyTo(weights);
        return Even(weights, weights.Sum());
    }

    /// <summary>Scales weights to a mean of 1: sums of equal ones are then exact, so that of equally good splits the draw of the features chooses, not the rounding (ada_letters).</summary>
    private static double[] Even(double[] weights, double total)
    {
        double factor = weights.Length / total;
        return Array.ConvertAll(weights, weight => weight * factor);
    }

    private static int CountClasses(Dataset data, double[] weights)
    {
        bool[] present = new bool[data.ClassCount];
        for (int row = 0; row < weights.Length; row++)
        {
            present[data.Labels[row]] |= weights[row] > 0;
        }

        return present.Count(one => one);
    }

    private static double Error(Dataset data, double[] weights, int[] predicted)
    {
        double wrong = 0, total = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            total += weights[row];
            wrong += predicted[row] != data.Labels[row] ? weights[row] : 0;
        }

        return wrong / total;
    }

    /// <summary>Raises the weights of the rows that were predicted wrong; null if they leave the range of numbers.</summary>
    private static double[]? Reweighted(Dataset data, double[] weights, int[] predicted, double vote)
    {
        double[] raised = new double[weights.Length];
        double factor = Math.Exp(vote), total = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            raised[row] = weights[row] == 0 ? 0 : weights[row] * (predicted[row] != data.Labels[row] ? factor : 1);
            total += raised[row];
        }

        return double.IsFinite(total) && total > 0 ? Even(raised, total) : null;
    }
}
