using System.Globalization;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Lifecycle.CrashWriter;

/// <summary>Logs day after day, of which every third differs, runs a monitor over them, and tells a file of alarms, without end.</summary>
internal static class MonitorStream
{
    private const string Monitor = "daily", Model = "crash";
    private static readonly DateTime First = new(2020, 1, 6, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Goes on where the last process ended.</summary>
    /// <param name="yard">The yard.</param>
    /// <param name="told">The file that is told of alarms.</param>
    /// <param name="acknowledge">Says what the yard has acknowledged.</param>
    public static void Run(Yard yard, string told, Action<string> acknowledge)
    {
        Log(yard, 0);
        if (yard.Monitors.List().Count == 0)
        {
            yard.Monitors.Add(new MonitorDefinition(Monitor, Model) { Reference = new MonitorReference(ReferenceKind.First, 1), Watch = [WatchKind.Drift, WatchKind.Operation, WatchKind.Stream] });
        }

        yard.Channels.Set(new AlarmChannel("file", ChannelKind.Log, told));
        acknowledge("ready");
        for (int day = yard.Monitors.Windows(Monitor).Count; ; day++)
        {
            Log(yard, day);
            MonitorRun run = yard.Monitors.Run(Monitor, First.AddDays(day + 1));
            foreach (MonitorWindow window in run.Windows)
            {
                acknowledge(string.Create(CultureInfo.InvariantCulture, $"window {window.Start.Ticks} {window.State}"));
            }

            foreach (Alarm alarm in run.Alarms)
            {
                acknowledge($"alarm {alarm.Id}");
                acknowledge($"known {yard.Alarms.Acknowledge(alarm.Id, $"day {day}").Id}");
            }

            foreach (AlarmDelivery delivery in yard.Channels.DeliverAsync().GetAwaiter().GetResult().Where(delivery => delivery.Delivered is not null))
            {
                acknowledge($"told alarm-{delivery.Alarm}-{delivery.Event.ToString().ToLowerInvariant()}");
            }
        }
    }

    // The same day has the same rows under the same name, so that a day that was half logged counts once.
    private static void Log(Yard yard, int day)
    {
        var source = new PredictionSource(Model, "1", new FeatureSchema(new Feature("x")), "y") { Classes = ["No", "Yes"] };
        using PredictionLog log = yard.Predictions.Open(Model);
        using PredictionTableWriter writer = log.TableWriterOf(source);
        writer.Write(
            Frame.Of([
                new DoubleColumn("x", [.. Enumerable.Range(0, 60).Select(i => (i * 37 % 61) + (day % 3 == 2 ? 200.5 : 0.5))]),
                CategoryColumn.From("_prediction", Enumerable.Repeat("No", 60)),
                new DoubleColumn("_probability.No", [.. Enumerable.Repeat(0.75, 60)]),
                new DoubleColumn("_probability.Yes", [.. Enumerable.Repeat(0.25, 60)]),
                new TextColumn("_request", Enumerable.Repeat($"day-{day}", 60))]),
            First.AddDays(day).AddHours(9));
        log.AddLabels([.. Enumerable.Range(0, 60).Select(row => new TrueLabel("No") { Request = $"day-{day}", Row = row })]);
    }
}
