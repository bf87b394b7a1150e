using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Selection.Features;

/// <summary>Represents the search for all features that say more of the target than shuffled copies of the features do.</summary>
/// <remarks>
/// In each round a forest learns from the features and a shuffled copy of each, its shadow; a feature scores a hit if it is more important than the best shadow. A feature is confirmed if it has more hits than a fair
/// coin would give, and rejected, and left out from then on, if it has fewer: by binomial tests at <see cref="Level"/>, divided by the number of features and of rounds, so that the chance of a
/// decision that the coin does not bear out is at most the level for all together. What is undecided in the end is tentative.
/// The rounds draw shadows and trees anew, not rows: a feature of noise that by chance goes with the target in these very rows better than the best shadow does is confirmed too. Where all is noise, fewer than 0.7 p / s of
/// p features are, for s shadows in all; more <see cref="Copies"/> make them rarer.
/// It finds features that say the same beside each other, where elimination keeps one. The importance is that of the model, so that what its kind of importance favours, such as many levels, its shadows have too.
/// A choice that runs out of time returns what its rounds told. Source: Kursa and Rudnicki (2010), Feature Selection with the Boruta Package, Journal of Statistical Software 36(11).
/// </remarks>
public sealed record BorutaSelection : IFeatureSelector
{
    private const int LeastShadows = 20;

    /// <summary>Gets what learns and says how much it used each feature; a random forest of trees of at most seven levels if null.</summary>
    public IEstimator? Estimator { get; init; }

    /// <summary>Gets the greatest number of rounds, 1 or more.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>Gets the number of shadows of each feature, 1 or more; there are more where there would be fewer than twenty in all.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Gets the chance of a wrong decision about any feature in any round, between 0 and 1.</summary>
    public double Level { get; init; } = 0.05;

    /// <inheritdoc/>
    public FeatureChoice Select(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        SettingCheck.AtLeast(nameof(Rounds), Rounds, 1);
        SettingCheck.AtLeast(nameof(Copies), Copies, 1);
        SettingCheck.Between(nameof(Level), Level);
        IEstimator estimator = DefaultEstimators.Choose(Estimator, () => DefaultEstimators.Forest(data.Task), data, nameof(BorutaSelection));
        var prepared = PreparedColumns.Fit(data, estimator.Traits, context);
        int[] hits = new int[data.FeatureCount], tried = new int[data.FeatureCount];
        var decisions = new FeatureDecision[data.FeatureCount];
        Array.Fill(decisions, FeatureDecision.Tentative);
        double level = Level / ((double)data.FeatureCount * Rounds);
        int round = 0;
        for (; round < Rounds && decisions.Contains(FeatureDecision.Tentative); round++)
        {
            int[] columns = [.. Enumerable.Range(0, hits.Length).Where(column => decisions[column] != FeatureDecision.Rejected)];
            if (Importances(prepared, estimator, columns, context, round) is not { } importances)
            {
                context.Warn($"The time ended the selection after {round} of {Rounds} rounds. Give it more, or a faster estimator.");
                break;
            }

            double best = importances[columns.Length..].Max();
            for (int i = 0; i < columns.Length; i++)
            {
                tried[columns[i]]++;
                hits[columns[i]] += importances[i] > best ? 1 : 0;
            }

            foreach (int column in columns.Where(column => decisions[column] == FeatureDecision.Tentative))
            {
                decisions[column] = BinomialTail.AtLeast(hits[column], tried[column]) <= level ? FeatureDecision.Selected
                    : BinomialTail.AtMost(hits[column], tried[column]) <= level ? FeatureDecision.Rejected
                    : FeatureDecision.Tentative;
            }

            context.Report(round + 1, Rounds);
        }

        return Result(data.Schema, hits, tried, decisions, round) with { Learner = EstimatorText.Format(estimator) };
    }

    /// <summary>Learns from the columns and their shadows.</summary>
    /// <returns>The importance of each column, then of each shadow; null if there was no time.</returns>
    private double[]? Importances(PreparedColumns prepared, IEstimator estimator, int[] columns, FitContext context, int round)
    {
        if (context.ShouldStop())
        {
            return null;
        }

        FitContext own = context.ForPart((ulong)round) with { Progress = null };
        int[] shadows = [.. Enumerable.Range(0, Math.Max(LeastShadows, Copies * columns.Length)).Select(i => columns[i % columns.Length])];
        try
        {
            IPredictiveModel model = estimator.FitModel(WithShadows(prepared, columns, shadows, own), own);
            return own.OutOfTime ? null : prepared.SumUp(ColumnImportance.Of(model, estimator), [.. columns, .. shadows]);
        }
        catch (FitBudgetException)
        {
            return null;
        }
    }

    private static Dataset WithShadows(PreparedColumns prepared, int[] columns, int[] shadows, FitContext context)
    {
        Dataset data = prepared.Data;
        int[] outputs = [.. columns.SelectMany(prepared.OutputsOf)];
        int[][] sources = Array.ConvertAll(shadows, column => prepared.OutputsOf(column).ToArray());
        var features = new Matrix(data.RowCount, outputs.Length + sources.Sum(source => source.Length));
        int[][] orders = [.. Enumerable.Range(0, shadows.Length).Select(i => context.Random((ulong)i + 1).Permutation(data.RowCount))];
        for (int row = 0; row < data.RowCount; row++)
        {
            ReadOnlySpan<double> from = data.Features.Row(row);
            Span<double> to = features.Row(row);
            int at = 0;
            foreach (int output in outputs)
            {
                to[at++] = from[output];
            }

            for (int shadow = 0; shadow < sources.Length; shadow++)
            {
                ReadOnlySpan<double> other = data.Features.Row(orders[shadow][row]);
                foreach (int output in sources[shadow])
                {
                    to[at++] = other[output];
                }
            }
        }

        IEnumerable<Feature> copies = sources.SelectMany((source, i) => source.Select(output => data.Schema[output] with { Name = $"shadow {i} of {data.Schema[output].Name}" }));
        return data.WithFeatures(features, new FeatureSchema(outputs.Select(output => data.Schema[output]).Concat(copies)));
    }

    private FeatureChoice Result(FeatureSchema schema, int[] hits, int[] tried, FeatureDecision[] decisions, int rounds)
    {
        FeatureVerdict[] ordered = [.. schema
            .Select((feature, i) => new FeatureVerdict(feature.Name, decisions[i], 0, tried[i] == 0 ? double.NaN : (double)hits[i] / tried[i]))
            .OrderBy(verdict => verdict.Decision).ThenByDescending(verdict => verdict.Score)];
        string[] Names(FeatureDecision decision) => [.. ordered.Where(verdict => verdict.Decision == decision).Select(verdict => verdict.Name)];
        string[] confirmed = Names(FeatureDecision.Selected), tentative = Names(FeatureDecision.Tentative);
        string open = tentative.Length == 0 ? "" : $" Undecided after {rounds} rounds: {FeatureChoice.List(tentative)}; more rounds may tell.";
        return new FeatureChoice(
            "Boruta",
            [.. ordered.Select((verdict, i) => verdict with { Rank = i + 1 })],
            "share of rounds above the best shadow",
            $"{FeatureChoice.Count(confirmed.Length, schema.Count)} confirmed to say more than shuffled ones: {FeatureChoice.List(confirmed)}.{open}")
        {
            Threshold = 0.5,
        };
    }
}
