using EndToEnd.Running;

namespace EndToEnd.Output;

public sealed class HelpTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("train")]
    [InlineData("predict")]
    [InlineData("evaluate")]
    [InlineData("compare")]
    [InlineData("serve")]
    [InlineData("fit")]
    [InlineData("models list")]
    [InlineData("models show")]
    [InlineData("models alias")]
    [InlineData("models export")]
    [InlineData("models import")]
    [InlineData("runs list")]
    [InlineData("runs show")]
    [InlineData("runs compare")]
    [InlineData("data describe")]
    [InlineData("features rank")]
    [InlineData("features select")]
    [InlineData("features leakage")]
    [InlineData("features drift")]
    [InlineData("estimators list")]
    [InlineData("estimators show")]
    public async Task Every_command_has_help_with_an_example_and_json(string command)
    {
        string help = (await _workplace.RunAsync([.. command.Split(' '), "--help"])).Succeeded().Output;
        Assert.Contains("Example:", help, StringComparison.Ordinal);
        Assert.Contains($"  modelyard {command}", help, StringComparison.Ordinal);
        Assert.Contains("--json", help, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_overview_lists_every_command_and_says_where_to_start()
    {
        string overview = (await _workplace.RunAsync("--help")).Succeeded().Output;
        Assert.All((string[])["train", "predict", "evaluate", "compare", "serve", "models", "runs", "data", "features", "fit", "estimators", "modelyard train DATA.csv --target COLUMN"], word => Assert.Contains(word, overview, StringComparison.Ordinal));
    }
}
