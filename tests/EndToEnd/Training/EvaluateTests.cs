using System.Text.Json;
using EndToEnd.Running;

namespace EndToEnd.Training;

/// <summary>Judges a model by the command: by segment, by what answers cost, by group, and where it errs.</summary>
public sealed class EvaluateTests : IDisposable
{
    private const int Limit = 120_000;
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact(Timeout = Limit)]
    public async Task A_model_is_told_where_it_errs_and_what_that_costs()
    {
        // The answer follows x but in the region 'east', where it is a coin's.
        static string Row(int i)
        {
            double x = (i * 37 % 1009) / 1009.0;
            string region = (i * 13 % 5) switch { 0 => "east", 1 or 2 => "west", _ => "north" };
            bool isYes = region == "east" ? (i * 7919 % 101) % 2 == 0 : x > 0.5;
            return FormattableString.Invariant($"{x:0.####},{region},{2020 + (i % 3)}-01-15,{(isYes ? "yes" : "no")}");
        }

        _workplace.WriteRows("train.csv", "x,region,date,answer", Row, 1500);
        _workplace.WriteRows("later.csv", "x,region,date,answer", i => Row(i + 1500), 1500);
        (await _workplace.RunAsync("train", "train.csv", "--target", "answer", "--trials", "2", "--candidates", "LogisticRegression", "--no-vote", "--exclude", "date")).Succeeded();
        JsonElement told = await _workplace.JsonAsync(
            "evaluate", "answer", "later.csv", "--slices", "--cost", "yes:no=10, no:yes=1", "--fair", "region", "--by", "region", "--figure", "won=sum(if(predicted = actual, 1, 0))");
        Assert.Equal(1500, told.GetProperty("rows").GetInt32());
        double accuracy = told.GetProperty("scores").EnumerateArray().Single(score => score.GetProperty("metric").GetString() == "accuracy").GetProperty("value").GetDouble();
        JsonElement[] figures = [.. told.GetProperty("figures").EnumerateArray()];
        Assert.Equal(["east", "north", "west"], figures.Select(row => row.GetProperty("region").GetString()));
        Assert.Equal(accuracy * 1500, figures.Sum(row => row.GetProperty("won").GetDouble()), 1e-6);
        Assert.Equal("region = 'east'", told.GetProperty("slices")[0].GetProperty("condition").GetString());
        Assert.Equal("east", told.GetProperty("fairness").GetProperty("gaps").EnumerateArray().Single(gap => gap.GetProperty("name").GetString() == "accuracy equality").GetProperty("lowest").GetString());
        Assert.Equal(1 / 11.0, told.GetProperty("cost").GetProperty("thresholdOfCosts").GetDouble(), 1e-9);
        Assert.True(told.GetProperty("cost").GetProperty("least").GetDouble() <= told.GetProperty("cost").GetProperty("mean").GetDouble());

        JsonElement gain = Assert.Single(told.GetProperty("curves").GetProperty("gain").EnumerateArray());
        Assert.Equal(1, gain.GetProperty("gain").EnumerateArray().Last().GetDouble());
        Assert.True(told.GetProperty("curves").GetProperty("profit").GetProperty("share").GetArrayLength() > 2);
        (await _workplace.RunAsync("evaluate", "answer", "later.csv", "--fair", "region", "-o", "page.html")).Succeeded();
        string page = _workplace.Read("page.html");
        Assert.All(["ROC curve", "Gain", "Lift", "Calibration", "How the groups of region are treated"], text => Assert.Contains(text, page, StringComparison.Ordinal));
        (await _workplace.RunAsync("evaluate", "answer", "later.csv", "-o", "page.pdf")).Refused(2, "must end in .html");

        JsonElement years = await _workplace.JsonAsync("evaluate", "answer", "later.csv", "--by", "third=x // 0.34");
        Assert.Equal(3, years.GetProperty("figures").GetArrayLength());
        (await _workplace.RunAsync("evaluate", "answer", "later.csv", "--figure", "won")).Refused(1, "must be a name and an expression");
        (await _workplace.RunAsync("evaluate", "answer", "later.csv", "--cost", "yes=3")).Refused(1, "TRUE:PREDICTED=NUMBER");
        (await _workplace.RunAsync("evaluate", "answer", "later.csv", "--fair", "regoin")).Refused(1, "nearest is 'region'");
        (await _workplace.RunAsync("evaluate", "answer", "later.csv", "--by", "=x")).Refused(2, "name=expression");
    }
}
