using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Modelyard.Learning;
using Modelyard.Lifecycle.Training;
using Modelyard.Persistence;
using Modelyard.Training;

namespace Modelyard.Lifecycle.Challengers;

/// <summary>Makes a challenger by the recipe of the version in production from newer rows, compares the two on rows that neither was learned from, and registers it as <c>challenger</c>.</summary>
/// <param name="yard">The yard.</param>
/// <param name="model">The name of the model.</param>
/// <param name="plan">What it is made of, compared on, and when it is promoted.</param>
/// <param name="commandLine">The command line, for the lineage; null if there is none.</param>
public sealed class ChallengerJob(Yard yard, string model, RetrainingPlan plan, string? commandLine = null)
{
    /// <summary>The name, among the artifacts of the run, of the page on the comparison.</summary>
    public const string PageName = "challenger.html";

    /// <summary>Makes, compares, registers, and promotes if the rule says so.</summary>
    /// <param name="progress">Who is told how far it has come.</param>
    /// <param name="stop">Ends the search; the best that was found so far is then fitted, compared and recorded.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ModelyardException">The version does not tell how it was made, or there are no rows to make a challenger of.</exception>
    public ChallengerOutcome Run(IProgress<TrainingProgress>? progress = null, CancellationToken stop = default) => Run(null, progress, stop, CancellationToken.None);

    /// <summary>Makes, compares, registers, and promotes if the rule says so.</summary>
    /// <param name="conclude">What is written in the transaction that registers it; null for nothing.</param>
    /// <param name="progress">Who is told how far it has come.</param>
    /// <param name="stop">Ends the search.</param>
    /// <param name="abandon">Ends the work, so that nothing is registered.</param>
    internal ChallengerOutcome Run(Action<SqliteConnection, ChallengerOutcome>? conclude, IProgress<TrainingProgress>? progress, CancellationToken stop, CancellationToken abandon)
    {
        plan.Check();
        ModelVersion champion = yard.Models.Resolve(ModelReference.CheckName("model", model));
        ModelPackage production = yard.Models.Load(champion);
        var recipe = TrainingRecipe.Of(production);
        var gatherer = new RowGatherer(yard, champion, production, recipe);
        GatheredRows rows = gatherer.Gather(plan.Source, stop);
        HeldOutRows held = HeldOutRows.Of(rows, gatherer.Old(stop), production.Predictor.Inputs, recipe, plan);
        TrainingData data = TrainingData.Keep(held.ToLearn, rows.Name, yard.Artifacts);
        int threads = plan.Threads ?? Environment.ProcessorCount;
        var context = new FitContext { Seed = recipe.Seed, Parallelism = threads, Cancellation = abandon };
        var comparing = new ComparisonRun(champion, production, plan.Promotion, recipe.Metric, context);
        ChallengerOutcome? outcome = null;
        RetrainingJob.Train(yard, data, champion, recipe.WithParallelism(threads), commandLine, Register, progress, stop);
        return outcome!;

        ModelVersion Register(Yard kept, string name, ModelPackage package, RunLog run)
        {
            abandon.ThrowIfCancellationRequested();
            run.LogTag("retrained from", champion.Reference);
            ChallengerComparison comparison = comparing.Run(package, held);
            PromotionDecision decision = plan.Promotion.Decide(comparison);
            ModelVersion version = kept.Models.Register(name, package, run.Id, Description(comparison), Tags(comparison), (connection, made) =>
            {
                outcome = new ChallengerOutcome(champion, made, recipe, rows.Name, data.Frame.RowCount, comparison, Settle(connection, champion, made, decision));
                conclude?.Invoke(connection, outcome);
            });
            using var page = new MemoryStream(Encoding.UTF8.GetBytes(ChallengerReport.Page(outcome!).ToHtml()));
            run.LogArtifact(PageName, page);
            return version;
        }
    }

    /// <summary>Moves the aliases in the transaction that registers the challenger.</summary>
    private static PromotionDecision Settle(SqliteConnection connection, ModelVersion champion, ModelVersion made, PromotionDecision decision)
    {
        int? now = ModelRegistry.AliasOf(connection, champion.Name, ModelReference.Champion);
        if (now is null)
        {
            // Without the alias a plain name means the newest version, which would put the challenger into production by being there.
            ModelRegistry.PointAlias(connection, champion.Name, ModelReference.Champion, now ??= champion.Version);
        }

        ModelRegistry.PointAlias(connection, made.Name, ModelReference.Challenger, made.Version);
        if (decision.Outcome != PromotionOutcome.Promote)
        {
            return decision;
        }

        if (now != champion.Version)
        {
            return new PromotionDecision(PromotionOutcome.Wait, [.. decision.Reasons, $"The version in production has become '{champion.Name}:{now}' meanwhile, with which the challenger was not compared."]);
        }

        ModelRegistry.PointAlias(connection, made.Name, ModelReference.Champion, made.Version);
        return decision;
    }

    private static string Description(ChallengerComparison comparison) => comparison.Deciding is { } one
        ? string.Create(CultureInfo.InvariantCulture, $"Challenger of {comparison.Champion}: {one.Metric.Name} {one.Second.Value:0.####}, {one.First.Value:0.####} of the version in production, p {one.Outcome.PValue:0.####}, on {comparison.Rows} rows.")
        : $"Challenger of {comparison.Champion}. {comparison.Fault}";

    private static Dictionary<string, string> Tags(ChallengerComparison comparison)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["retrained from"] = comparison.Champion, ["compared on"] = comparison.Data };
        if (comparison.Deciding is { } one)
        {
            tags["metric"] = one.Metric.Name;
            tags["gain"] = comparison.Gain.ToString("0.######", CultureInfo.InvariantCulture);
            tags["p"] = one.Outcome.PValue.ToString("0.######", CultureInfo.InvariantCulture);
        }

        return tags;
    }
}
