using System.Text.Json;
using EndToEnd.Running;

namespace EndToEnd.Training;

public sealed class DetectorTests : IDisposable
{
    private const int Limit = 60_000;
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData("IsolationForest", "Contamination=0.02", 1, 8)]
    [InlineData("OneClassSvm", "Nu=0.02 Tolerance=1e-6", 0.85, 15)]
    public async Task A_detector_finds_what_lies_apart_and_does_not_look_at_the_target(string detector, string settings, double least, int most)
    {
        // Points on a ring, one in fifty far away; the column 'kind' says which.
        _workplace.WriteRows("data.csv", "x,y,colour,kind", i => i % 50 == 7
            ? $"{9 + (i / 50)},{-9 - (i / 50)},green,odd"
            : FormattableString.Invariant($"{Math.Cos(i):0.####},{(i % 13 == 0 ? "" : Math.Sin(i).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture))},{(i % 2 == 0 ? "green" : "blue")},usual"), 300);
        JsonElement fit = await _workplace.JsonAsync(["fit", detector, "data.csv", "--target", "kind", "--test", "data.csv", "-o", "scores.csv", "--set", .. settings.Split(' ')]);
        Assert.Equal(["x", "y", "colour"], fit.GetProperty("inputs").EnumerateArray().Select(input => input.GetString()));
        Assert.InRange(fit.GetProperty("train").GetProperty("roc-auc").GetDouble(), least, 1);
        Assert.Equal(fit.GetProperty("train").GetProperty("average-precision").GetDouble(), fit.GetProperty("test").GetProperty("average-precision").GetDouble());
        string[] lines = _workplace.Read("scores.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((301, "anomaly,score"), (lines.Length, lines[0].Trim()));
        double threshold = fit.GetProperty("threshold").GetDouble();
        Assert.All(lines[1..], line => Assert.Equal(line.StartsWith("true", StringComparison.Ordinal), double.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture) > threshold));
        Assert.InRange(fit.GetProperty("train").GetProperty("anomalies").GetInt32(), 4, most);
    }

    [Fact(Timeout = Limit)]
    public async Task A_detector_needs_no_target_and_shows_the_most_unusual_rows()
    {
        _workplace.WriteRows("data.csv", "x,y", i => i == 41 ? "99,-99" : $"{i % 7},{i % 5}", 120);
        CommandResult fit = (await _workplace.RunAsync("fit", "IsolationForest", "data.csv")).Succeeded();
        string[] lines = [.. fit.Output.Split('\n').SkipWhile(line => !line.Contains("most unusual rows", StringComparison.Ordinal))];
        Assert.Contains(lines, line => line.TrimStart().StartsWith("42 ", StringComparison.Ordinal));
    }

    [Theory(Timeout = Limit)]
    [InlineData(1, "more than two values", "--target", "x")]
    [InlineData(2, "all rows at once", "--stream")]
    [InlineData(2, "'--target'")]
    public async Task A_use_that_makes_no_sense_is_told(int code, string words, params string[] options)
    {
        _workplace.WriteRows("data.csv", "x,y", i => $"{i % 7},{i % 5}");
        string name = words == "'--target'" ? "Ridge" : "IsolationForest";
        (await _workplace.RunAsync(["fit", name, "data.csv", .. options])).Refused(code, words);
    }
}
