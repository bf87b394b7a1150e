using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Server.Tests.Watching;

/// <summary>Makes a yard with a log of three days, of which the last differs, and a monitor of it that has not been run.</summary>
internal static class WatchedYard
{
    public static void Make(string folder)
    {
        using Yard yard = Yard.Open(folder);
        var source = new PredictionSource("churn", "1", new FeatureSchema(new Feature("x")), "churn") { Classes = ["No", "Yes"] };
        using PredictionLog log = yard.Predictions.Open("churn");
        using PredictionTableWriter writer = log.TableWriterOf(source);
        for (int day = 0; day < 3; day++)
        {
            writer.Write(
                Frame.Of([new DoubleColumn("x", [.. Enumerable.Range(0, 100).Select(i => (i * 37 % 101) + (day == 2 ? 200.5 : 0.5))]), CategoryColumn.From("_prediction", Enumerable.Repeat("No", 100))]),
                new DateTime(2026, 3, 2 + day, 9, 0, 0, DateTimeKind.Utc));
        }

        yard.Monitors.Add(new MonitorDefinition("daily", "churn") { Reference = new MonitorReference(ReferenceKind.First, 1) });
    }
}
