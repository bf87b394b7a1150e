using System.Xml.Linq;
using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Selection.Search;

namespace Modelyard.Tests.Selection.Search;

public sealed class StudyChartTests
{
    private static readonly StudyResult Study = Modelyard.Selection.Search.Study.Run(
        new SearchSpace(new RealDimension("Rate", 0.01, 1, Scale.Logarithmic), new ChoiceDimension("Kernel", "a", "b"), new IntegerDimension("Degree", 1, 4) { When = new SearchCondition("Kernel", "b") }),
        new FunctionObjective(point => Math.Abs(Math.Log(point.Number("Rate") * 10)) + (point["Kernel"] == "a" ? 1 : point.Number("Degree") / 10)),
        new StudySettings { Trials = 24, Strategy = new RandomSearch() });

    [Fact]
    public void The_history_shows_each_score_and_the_best_so_far()
    {
        LineChart chart = StudyCharts.History(Study);
        Assert.Equal(Study.Trials.Select(trial => trial.Scores[0]), chart.Series[1].Y);
        Assert.Equal(Enumerable.Range(1, 24).Select(count => Study.Trials.Take(count).Min(trial => trial.Scores[0])), chart.Series[0].Y);
    }

    [Fact]
    public void A_slice_shows_the_trials_that_have_a_value_there()
    {
        LineChart chart = StudyCharts.Slice(Study, "Degree");
        Assert.Equal(Study.Trials.Where(trial => trial.Point["Kernel"] == "b").Select(trial => trial.Point.Number("Degree")), chart.Series[0].X);
        Assert.Equal(AxisSpacing.Logarithmic, StudyCharts.Slice(Study, "Rate").X.Spacing);
        Assert.Contains("'Rate'", Assert.Throws<ModelyardException>(() => StudyCharts.Slice(Study, "Rat")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_chart_draws_itself()
    {
        Chart[] charts = [StudyCharts.History(Study), StudyCharts.Slice(Study, "Kernel"), StudyCharts.Parallel(Study), StudyCharts.Importance(FunctionalAnova.Compute(Study))];
        Assert.All(charts, chart => Assert.Equal("svg", XDocument.Parse(chart.ToSvg(ChartTheme.Light)).Root!.Name.LocalName));
    }

    [Fact]
    public void Parallel_coordinates_name_each_axis_and_say_which_are_logarithmic()
    {
        ParallelChart chart = StudyCharts.Parallel(Study);
        Assert.Equal([("Rate", "logarithmic"), ("Kernel", ""), ("Degree", ""), ("value", "lower is better")], chart.Axes.Select(axis => (axis.Name, axis.Note)));
        Assert.Equal([new ParallelMark(0, "0.01"), new ParallelMark(0.5, "0.1"), new ParallelMark(1, "1")], chart.Axes[0].Marks);
        Assert.Equal([new ParallelMark(0.25, "a"), new ParallelMark(0.75, "b")], chart.Axes[1].Marks);
        Assert.Equal(24, chart.Lines.Count);
        Assert.Equal([$"trial {Study.Best.Number}"], chart.Lines.Take(1).Select(line => line.Name.Split(',')[0]));
        Assert.All(chart.Lines, line => Assert.Equal(line.Shares[1] == 0.25, double.IsNaN(line.Shares[2])));
        string[] texts = [.. XDocument.Parse(chart.ToSvg(ChartTheme.Light)).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.All(["Rate", "Kernel", "Degree", "logarithmic", "0.1", "b", "lower is better"], text => Assert.Contains(text, texts));
    }

    [Fact]
    public void The_axis_of_the_scores_has_a_scale_on_which_each_trial_crosses_it()
    {
        ParallelChart chart = StudyCharts.Parallel(Study);
        (double share, double value)[] marks = [.. chart.Axes[^1].Marks.Select(mark => (mark.Share, double.Parse(mark.Text)))];
        Assert.InRange(marks.Length, 3, 10);
        double slope = (marks[^1].share - marks[0].share) / (marks[^1].value - marks[0].value);
        Assert.All(chart.Lines.Zip(Study.Ranked), pair => Assert.Equal(marks[0].share + (slope * (pair.Second.Scores[0] - marks[0].value)), pair.First.Shares[^1], 1e-9));
        Assert.All(chart.Lines, line => Assert.InRange(line.Shares[^1], -1e-9, 1 + 1e-9));
    }

    [Fact]
    public void A_trial_is_one_line_across_axes_on_which_it_has_no_value()
    {
        XElement svg = XElement.Parse(StudyCharts.Parallel(Study).ToSvg(ChartTheme.Light));
        string[] paths = [.. svg.Descendants().Where(element => element.Name.LocalName == "path").Select(element => element.Attribute("d")!.Value)];
        Assert.Equal(24, paths.Length);
        Assert.All(paths, path => Assert.Equal((1, 3), (path.Count(letter => letter == 'M'), path.Count(letter => letter == 'L'))));
        XElement missing = Assert.Single(svg.Descendants(), element => element.Name.LocalName == "text" && element.Value == "n/a");
        double place = double.Parse(missing.Attribute("x")!.Value);
        int without = Study.Trials.Count(trial => trial.Point["Kernel"] == "a");
        Assert.Equal(without, paths.Count(path => Math.Abs(double.Parse(path.Split('L')[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]) - place) < 5));
        Assert.InRange(without, 1, 23);
    }

    [Fact]
    public void A_value_that_is_not_on_its_axis_leaves_the_others_where_they_are()
    {
        var point = new SearchPoint([KeyValuePair.Create("Gamma", "none"), KeyValuePair.Create("C", "10")]);
        var trial = new Trial(0, 0, point) { State = TrialState.Complete, Steps = [[0.5]], IsDefault = true };
        var space = new SearchSpace(new RealDimension("Gamma", 0.001, 1, Scale.Logarithmic), new RealDimension("C", 1, 100, Scale.Logarithmic));
        ParallelLine line = Assert.Single(StudyCharts.Parallel(new StudyResult(space, [new SearchGoal("accuracy", true)], [trial], trial, StudyEnd.TrialsUsedUp)).Lines);
        Assert.Equal([double.NaN, 0.5], line.Shares.Take(2).Select(share => Math.Round(share, 12)));
    }
}
