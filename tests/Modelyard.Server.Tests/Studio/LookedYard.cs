using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Server.Tests.Studio;

/// <summary>Makes a yard whose monitor looks at all there is: days of a log with latencies and labels, of which the last four are answered worse and the last is unlike the others.</summary>
internal static class LookedYard
{
    public const string Monitor = "looks";
    public const int Days = 14, WorseFrom = 10, Rows = 300;

    private static readonly DateTime s_first = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Gets the end of the days that are logged.</summary>
    public static DateTime End => s_first.AddDays(Days);

    public static void Make(string folder)
    {
        using Yard yard = Yard.Open(folder);
        Predictor model = Learn();
        yard.Models.Register("loans", new ModelPackage { Name = "loans", Estimator = "LogisticRegression", Predictor = model });
        using (PredictionLog log = yard.Predictions.Open("loans"))
        using (PredictionTableWriter writer = log.TableWriterOf(new PredictionSource("loans", "1", model.Inputs, "repaid") { Classes = ["No", "Yes"] }))
        {
            for (int day = 0; day < Days; day++)
            {
                Log(log, writer, model, day);
            }
        }

        yard.Monitors.Add(new MonitorDefinition(Monitor, "loans")
        {
            Reference = new MonitorReference(ReferenceKind.First, 1), Watch = [WatchKind.Drift, WatchKind.Operation, WatchKind.Anomalies, WatchKind.Explanations, WatchKind.Performance, WatchKind.Estimate],
            Costs = "Yes:No=5, No:Yes=1", Fair = ["_prediction"],
        });
        yard.Monitors.Run(Monitor, s_first.AddDays(Days));
    }

    private static void Log(PredictionLog log, PredictionTableWriter writer, Predictor model, int day)
    {
        var random = new RandomStream(17, (ulong)day);
        double[] first = new double[Rows], second = new double[Rows], yes = new double[Rows], latency = new double[Rows], chances = new double[2];
        string[] answers = new string[Rows], requests = new string[Rows];
        var labels = new List<TrueLabel>();
        for (int row = 0; row < Rows; row++)
        {
            bool isFar = day == Days - 1 && row % 8 == 0;
            first[row] = isFar ? 5 : random.NextGaussian();
            second[row] = isFar ? 5 : random.NextGaussian();
            latency[row] = Math.Exp(1 + (0.4 * random.NextGaussian())) * (day == 6 ? 4 : 1);
            answers[row] = model.PredictClass([first[row], second[row]], chances) == 1 ? "Yes" : "No";
            yes[row] = chances[1];
            requests[row] = $"{day}-{row}";
            bool truth = (random.NextDouble() < chances[1]) ^ (day >= WorseFrom && random.NextDouble() < 0.25);
            labels.Add(new TrueLabel(truth ? "Yes" : "No") { Request = requests[row], Row = 0 });
        }

        writer.Write(
            Frame.Of(
                new TextColumn("_request", requests), new DoubleColumn("age", first), new DoubleColumn(MadeYard.Script, second), CategoryColumn.From("_prediction", answers), new DoubleColumn("_latency_ms", latency),
                new DoubleColumn("_probability.No", [.. yes.Select(one => 1 - one)]), new DoubleColumn("_probability.Yes", yes), CategoryColumn.From("_version", [.. answers.Select(_ => "1")])),
            s_first.AddDays(day).AddHours(9));
        log.AddLabels(labels);
    }

    private static Predictor Learn()
    {
        var random = new RandomStream(5, 0);
        var features = new Matrix(2000, 2);
        int[] labels = new int[2000];
        for (int row = 0; row < labels.Length; row++)
        {
            (features[row, 0], features[row, 1]) = (random.NextGaussian(), random.NextGaussian());
            labels[row] = random.NextDouble() < 1 / (1 + Math.Exp(1.5 * (features[row, 1] - features[row, 0]))) ? 1 : 0;
        }

        Dataset data = Dataset.ForClassification(features, labels, ["No", "Yes"], new FeatureSchema(new Feature("age"), new Feature(MadeYard.Script)));
        return new Predictor(new Pipeline([new StandardScaler()], new LogisticRegression()).FitModel(data, new FitContext()), "repaid");
    }
}
