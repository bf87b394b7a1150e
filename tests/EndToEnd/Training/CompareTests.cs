using System.Text.Json;
using EndToEnd.Running;

namespace EndToEnd.Training;

/// <summary>Compares models by the command, as one would before the one takes the place of the other.</summary>
public sealed class CompareTests : IDisposable
{
    private const int Limit = 120_000;
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact(Timeout = Limit)]
    public async Task The_better_of_two_models_is_named_with_its_evidence()
    {
        await TrainAsync("good", "");
        await TrainAsync("poor", "--exclude x");
        JsonElement compared = await _workplace.JsonAsync("compare", "poor", "good", "later.csv", "--margin", "0.01");
        Assert.Equal(600, compared.GetProperty("rows").GetInt32());
        foreach (JsonElement one in compared.GetProperty("comparisons").EnumerateArray())
        {
            Assert.Equal("good", one.GetProperty("better").GetString());
            Assert.InRange(one.GetProperty("pValue").GetDouble(), 0, one.GetProperty("adjustedPValue").GetDouble());
            Assert.InRange(one.GetProperty("noWorsePValue").GetDouble(), 0, 0.001);
            Assert.Equal(
                one.GetProperty("second").GetProperty("value").GetDouble() - one.GetProperty("first").GetProperty("value").GetDouble(), one.GetProperty("difference").GetDouble(), 1e-9);
        }

        CommandResult told = (await _workplace.RunAsync("compare", "good", "good", "train.csv", "--metric", "accuracy")).Succeeded();
        Assert.Contains("no difference that chance would not make", told.Output, StringComparison.Ordinal);
        Assert.Contains("learned from 'train.csv' itself", told.Error, StringComparison.Ordinal);

        (await _workplace.RunAsync("compare", "good", "poor", "later.csv", "--metric", "rmse")).Refused(1, "does not score a classification");
        (await _workplace.RunAsync("compare", "good", "poor", "later.csv", "--margin", "-1")).Refused(1, "0 or greater");
        (await _workplace.RunAsync("compare", "good", "poor", "later.csv", "--replicates", "0")).Refused(2, "1 or greater");
        (await _workplace.RunAsync("compare", "good", "missing", "later.csv")).Refused(1, "'missing'");
        _workplace.WriteRows("nothing.csv", "x,z,answer", i => $"{i},{i},");
        (await _workplace.RunAsync("compare", "good", "poor", "nothing.csv")).Refused(1, "missing in every row");
    }

    private async Task TrainAsync(string name, string options)
    {
        static string Row(int i) => FormattableString.Invariant($"{(i * 37 % 101) / 101.0:0.###},{(i * 53 % 97) / 97.0:0.###},{((i * 37 % 101) / 101.0) + ((i * 29 % 89) / 178.0) > 0.75}");
        _workplace.WriteRows("train.csv", "x,z,answer", Row, 600);
        _workplace.WriteRows("later.csv", "x,z,answer", i => Row(i + 600), 600);
        (await _workplace.RunAsync(["train", "train.csv", "--target", "answer", "--name", name, "--trials", "2", "--candidates", "LogisticRegression", "--no-vote", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).Succeeded();
    }
}
