using Modelyard.Learning;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Server.Tests.Watching;
using Modelyard.Trees.Boosting;

namespace Modelyard.Server.Tests.Studio;

/// <summary>Makes a yard with two versions of a model, runs, a monitor and its alarm; wherever anyone may write a text, it is hostile.</summary>
internal static class MadeYard
{
    public const string Script = "<script>alert('x')</script>";
    public const string Image = "\"><img src=x onerror=alert(1)>";
    public const string Reversed = "\u202Etxet\u202C";

    /// <summary>Makes the yard.</summary>
    /// <returns>The run that made the model.</returns>
    public static string Make(string folder)
    {
        string first;
        WatchedYard.Make(folder);
        using Yard yard = Yard.Open(folder);
        yard.Monitors.Run("daily");
        using (RunLog run = yard.Runs.Start(new RunStart { Name = Script, Data = new RunData($"/data/{Image}.csv", new string('a', 64), 300), CommandLine = $"train {Script}", Seed = 7 }))
        {
            for (int step = 0; step < 5; step++)
            {
                run.LogMetric("loss", 1.0 / (step + 1), step);
            }

            run.LogMetric("test/roc-auc", 0.8);
            run.LogHyperparameter("estimator", "GradientBoostingClassifier");
            run.LogHyperparameter("rate", "0.1");
            run.LogTag(Image, Reversed);
            run.LogWarning(Script);
            run.LogArtifact("report.html", new MemoryStream("<!doctype html><title>x</title><script>alert(1)</script>"u8.ToArray()));
            run.Finish();
            first = run.Id;
        }

        using (RunLog run = yard.Runs.Start(new RunStart { Name = "second" }))
        {
            run.LogMetric("loss", 0.5);
            run.LogMetric("test/roc-auc", 0.7);
            run.LogHyperparameter("rate", "0.2");
            run.Finish(RunStatus.Failed);
        }

        yard.Models.Register("churn", Package(1, 0.80), first, Script, new Dictionary<string, string> { [Image] = Script });
        yard.Models.Register("churn", Package(2, 0.82), first);
        yard.Models.SetAlias("churn", ModelReference.Champion, 1);
        return first;
    }

    private static ModelPackage Package(ulong seed, double score)
    {
        var schema = new FeatureSchema(
            new Feature("tenure"),
            new Feature(Script, FeatureKind.Categorical) { Levels = ["basic", Image, Reversed] },
            new Feature("paperless", FeatureKind.Boolean),
            new Feature("since", FeatureKind.Timestamp));
        var features = new Matrix(300, 4);
        int[] labels = new int[300];
        for (int row = 0; row < 300; row++)
        {
            int mixed = (int)((((ulong)row * 7919) + (seed * 31)) % 97);
            features[row, 0] = row % 11 == 0 ? double.NaN : mixed;
            features[row, 1] = row % 3;
            features[row, 2] = row % 2;
            features[row, 3] = 1.6e9 + (row * 86400.0);
            labels[row] = mixed + (row % 3 * 20) > 60 ? 1 : 0;
        }

        Dataset data = Dataset.ForClassification(features, labels, ["no", Script], schema);
        IPredictiveModel model = new Pipeline([new Imputer(), new OneHotEncoder(), new StandardScaler()], new GradientBoostingClassifier { Iterations = 10 }).FitModel(data, new FitContext());
        return new ModelPackage
        {
            Name = "churn", Estimator = "GradientBoostingClassifier", Predictor = new Predictor(model, "churn"), Profile = TableProfiler.Profile(data), Metrics = [new MetricScore("roc-auc", score, score - 0.05, score + 0.05)],
        };
    }
}
