using Modelyard.Data;
using Modelyard.Learning;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Tests.Monitors;

/// <summary>Adds monitors that cannot work, and runs some that no longer do.</summary>
public sealed class MonitorFitTests : TestYard
{
    private static readonly DateTime s_first = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void What_a_model_has_not_is_refused_when_a_monitor_is_added()
    {
        ModelVersion version = Yard.Models.Register("sample", Package);
        using (PredictionLog log = Yard.Predictions.Open("sample"))
        {
            using PredictionWriter writer = log.WriterOf(PredictionSource.Of("sample", $"{version.Version}", Package));
            writer.Write(new PredictionBlock { Time = s_first, Request = "r-1"u8, Inputs = [0.5, 0.5], Predictions = [0] });
        }

        string input = Package.Predictor.Inputs[0].Name;
        var daily = new MonitorDefinition("daily", "sample") { Watch = [WatchKind.Drift, WatchKind.Performance, WatchKind.Stream] };
        Refused("Costs of wrong answers are of models that answer with a class, and 'sample' answers with a number.", daily with { Costs = "Yes:No=5" });
        Refused("Gaps between groups are of models that answer with a class", daily with { Fair = [input] });
        Refused("The detector 'ddm' is of models that answer with a class", daily with { Detectors = [StreamDetector.Adwin, StreamDetector.Ddm] });
        Refused($"'{input}x', whose groups are to be compared, is no input of 'sample'. The nearest is '{input}'.", daily with { Fair = [input + "x"] });
        Refused($"'{input}x', which is not to be looked at, is no input of 'sample'.", daily with { Drift = new DriftOptions { Exclude = [input + "x"] } });
        Refused("There is no such file", daily with { Reference = MonitorReference.Parse($"file:{PathOf("none.csv")}") });
        File.WriteAllText(PathOf("other.csv"), "amount\n" + string.Concat(Enumerable.Repeat("1\n", 40)));
        Refused($"has none of the inputs of 'sample', which are '{input}'", daily with { Reference = MonitorReference.Parse($"file:{PathOf("other.csv")}") });
        Yard.Monitors.Add(daily with { Drift = new DriftOptions { Exclude = [input, "_prediction"] } });
        Assert.Equal("daily", Assert.Single(Yard.Monitors.List()).Name);

        void Refused(string fault, MonitorDefinition monitor) => Assert.Contains(fault, Assert.ThrowsAny<ModelyardException>(() => Yard.Monitors.Add(monitor)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_begin_with_the_first_prediction_and_not_with_its_day()
    {
        // Fifteen hours without a prediction would say that none is usual, and the first ones would alarm.
        ModelVersion version = Yard.Models.Register("sample", Package);
        using (PredictionLog log = Yard.Predictions.Open("sample"))
        {
            using PredictionWriter writer = log.WriterOf(PredictionSource.Of("sample", $"{version.Version}", Package));
            for (int minute = 0; minute < 240; minute++)
            {
                writer.Write(new PredictionBlock { Time = s_first.AddHours(15.5).AddMinutes(minute), Request = System.Text.Encoding.UTF8.GetBytes($"r-{minute}"), Inputs = [0.5, 0.5], Predictions = [0] });
            }
        }

        Yard.Monitors.Add(new MonitorDefinition("hourly", "sample") { Window = TimeSpan.FromHours(1), Watch = [WatchKind.Operation], Reference = new MonitorReference(ReferenceKind.First, 1) });
        MonitorRun run = Yard.Monitors.Run("hourly", s_first.AddHours(19));
        Assert.Equal([30L, 60L, 60L, 60L], run.Windows.Select(window => window.Rows));
        Assert.Equal(s_first.AddHours(15), run.Windows[0].Start);
        Assert.Empty(run.Alarms);
    }

    [Fact]
    public void What_keeps_a_monitor_from_looking_is_kept_until_it_can_look()
    {
        var files = new OrderFiles(YardFolder, [100, 100, 100, 100]);
        Yard.Monitors.Add(new MonitorDefinition("orders", null) { Source = files.Source, Reference = new MonitorReference(ReferenceKind.First, 2) });
        Assert.Equal(2, Yard.Monitors.Run("orders", s_first.AddDays(2)).Windows.Count);
        Assert.Empty(Yard.Monitors.Faults());
        string bad = Path.Combine(YardFolder, "orders", "99.csv"), before = Yard.Revision.Monitors;
        File.WriteAllText(bad, "amount\n1\n");
        string fault = Assert.ThrowsAny<ModelyardException>(() => Yard.Monitors.Run("orders", s_first.AddDays(3))).Message;
        MonitorFault first = Assert.Single(Yard.Monitors.Faults());
        Assert.Equal(("orders", fault), (first.Monitor, first.Message));
        Assert.NotEqual(before, Yard.Revision.Monitors);
        Assert.ThrowsAny<ModelyardException>(() => Yard.Monitors.Run("orders", s_first.AddDays(3)));
        Assert.Equal(first.Since, Assert.Single(Yard.Monitors.Faults()).Since);

        File.Delete(bad);
        Assert.Single(Yard.Monitors.Run("orders", s_first.AddDays(3)).Windows);
        Assert.Empty(Yard.Monitors.Faults());
    }
}
