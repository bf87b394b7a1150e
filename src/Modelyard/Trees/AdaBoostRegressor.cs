using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Growing;

namespace Modelyard.Trees;

/// <summary>Represents AdaBoost for numbers: estimators, each trained on rows drawn with more chance for those that the ones before it missed by far.</summary>
/// <remarks>
/// This is AdaBoost.R2: with the errors of the rows as shares of the greatest and their weighted mean <c>e</c>, a row's weight is multiplied by
/// <c>(e/(1 − e))^(LearningRate (1 − error))</c>, and the model predicts the median of its members, each weighing <c>LearningRate log((1 − e)/e)</c>.
/// It ends early at a member without an error or at one whose mean error is a half or more, which is left out unless it is the first.
/// Source: Drucker (1997), Improving regressors using boosting techniques, ICML.
/// </remarks>
public sealed record AdaBoostRegressor : IRegressor<AdaBoostRegressionModel>
{
    private const ulong DrawStream = 1UL << 32;

    /// <summary>Gets the greatest number of members.</summary>
    [Hyperparameter(Meaning = "Greatest number of members.", Minimum = 1, Scale = Scale.Logarithmic, Search = [25, 400])]
    public int Iterations { get; init; } = 50;

    /// <summary>Gets the factor by which the say of each member is shrunk.</summary>
    [Hyperparameter(Meaning = "Factor by which the say of each member is shrunk.", Minimum = 0, MinimumExclusive = true, Maximum = 10, Scale = Scale.Logarithmic, Search = [0.1, 2])]
    public double LearningRate { get; init; } = 1;

    /// <summary>Gets how the error of a row is measured.</summary>
    [Hyperparameter(Meaning = "How the error of a row is measured.", SearchAll = true)]
    public AdaBoostLoss Loss { get; init; }

    /// <summary>Gets the depth of the trees that are boosted unless <see cref="Estimator"/> names something else.</summary>
    [Hyperparameter(Meaning = "Depth of the trees that are boosted.", Minimum = 1, Maximum = 10_000, Search = [2, 12])]
    public int MaxDepth { get; init; } = 3;

    /// <summary>Gets what is boosted, an estimator of a number; null for a decision tree of the depth <see cref="MaxDepth"/>.</summary>
    public IEstimator? Estimator { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => Boosted.Traits with { Weights = true, WeightsCountAsRows = false, DependsOnRowOrder = true, Sparse = false };

    private IEstimator Boosted => Estimator ?? new DecisionTreeRegressor { MaxDepth = MaxDepth };

    /// <inheritdoc/>
    public AdaBoostRegressionModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        IEstimator boosted = Boosted;
        if (boosted.Task != TaskKind.Regression)
        {
            throw new ModelyardException($"'AdaBoostRegressor' boosts '{boosted.GetType().Name}', which must be an estimator of a number.");
        }

        FitChecks.Run(this, data, context);
        context.Checkpoint();
        Hyperparameters.Check(boosted);
        RankTable? ranks = BoostingRounds.Rank(boosted, data, context);
        double[] weights = new double[data.RowCount];
        Array.Fill(weights, 1);
        data.Weights.CopyTo(weights);
        var members = new List<IRegressionModel>();
        List<double> votes = [], errors = [];
        double[] misses = new double[data.RowCount];
        IRegressionModel? member = null;
        double error = 0;
        while (members.Count < Iterations && BoostingRounds.InTime(members.Count, Iterations, context, () =>
        {
            Normalize(weights);
            Dataset drawn = Draw(data, weights, ranks is not null, members.Count, context);
            member = (IRegressionModel)BoostingRounds.Fit(boosted, drawn, ranks, context, members.Count, Iterations);
            error = Miss(member, data, weights, misses, context);
        }))
        {
            if (error >= 0.5 && members.Count > 0)
            {
                break;
            }

            members.Add(member!);
            errors.Add(error);
            context.Report(members.Count, Iterations);
            if (error <= 0 || error >= 0.5)
            {
                votes.Add(1);
                break;
            }

            votes.Add(LearningRate * Math.Log((1 - error) / error));
            for (int row = 0; row < weights.Length; row++)
            {
                weights[row] *= Math.Pow(error / (1 - error), LearningRate * (1 - misses[row]));
            }
        }

        return new AdaBoostRegressionModel(data.Schema, members, [.. votes], [.. errors]);
    }

    private static void Normalize(double[] weights)
    {
        double total = weights.Sum();
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] /= total;
        }
    }

    /// <summary>Draws as many rows as there are, with replacement.</summary>
    /// <returns>The rows in order; for a tree all rows, weighing as often as they were drawn, so that one drawn twice counts once towards the rows of a leaf.</returns>
    private static Dataset Draw(Dataset data, double[] weights, bool asWeights, int round, FitContext context)
    {
        RandomStream random = context.Random(DrawStream + (ulong)round);
        double[] through = new double[weights.Length];
        double total = 0;
        int last = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            total += weights[row];
            through[row] = total;
            last = weights[row] > 0 ? row : last;
        }

        double[] counts = new double[weights.Length];
        foreach (int _ in context.Rows(counts.Length))
        {
            // The first row whose running sum exceeds the draw: one of weight 0 never does so first.
            double drawn = random.NextDouble() * total;
            int low = 0, high = last;
            while (low < high)
            {
                int middle = low + ((high - low) / 2);
                (low, high) = through[middle] > drawn ? (low, middle) : (middle + 1, high);
            }

            counts[low]++;
        }

        return asWeights ? data.WithWeights(counts) : data.Rows(Rows(counts), context).WithWeights(null);
    }

    /// <summary>Lists each row as often as it was drawn.</summary>
    private static int[] Rows(double[] counts)
    {
        int[] rows = new int[counts.Length];
        int next = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            for (double left = counts[row]; left > 0; left--)
            {
                rows[next++] = row;
            }
        }

        return rows;
    }

    /// <summary>Computes the error of each row, from 0 to 1, and their weighted mean.</summary>
    private double Miss(IRegressionModel member, Dataset data, double[] weights, double[] misses, FitContext context)
    {
        context.Predict(member, data.Features, misses);
        double greatest = 0;
        for (int row = 0; row < misses.Length; row++)
        {
            misses[row] = Math.Abs(misses[row] - data.Target[row]);
            greatest = weights[row] > 0 ? Math.Max(greatest, misses[row]) : greatest;
        }

        double error = 0;
        for (int row = 0; row < misses.Length; row++)
        {
            double share = greatest > 0 ? Math.Min(1, misses[row] / greatest) : 0;
            misses[row] = Loss switch
            {
                AdaBoostLoss.Square => share * share,
                AdaBoostLoss.Exponential => 1 - Math.Exp(-share),
                _ => share,
            };
            error += weights[row] * misses[row];
        }

        return error;
    }
}
