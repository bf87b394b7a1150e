using System.Xml.Linq;
using Modelyard.Learning;
using Modelyard.Reports;
using Modelyard.Reports.Content;
using Modelyard.Selection.Search;

namespace Modelyard.Tests.Reports;

public sealed class StudyReportTests
{
    private static readonly SearchSpace Space = new(
        new ChoiceDimension("Estimator", "Ridge", "Tree"), new RealDimension("Ridge.Alpha", 0.01, 100, Scale.Logarithmic) { When = new SearchCondition("Estimator", "Ridge") }, new IntegerDimension("Tree.Depth", 1, 9) { When = new SearchCondition("Estimator", "Tree") });

    [Fact]
    public void A_search_is_told_in_words_first_then_by_its_charts_and_by_every_trial()
    {
        StudyResult study = Search();
        XElement page = Parse(StudyReport.Render(new ReportStudy { Title = "t", Study = study, Importances = FunctionalAnova.Compute(study), Summary = ["It gained much."], Facts = [("Method", "random")] }));
        Assert.Equal(["history", "importance", "space", "slices", "trials", "details"], Sections(page));
        string answer = page.Descendants().Single(element => element.Attribute("class")?.Value == "lead").Value;
        Assert.Contains($"The best of 20 trials is number {study.Best.Number}: {study.Best.Point.Text}.", answer, StringComparison.Ordinal);
        Assert.Contains("It gained much.", answer, StringComparison.Ordinal);
        Assert.Equal(["value along Ridge.Alpha", "value along Tree.Depth", "value by Estimator"], Section(page, "slices").Descendants().Where(element => element.Name.LocalName is "h3").Select(element => element.Value).Order(StringComparer.Ordinal));
        XElement[] rows = [.. Section(page, "trials").Descendants().Single(element => element.Name.LocalName is "tbody").Elements()];
        Assert.Equal(study.Ranked.Select(trial => $"{trial.Number}"), rows.Select(row => row.Elements().First().Value));
        Assert.Equal("chosen", rows[0].Attribute("class")?.Value);
    }

    [Fact]
    public void With_several_goals_the_front_is_drawn_for_each_beside_the_first()
    {
        Trial[] trials = [.. Enumerable.Range(0, 6).Select(i => Complete(i, "Ridge", [i, i == 3 ? 9 : 5 - i, i]))];
        var study = new StudyResult(Space, [new SearchGoal("error", false), new SearchGoal("size", false), new SearchGoal("gain", true)], trials, trials[0], StudyEnd.TrialsUsedUp);
        XElement front = Section(Parse(StudyReport.Render(new ReportStudy { Title = "t", Study = study })), "front");
        Assert.Equal(["size against error", "gain against error"], front.Descendants().Where(element => element.Name.LocalName is "h3").Select(element => element.Value));
        Assert.Equal([0, 1, 2, 4, 5], StudyCharts.Front(study with { Goals = [.. study.Goals.Take(2)], Trials = [.. trials.Select(trial => trial with { Steps = [[.. trial.Scores.Take(2)]] })] }).Points.Select(point => int.Parse(point.Label)));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudyCharts.Front(study, 0, 3));
    }

    [Fact]
    public void Trials_that_failed_or_were_given_up_are_listed_with_their_reasons()
    {
        Trial[] trials = [Complete(0, "Ridge", [1]) with { IsDefault = true }, Complete(1, "Tree", [2]) with { State = TrialState.Pruned }, new Trial(2, 0, new SearchPoint(KeyValuePair.Create("Estimator", "Tree"))) { State = TrialState.Failed, Reason = "too deep" }];
        var study = new StudyResult(Space, [new SearchGoal("error", false)], trials, trials[0], StudyEnd.Stopped);
        XElement page = Parse(StudyReport.Render(new ReportStudy { Title = "t", Study = study }));
        Assert.Equal(["history", "space", "trials", "details"], Sections(page));
        string[][] rows = [.. Section(page, "trials").Descendants().Single(element => element.Name.LocalName is "tbody").Elements().Select(row => row.Elements().Select(cell => cell.Value).ToArray())];
        Assert.Equal(["as before", "given up", "failed"], rows.Select(row => row[1]));
        Assert.Contains("too deep", rows[2][^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Boxes_of_a_choice_are_the_quartiles_of_its_scores()
    {
        Trial[] trials = [.. Enumerable.Range(0, 5).Select(i => Complete(i, "Ridge", [i * i])), Complete(5, "Tree", [7])];
        var study = new StudyResult(Space, [new SearchGoal("error", false)], trials, trials[0], StudyEnd.TrialsUsedUp);
        Assert.Equal([new("Ridge (5)", 0, 1, 4, 9, 16), new("Tree (1)", 7, 7, 7, 7, 7)], StudyCharts.Choice(study, "Estimator").Items);
        Assert.Contains("no choice but a range", Assert.Throws<ModelyardException>(() => StudyCharts.Choice(study, "Tree.Depth")).Message, StringComparison.Ordinal);
        Assert.Contains("'Estimator'", Assert.Throws<ModelyardException>(() => StudyCharts.Choice(study, "Estimatr")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        const string Hostile = "<script>alert(1)</script>\"' &";
        XElement page = Parse(StudyReport.Render(new ReportStudy { Title = Hostile, Study = Search(), Summary = [Hostile], Settings = Hostile, Warnings = [Hostile], Facts = [(Hostile, Hostile)], Command = new ReportCommand(Hostile, Hostile) }));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script");
    }

    private static StudyResult Search() => Study.Run(
        Space,
        new FunctionObjective(point => point["Estimator"] == "Ridge" ? Math.Abs(Math.Log(point.Number("Ridge.Alpha"))) : 2 + point.Number("Tree.Depth")),
        new StudySettings { Trials = 20, Strategy = new RandomSearch() });

    private static Trial Complete(int number, string estimator, double[] scores) =>
        new(number, 0, new SearchPoint(KeyValuePair.Create("Estimator", estimator))) { State = TrialState.Complete, Steps = [scores] };

    private static XElement Parse(string html) => XElement.Parse(html[html.IndexOf("<html", StringComparison.Ordinal)..]);

    private static XElement Section(XElement page, string id) => page.Descendants().Single(element => element.Attribute("id")?.Value == id);

    private static string[] Sections(XElement page) => [.. page.Descendants().Where(element => element.Name.LocalName is "section").Select(element => element.Attribute("id")!.Value)];
}
