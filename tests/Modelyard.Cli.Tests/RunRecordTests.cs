namespace Modelyard.Cli.Tests;

public sealed class RunRecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_run_keeps_its_command_as_a_shell_takes_it_again()
    {
        string table = Path.Combine(_folder, "two words.csv");
        await File.WriteAllLinesAsync(table, Enumerable.Range(0, 60).Select(row => $"{row % 7},{row % 3},{row % 2}").Prepend("a,it's b,y"));
        string[] args = ["train", table, "--target", "y", "--trials", "0", "--candidates", "LogisticRegression", "--exclude", "it's b", "--yard", _folder];
        Assert.Equal(0, (await TestCommand.Run(args)).Code);
        (int code, string output, _) = await TestCommand.Run("runs", "list", "--yard", _folder, "--json");
        Assert.Equal(0, code);
        using var runs = System.Text.Json.JsonDocument.Parse(output);
        string command = runs.RootElement.GetProperty("runs")[0].GetProperty("commandLine").GetString()!;
        Assert.Equal($"modelyard train '{table}' --target y --trials 0 --candidates LogisticRegression --exclude 'it'\\''s b' --yard {_folder}", command);
    }
}
