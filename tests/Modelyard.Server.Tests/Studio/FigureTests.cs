using System.Text.Json.Nodes;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Pages.Monitors.Figures;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Tests.Studio;

public sealed class FigureTests(LookedStudio studio) : IClassFixture<LookedStudio>
{
    private const string Page = $"/studio/monitors/{LookedYard.Monitor}";

    [Fact]
    public async Task Every_figure_of_a_window_is_on_a_chart_and_all_values_are_those_that_the_monitor_keeps()
    {
        using Yard yard = studio.OpenYard();
        IReadOnlyList<MonitorWindow> windows = yard.Monitors.Windows(LookedYard.Monitor);
        JsonNode[] series = [.. (await ChartsAsync()).SelectMany(chart => chart["chart"]!["series"]!.AsArray()).Select(one => one!)];
        string[] names = [.. windows.SelectMany(window => window.Measures).Where(one => double.IsFinite(one.Value)).Select(one => one.Name).Distinct(StringComparer.Ordinal)];
        Assert.Equal(names.Order(StringComparer.Ordinal), series.Select(one => (string)one["name"]!).Order(StringComparer.Ordinal));
        Assert.All(series, one =>
        {
            WindowMeasure[] kept = [.. windows.Select(window => window.Measures.FirstOrDefault(measure => measure.Name == (string)one["name"]!, new WindowMeasure("", double.NaN)))];
            Assert.Equal(kept.Select(measure => measure.Value), Numbers(one["values"]!));
            if (one["low"]!.AsArray().Count > 0)
            {
                Assert.Equal(kept.Select(measure => measure.Low), Numbers(one["low"]!));
                Assert.Equal(kept.Select(measure => measure.High), Numbers(one["high"]!));
            }
        });
    }

