using System.Globalization;
using System.Text.Json;
using EndToEnd.Running;

namespace EndToEnd.Training;

public sealed class SeveralTargetsTests : IDisposable
{
    private const int Limit = 60_000;
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData("MultiOutputRegressor(Estimator=LinearRegression)", 1e-6)]
    [InlineData("ExtraTreesRegressor", 0.5)]
    public async Task Several_numbers_are_learned_at_once(string estimator, double most)
    {
        _workplace.WriteRows("data.csv", "x,colour,sum,difference", i => string.Create(CultureInfo.InvariantCulture, $"{i * 7 % 23},{(i % 3 == 0 ? "red" : "blue")},{(i * 7 % 23) + (i % 3 == 0 ? 2 : 0)},{(i * 7 % 23) - (i % 3 == 0 ? 2 : 0)}"), 200);
        JsonElement fit = await _workplace.JsonAsync("fit", estimator, "data.csv", "--target", "sum", "--target", "difference", "--test", "data.csv", "-o", "out.csv");
        Assert.Equal(["x", "colour"], fit.GetProperty("inputs").EnumerateArray().Select(input => input.GetString()));
        Assert.InRange(fit.GetProperty("test").GetProperty("rmse[sum]").GetDouble(), 0, most);
        Assert.InRange(fit.GetProperty("test").GetProperty("rmse[difference]").GetDouble(), 0, most);
        string[] lines = _workplace.Read("out.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((201, "prediction_sum,prediction_difference"), (lines.Length, lines[0].Trim()));
    }

    [Theory(Timeout = Limit)]
    [InlineData("MultiLabelClassifier")]
    [InlineData("ClassifierChain(Estimator=DecisionTreeClassifier)")]
    [InlineData("RandomForestClassifier")]
    public async Task Several_labels_are_learned_at_once(string estimator)
    {
        _workplace.WriteRows("data.csv", "x,z,high,odd", i => $"{i * 7 % 23},{i % 2},{(i * 7 % 23 > 11 ? "yes" : "no")},{(i == 5 ? "" : $"{i % 2}")}", 200);
        JsonElement fit = await _workplace.JsonAsync("fit", estimator, "data.csv", "--target", "high", "--target", "odd", "-o", "out.csv");
        Assert.InRange(fit.GetProperty("train").GetProperty("subset-accuracy").GetDouble(), 0.95, 1);
        Assert.InRange(fit.GetProperty("train").GetProperty("roc-auc[odd]").GetDouble(), 0.99, 1);
        string[] lines = _workplace.Read("out.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((200, "prediction_high,probability_high,prediction_odd,probability_odd"), (lines.Length, lines[0].Trim()));
    }

    [Theory(Timeout = Limit)]
    [InlineData(1, "'LogisticRegression' learns one target", "LogisticRegression", "--target", "x", "--target", "y")]
    [InlineData(1, "must be 1 or 0", "MultiLabelClassifier", "--target", "x", "--target", "y")]
    [InlineData(2, "'--target'", "MultiLabelClassifier")]
    [InlineData(2, "'--stream'", "ExtraTreesRegressor", "--target", "x", "--target", "y", "--stream")]
    public async Task A_use_that_makes_no_sense_is_told(int code, string words, params string[] arguments)
    {
        _workplace.WriteRows("data.csv", "x,y,z", i => $"{i % 7},{i % 5},{i % 3}");
        (await _workplace.RunAsync(["fit", arguments[0], "data.csv", .. arguments[1..]])).Refused(code, words);
    }
}
