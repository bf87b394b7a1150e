using System.Text.Json;
using EndToEnd.Running;

namespace EndToEnd.Training;

public sealed class InterruptedTrainingTests : IDisposable
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(20);
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData(true, "telco-churn.csv", "churn")]
    [InlineData(false, "concrete.csv", "compressive_strength")]
    public async Task Stopped_in_the_middle_it_ends_within_seconds_with_what_was_found_so_far(bool byKeyboard, string table, string target)
    {
        using RunningCommand training = TrainForTenMinutes(table, target);
        await training.UntilAsync("comparing RandomForest", Workplace.Patience);
        if (byKeyboard)
        {
            training.Interrupt();
        }
        else
        {
            training.Terminate();
        }

        CommandResult result = (await training.WaitAsync(Seconds)).Succeeded();
        Assert.Contains("Stopping", result.Error, StringComparison.Ordinal);
        Assert.Contains("best that was found so far", result.Output, StringComparison.Ordinal);
        Assert.Contains("model    stopped:1", result.Output, StringComparison.Ordinal);
        Assert.Equal("finished", (await Runs())[0].GetProperty("status").GetString());
        (await _workplace.RunAsync("predict", "stopped", Workplace.Example(table), "-o", "scored.csv")).Succeeded();
    }

    [Fact(Timeout = 120_000)]
    public async Task Stopped_before_there_is_a_model_it_says_so()
    {
        using RunningCommand training = TrainForTenMinutes("telco-churn.csv", "churn");
        await training.UntilAsync("reading", Workplace.Patience);
        training.Interrupt();
        CommandResult result = await training.WaitAsync(Seconds);
        Assert.Equal(1, result.Code);
        Assert.Contains("stopped before there was a model", Assert.Single(result.Faults), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Killed_in_the_middle_it_leaves_a_yard_that_the_next_training_uses()
    {
        using (RunningCommand training = TrainForTenMinutes("penguins.csv", "species"))
        {
            await training.UntilAsync("tuning", Workplace.Patience);
            training.Kill();
            await training.WaitAsync(Seconds);
        }

        Assert.Single(await Runs());
        JsonElement next = await _workplace.JsonAsync("train", Workplace.Example("penguins.csv"), "--target", "species", "--trials", "0");
        Assert.Equal(1, next.GetProperty("model").GetProperty("version").GetInt32());
        Assert.Equal(2, (await Runs()).Count);
    }

    private RunningCommand TrainForTenMinutes(string table, string target) => _workplace.Start("train", Workplace.Example(table), "--target", target, "--budget", "10m", "--name", "stopped");

    private async Task<List<JsonElement>> Runs() => [.. (await _workplace.JsonAsync("runs", "list")).GetProperty("runs").EnumerateArray()];
}
