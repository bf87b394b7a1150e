using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Metrics;
using Modelyard.Monitoring;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Tells how a model did in the windows of a monitor, as labels came.</summary>
internal static class PerformanceVerb
{
    private const double Level = 0.05;
    private const int Shown = 3;

    internal static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the monitor." };
        var metric = new Option<string[]>("--metric") { Description = "The metrics to show; some of the usual ones by default.", AllowMultipleArgumentsPerToken = true };
        var by = new Option<string[]>("--by") { Description = "Columns by whose levels it is told apart.", AllowMultipleArgumentsPerToken = true };
        Option<int> last = new Option<int>("--last") { Description = "The number of windows, the latest ones.", DefaultValueFactory = _ => 30 }.Plainly("a whole number, 1 or greater");
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) or a picture (.svg) to write." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("performance", "Show how a model did in the windows of a monitor, as far as true labels are known.") { name, metric, by, last, output, yard, json }.WithExample("modelyard monitor performance churn-daily --by contract");
        command.SetAction(parsed =>
        {
            ChartPage.Check(parsed.GetValue(output));
            if (parsed.GetValue(last) < 1)
            {
                throw new UsageException($"'--last' is '{parsed.GetValue(last)}' and must be 1 or more.");
            }

            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            string monitor = parsed.GetRequiredValue(name);
            MonitoredPerformance performance = opened.Monitors.Performance(monitor, SharedOptions.Names(parsed, by), parsed.GetValue(last));
            int[] chosen = Choose(performance, SharedOptions.Names(parsed, metric));
            if (parsed.GetValue(output) is { } page && performance.All.Count > 0)
            {
                LineChart[] charts = [.. chosen.Select(place => Chart(performance, place))];
                ChartPage.Write(page, "Performance", monitor, $"{NumberText.Counted(performance.Windows.Count, "window")}, {NumberText.Counted(performance.Windows.Sum(window => window.Labelled), "labelled row")}", charts);
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => Write(writer, performance));
            }
            else
            {
                Write(terminal, monitor, performance, chosen);
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static int[] Choose(MonitoredPerformance performance, string[] names)
    {
        if (performance.All.Count == 0)
        {
            return [];
        }

        string[] known = [.. performance.All.Select(one => one.Metric.Name)];
        return names.Length == 0 ? [.. Enumerable.Range(0, Math.Min(Shown, known.Length))]
            : Array.ConvertAll(names, one => Array.IndexOf(known, one) is var place and >= 0 ? place : throw new UsageException($"'--metric' is '{one}' and must be one of {string.Join(", ", known)}."));
    }

    private static void Write(Terminal terminal, string monitor, MonitoredPerformance performance, int[] chosen)
    {
        if (performance.All.Count == 0)
        {
            terminal.Line($" No labels are known of the {NumberText.Counted(performance.Windows.Count, "window")} of {monitor}. Give them: modelyard feedback labels.csv --model MODEL");
            return;
        }

        string[] titles = [.. chosen.Select(place => performance.All[place].Metric.Title)];
        TextTable lines = new TextTable(["window", "rows", "labelled", .. titles, "beside the windows before"]).Right([1, 2, .. Enumerable.Range(3, titles.Length)]);
        foreach (LabelledWindow window in performance.Windows)
        {
            lines.Add([MonitorCommand.Moment(window.Start), NumberText.Count(window.Rows), NumberText.Count(window.Labelled), .. chosen.Select(place => Text(window.Metrics, place)), Change(window)]);
        }

        lines.Add(["all", NumberText.Count(performance.Windows.Sum(window => window.Rows)), NumberText.Count(performance.Windows.Sum(window => window.Labelled)), .. chosen.Select(place => Text(performance.All, place)), ""]);
        lines.Write(terminal);
        if (performance.Slices.Count > 0)
        {
            terminal.Line();
            TextTable slices = new TextTable(["slice", "labelled", .. titles]).Right([1, .. Enumerable.Range(2, titles.Length)]);
            foreach ((string slice, (long rows, IReadOnlyList<RealisedMetric> metrics)) in performance.Slices)
            {
                slices.Add([slice, NumberText.Count(rows), .. chosen.Select(place => Text(metrics, place))]);
            }

            slices.Write(terminal);
        }

        foreach (SliceLoss worse in performance.Worse)
        {
            terminal.Line($" Errors are concentrated in {PlainText.Of(worse.Slice)}: mean loss {Figures.Score(worse.Loss)} against {Figures.Score(worse.OtherLoss)} elsewhere (adjusted p {Figures.Chance(worse.PValue)}).");
        }
    }

    private static string Text(IReadOnlyList<RealisedMetric> metrics, int place) => metrics.Count == 0 || double.IsNaN(metrics[place].Interval.Value) ? "-"
        : double.IsNaN(metrics[place].Interval.Low) ? Figures.Score(metrics[place].Interval.Value)
        : $"{Figures.Score(metrics[place].Interval.Value)} {Figures.Bracket(metrics[place].Interval.Low, metrics[place].Interval.High)}";

    /// <summary>Names the metric that changed most surely.</summary>
    private static string Change(LabelledWindow window) => window.Changes.Where(change => change.AdjustedPValue <= Level).MinBy(change => change.AdjustedPValue) is { } sure
        ? $"{((sure.Difference > 0) == sure.Now.Metric.HigherIsBetter ? "better" : "worse")}: {sure.Now.Metric.Title} (p {Figures.Chance(sure.AdjustedPValue)})"
        : "";

    private static LineChart Chart(MonitoredPerformance performance, int place)
    {
        IMetric metric = performance.All[place].Metric;
        LabelledWindow[] known = [.. performance.Windows.Where(window => window.Metrics.Count > 0 && double.IsFinite(window.Metrics[place].Interval.Value))];
        return new LineChart
        {
            Title = metric.Title,
            Description = $"{metric.Title} of {NumberText.Counted(known.Length, "window")} whose labels are known; bands hold the score of the rows' law in 95 % of cases.",
            X = new Axis { Label = "beginning of the window (UTC)", Format = AxisFormat.Time },
            Y = new Axis { Label = metric.Title },
            Series =
            [
                new LineSeries
                {
                    X = [.. known.Select(window => (window.Start - DateTime.UnixEpoch).TotalSeconds)],
                    Y = [.. known.Select(window => window.Metrics[place].Interval.Value)],
                    Low = [.. known.Select(window => double.IsNaN(window.Metrics[place].Interval.Low) ? window.Metrics[place].Interval.Value : window.Metrics[place].Interval.Low)],
                    High = [.. known.Select(window => double.IsNaN(window.Metrics[place].Interval.High) ? window.Metrics[place].Interval.Value : window.Metrics[place].Interval.High)],
                    Dots = true,
                },
            ],
            References = [ReferenceLine.Level(performance.All[place].Interval.Value, "all")],
        };
    }

    private static void Write(Utf8JsonWriter json, MonitoredPerformance performance)
    {
        json.Objects("windows", performance.Windows, window =>
        {
            json.WriteString("start", MonitorCommand.Moment(window.Start));
            json.WriteString("end", MonitorCommand.Moment(window.End));
            json.WriteNumber("rows", window.Rows);
            json.WriteNumber("labelled", window.Labelled);
            json.Objects("metrics", window.Metrics, metric => Write(json, metric));
            json.Objects("changes", window.Changes, change =>
            {
                json.WriteString("metric", change.Now.Metric.Name);
                json.Number("before", change.Before.Interval.Value);
                json.Number("difference", change.Difference);
                json.Number("pValue", change.PValue);
                json.Number("adjustedPValue", change.AdjustedPValue);
            });
        });
        json.Objects("all", performance.All, metric => Write(json, metric));
        json.Objects("slices", performance.Slices, slice =>
        {
            json.WriteString("slice", slice.Key);
            json.WriteNumber("labelled", slice.Value.Rows);
            json.Objects("metrics", slice.Value.Metrics, metric => Write(json, metric));
        });
        json.Objects("worse", performance.Worse, slice =>
        {
            json.WriteString("slice", slice.Slice);
            json.WriteNumber("rows", slice.Rows);
            json.Number("loss", slice.Loss);
            json.Number("otherLoss", slice.OtherLoss);
            json.Number("effect", slice.Effect);
            json.Number("adjustedPValue", slice.PValue);
        });
    }

    private static void Write(Utf8JsonWriter json, RealisedMetric metric)
    {
        json.WriteString("name", metric.Metric.Name);
        json.Number("value", metric.Interval.Value);
        json.Number("low", metric.Interval.Low);
        json.Number("high", metric.Interval.High);
    }
}