    [Fact]
    public async Task A_window_in_which_a_look_found_something_is_not_called_quiet()
    {
        using Yard yard = studio.OpenYard();
        MonitorWindow[] windows = [.. yard.Monitors.Windows(LookedYard.Monitor).Reverse()];
        JsonNode[] rows = [.. (await studio.JsonAsync($"{Page}.json"))["windows"]!.AsArray().Select(row => row!)];
        Assert.Contains(windows, window => window.State == WindowState.Quiet && window.Found.Count > 0);
        foreach ((MonitorWindow window, JsonNode row) in windows.Zip(rows))
        {
            string state = (string)row["state"]!, what = (string)row["what"]!;
            Assert.Equal(window.State == WindowState.Quiet && window.Found.Count == 0, state == "quiet");
            Assert.Equal(window.State == WindowState.Drifted, state == "drifted");
            Assert.All(window.Found, look => Assert.Contains(look.Summary, what, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Columns_that_are_no_farther_off_than_chance_explains_are_drawn_without_colour()
    {
        using Yard yard = studio.OpenYard();
        MonitorWindow[] windows = [.. yard.Monitors.Windows(LookedYard.Monitor).Where(window => window.Columns.Any(column => double.IsFinite(column.Effect)))];
        JsonNode[] series = [.. (await studio.JsonAsync($"{Page}.json"))["effects"]!["series"]!.AsArray().Select(one => one!)];
        bool[] faint = [.. series.SelectMany(one => one["faint"]!.AsArray()).Select(one => (bool)one!)];
        Assert.Contains(true, faint);
        Assert.Contains(false, faint);
        Assert.All(series, one => Assert.Equal(windows.Select(window => window.Columns.Single(column => column.Name == (string)one["name"]!)).Select(column => !column.Drifted && column.PValue > 0.01), one["faint"]!.AsArray().Select(flag => (bool)flag!)));
    }

    [Fact]
    public async Task A_monitor_whose_log_has_ended_is_not_called_behind()
    {
        JsonNode[] items = [.. (await studio.JsonAsync("/studio.json"))["attention"]!.AsArray().Select(item => item!)];
        Assert.DoesNotContain(items, item => (string)item["word"]! == "Behind");
        Assert.Contains($"has been logged since then, and {LookedYard.Monitor} waits.", (string)items.Single(item => (string)item["word"]! == "No rows")["text"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_estimate_stands_beside_what_came_out_each_with_its_band()
    {
        JsonNode accuracy = (await ChartsAsync()).Single(chart => (string)chart["name"]! == "accuracy")["chart"]!;
        Assert.Equal(["accuracy", "estimated.accuracy"], accuracy["series"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.All(accuracy["series"]!.AsArray(), one => Assert.Equal(LookedYard.Days, one!["low"]!.AsArray().Count));

        // Four days were answered worse. What the look says to have changed bears the mark, on its own chart and in its own window.
        using Yard yard = studio.OpenYard();
        bool[] found = [.. yard.Monitors.Windows(LookedYard.Monitor).Select(window => window.Looks.Any(look => look is { Kind: WatchKind.Performance, IsFound: true } && look.Subjects.Contains("accuracy")))];
        Assert.Contains(true, found[LookedYard.WorseFrom..]);
        Assert.DoesNotContain(true, found[..LookedYard.WorseFrom]);
        Assert.Equal(found, accuracy["series"]![0]!["marked"]!.AsArray().Select(mark => (bool)mark!));
    }

    [Fact]
    public async Task Slow_answers_of_one_day_are_marked_on_their_chart_and_nowhere_else()
    {
        JsonNode[] charts = await ChartsAsync();
        JsonNode latency = charts.Single(chart => (string)chart["name"]! == "latency")["chart"]!["series"]!.AsArray().Single(one => (string)one!["name"]! == "latency_p95")!;
        Assert.Equal([6], Enumerable.Range(0, LookedYard.Days).Where(day => (bool)latency["marked"]![day]!));
        Assert.Empty(charts.Single(chart => (string)chart["name"]! == "volume")["chart"]!["series"]![0]!["marked"]!.AsArray());
    }

    [Fact]
    public void Looks_at_columns_texts_and_embeddings_together_share_a_chart_for_each_way_to_look()
    {
        string[] names = ["together.classifier", "together.comment.classifier", "together.e_.classifier", "together.reconstruction", "together.e_.discrepancy"];
        FigureGroup[] groups = [.. names.Select(FigureGroup.Of)];
        Assert.Equal(["together-classifier", "together-classifier", "together-classifier", "together-reconstruction", "together-discrepancy"], groups.Select(group => group.Name));
        Assert.Equal(groups[0], groups[2]);
        Assert.All(groups, group => Assert.Equal(WatchKind.Together, group.Look));

        // What has not moved bears no mark.
        var start = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
        var window = new MonitorWindow(start, start.AddDays(1), WindowState.Quiet, 100)
        {
            Measures = [.. names.Select(name => new WindowMeasure(name, 0.6))],
            Looks = [new WindowLook(WatchKind.Together, 0.0001, 0.001, true, "Moved.") { Subjects = [MeasureNames.AllColumns, "x", "comment"] }],
        };
        MonitorFigures figures = FigureReader.Read([window], new ChartAxis("window", AxisKind.Time), null)!;
        Assert.Equal(["together.classifier", "together.comment.classifier", "together.reconstruction"], figures.Charts.SelectMany(chart => chart.Chart.Series).Where(series => series.Marked.Contains(true)).Select(series => series.Name).Order());
    }

    [Theory]
    [InlineData("accuracy", "accuracy")]
    [InlineData("estimated.log_loss", "log_loss")]
    [InlineData("latency_p99", "latency")]
    [InlineData("latency", "latency")]
    [InlineData("shap.age", "shap")]
    [InlineData("fair.demographic_parity._prediction", "fair.demographic_parity")]
    public async Task Any_figure_by_its_name_is_shown_large(string measure, string chart)
    {
        (int status, string page) = await studio.GetAsync($"{Page}?measure={measure}");
        Assert.Equal(200, status);
        Assert.Contains($"id=\"chart-figure-{chart}\"", page, StringComparison.Ordinal);
        Assert.Single(page.Split("id=\"chart-figure-").Skip(1));
        Assert.Single(page.Split("chart small current").Skip(1));
    }

    [Fact]
    public async Task A_figure_that_no_window_has_is_refused_by_name()
    {
        (int status, string page) = await studio.GetAsync($"{Page}?measure=speed");
        Assert.Equal(400, status);
        Assert.Contains("which no window has. There are &#x27;volume&#x27;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_looks_at_a_chosen_window_are_listed_with_what_they_found()
    {
        JsonArray looks = (await studio.JsonAsync($"{Page}.json?window=2026-03-08T00:00:00Z"))["looks"]!.AsArray();
        Assert.Equal(["drift", "operation", "anomalies", "explanations", "estimate", "performance"], looks.Select(look => (string)look!["look"]!));
        Assert.Equal("found", (string)looks[1]!["state"]!);
        Assert.Equal("latency_p95", (string)looks[1]!["subjects"]!);
        Assert.True((double)looks[1]!["p"]! <= (double)looks[1]!["level"]!);
        (_, string csv) = await studio.GetAsync($"{Page}.csv?table=looks&window=2026-03-08T00:00:00Z");
        Assert.StartsWith("look,state,p,level,what,subjects", csv, StringComparison.Ordinal);
        (_, string figures) = await studio.GetAsync($"{Page}.csv?table=figure-accuracy");
        Assert.StartsWith("at,accuracy,\"accuracy, low\",\"accuracy, high\",estimated.accuracy,", figures, StringComparison.Ordinal);
        (_, string page) = await studio.GetAsync(Page);
        Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_figure_and_a_look_that_are_not_known_have_a_chart_and_a_mark_all_the_same()
    {
        var start = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
        MonitorWindow[] windows = [.. Enumerable.Range(0, 3).Select(day => new MonitorWindow(start.AddDays(day), start.AddDays(day + 1), WindowState.Quiet, 10)
        {
            Measures = [new WindowMeasure("tides.height <m>", day)], Looks = [new WindowLook((WatchKind)99, 0.5, 0.05, day == 2, "High.") { Subjects = ["tides.height <m>"] }],
        })];
        FigureChart chart = Assert.Single(FigureReader.Read(windows, new ChartAxis("day", AxisKind.Category) { Categories = ["1", "2", "3"] }, null)!.Charts);
        Assert.Equal(("tides.height <m>", "figure-tides.height-20--3c-m-3e-"), (chart.Chart.Title, chart.Chart.Name));
        Assert.Equal([false, false, true], chart.Chart.Series[0].Marked);
        Assert.Equal(["99", "found"], LookTable.Of(windows[2]).Rows[1].Take(2).Select(cell => (string)cell.Value!));
    }

    [Fact]
    public void Of_many_inputs_the_greatest_are_drawn_and_the_one_that_is_asked_for()
    {
        var start = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
        MonitorWindow[] windows = [new MonitorWindow(start, start.AddDays(1), WindowState.Quiet, 10) { Measures = [.. Enumerable.Range(0, 20).Select(i => new WindowMeasure($"shap.x{i}", i / 190.0))] }];
        MonitorFigures figures = FigureReader.Read(windows, new ChartAxis("day", AxisKind.Category) { Categories = ["1"] }, "shap.x3")!;
        Assert.Equal(["shap.x3", .. Enumerable.Range(13, 7).Reverse().Select(i => $"shap.x{i}")], figures.Chosen.Chart.Series.Select(one => one.Name));
        Assert.Equal(20, figures.Chosen.Measures.Count);
        Assert.Throws<StudioFaultException>(() => FigureReader.Read(windows, new ChartAxis("day", AxisKind.Category), "shap.x20"));
    }

    private async Task<JsonNode[]> ChartsAsync() => [.. (await studio.JsonAsync($"{Page}.json"))["figures"]!["charts"]!.AsArray().Select(chart => chart!)];

    private static IEnumerable<double> Numbers(JsonNode values) => values.AsArray().Select(value => value is null ? double.NaN : (double)value);
}
