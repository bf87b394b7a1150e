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
        Assert.Equal([("Rate", "logarithmic"), ("Kernel", ""), ("Degree", "")], chart.Axes.Select(axis => (axis.Name, axis.Note)));
        Assert.Equal([new ParallelMark(0, "0.01"), new ParallelMark(0.5, "0.1"), new ParallelMark(1, "1")], chart.Axes[0].Marks);
        Assert.Equal([new ParallelMark(0.25, "a"), new ParallelMark(0.75, "b")], chart.Axes[1].Marks);
        Assert.Equal(24, chart.Lines.Count);
        Assert.Equal([$"trial {Study.Best.Number}"], chart.Lines.Take(1).Select(line => line.Name.Split(',')[0]));
        Assert.All(chart.Lines, line => Assert.Equal(line.Shares[1] == 0.25, double.IsNaN(line.Shares[2])));
        string[] texts = [.. XDocument.Parse(chart.ToSvg(ChartTheme.Light)).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.All(["Rate", "Kernel", "Degree", "logarithmic", "0.1", "b"], text => Assert.Contains(text, texts));
    }
}
