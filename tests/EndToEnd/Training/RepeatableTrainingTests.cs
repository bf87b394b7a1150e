using EndToEnd.Running;

namespace EndToEnd.Training;

public sealed class RepeatableTrainingTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData("concrete.csv", "compressive_strength", "Ridge,GradientBoostingRegressor,RandomForestRegressor")]
    [InlineData("penguins.csv", "species", "")]
    public async Task The_same_trials_and_seed_give_the_same_bytes_with_one_processor_and_with_two(string file, string target, string candidates)
    {
        string first = await Scored(file, target, candidates, processors: 1);
        Assert.Equal(first, await Scored(file, target, candidates, processors: 2));
        Assert.Equal(first, await Scored(file, target, candidates, processors: 2));
    }

    private async Task<string> Scored(string file, string target, string candidates, int processors)
    {
        _workplace.Environment["DOTNET_PROCESSOR_COUNT"] = processors.ToString();
        string table = Workplace.Example(file);
        (await _workplace.RunAsync(["train", table, "--target", target, "--trials", "3", "--seed", "7", "--name", "same", .. candidates.Length == 0 ? (string[])[] : ["--candidates", candidates]])).Succeeded();
        (await _workplace.RunAsync("predict", "same@latest", table, "-o", "scored.csv")).Succeeded();
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(_workplace.Folder, "scored.csv"))));
    }
}
