namespace Modelyard.Cli.Tests;

public sealed class StudioTests
{
    [Theory]
    [InlineData("-1")]
    [InlineData("70000")]
    public async Task A_port_that_is_none_is_bad_usage(string port)
    {
        (int code, _, string error) = await TestCommand.Run("studio", $"--port={port}");
        Assert.Equal(2, code);
        Assert.Contains($"The port is '{port}' and must be from 0 to 65535.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("studio")]
    [InlineData("serve", "churn", "--studio")]
    public async Task A_folder_that_is_no_yard_is_told(params string[] words)
    {
        (int code, _, string error) = await TestCommand.Run([.. words, "--yard", "no-such-yard"]);
        Assert.Equal(1, code);
        Assert.Contains("There is no yard in 'no-such-yard'.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_other_host_asks_for_a_token()
    {
        using var folder = new TemporaryYard();
        (int code, _, string error) = await TestCommand.Run("studio", "--host", "*", "--port", "0", "--yard", folder.Path);
        Assert.Equal(1, code);
        Assert.Contains("there is no token", error, StringComparison.Ordinal);
    }

    private sealed class TemporaryYard : IDisposable
    {
        public TemporaryYard() => Lifecycle.Yard.Open(Path).Dispose();

        public string Path { get; } = Directory.CreateTempSubdirectory("modelyard-studio-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
