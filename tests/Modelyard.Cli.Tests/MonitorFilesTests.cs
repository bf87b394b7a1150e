using System.Globalization;
using System.Text.Json;

namespace Modelyard.Cli.Tests;

/// <summary>Watches files, which need no model.</summary>
public sealed class MonitorFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_are_watched_in_a_yard_that_has_no_model_and_one_that_is_gone_stops_no_other_monitor()
    {
        string june = Write("june.csv", 0, 100), gone = Write("gone.csv", 0, 100);
        Write(Path.Combine("in", "1.csv"), 1, 100);
        Write(Path.Combine("in", "2.csv"), 2, 100, shift: 80);
        string data = Path.Combine(_folder, "in", "*.csv");
        await Run("monitor", "add", "a-broken", "--data", data, "--reference", $"file:{gone}");
        await Run("monitor", "add", "orders", "--data", data, "--reference", $"file:{june}");
        File.Delete(gone);
        Assert.Contains("'--until' is '2999-01-01', which is in the future", (await TestCommand.Run("monitor", "run", "--until", "2999-01-01", "--yard", Yard)).Error, StringComparison.Ordinal);
        (int code, string output, string error) = await TestCommand.Run("monitor", "run", "--yard", Yard);
        Assert.Equal(1, code);
        Assert.Contains(" orders: 2 windows, 1 of them drifted", output, StringComparison.Ordinal);
        Assert.Contains($"The monitor 'a-broken' cannot look: {gone}: There is no such file.", error, StringComparison.Ordinal);
        (code, output, _) = await TestCommand.Run("monitor", "run", "--json", "--yard", Yard);
        using var json = JsonDocument.Parse(output);
        Assert.Equal((1, "a-broken"), (code, Assert.Single(json.RootElement.GetProperty("faults").EnumerateArray()).GetProperty("name").GetString()));

        await Run("alarms", "ack", "1", "--by", "Ann");
        Write(Path.Combine("in", "3.csv"), 3, 100);
        await Run("monitor", "run", "orders");
        Assert.Contains("closed, known to Ann", await Run("alarms", "list", "--all"), StringComparison.Ordinal);
        Assert.Contains(" column  amount: median ", await Run("alarms", "show", "1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "Say one of the two", "--data", "x.csv", "--rows", "100", "--window", "1h")]
    [InlineData(1, "There is no yard in", "--model", "churn")]
    public async Task What_cannot_be_watched_is_refused(int code, string expected, params string[] options)
    {
        (int found, _, string error) = await TestCommand.Run(["monitor", "add", "a", .. options, "--yard", Yard]);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal(code, found);
        Assert.False(Directory.Exists(Yard));
    }

    [Fact]
    public void What_is_kept_does_not_depend_on_the_folder_in_which_it_was_typed()
    {
        string here = Directory.GetCurrentDirectory();
        Assert.Equal([Path.Combine(here, "june.csv"), "s3://bucket/june.csv"], new[] { "june.csv", "s3://bucket/june.csv" }.Select(WholePath.Of));
        Assert.Equal(["cat", Path.Combine(here, "tell.sh"), "/bin/cat"], new[] { "cat", "./tell.sh", "/bin/cat" }.Select(WholePath.OfProgram));
        Assert.Equal([$"sqlite:{Path.Combine(here, "orders.db")}", "sqlite::memory:", "env:ORDERS", "postgres://db/orders"], new[] { "sqlite:orders.db", "sqlite::memory:", "env:ORDERS", "postgres://db/orders" }.Select(WholePath.OfDatabase));
        Assert.Equal([$"file:{Path.Combine(here, "secret")}", "file:/run/secret", "SECRET", "https://example.com/hook"], new[] { "file:secret", "file:/run/secret", "SECRET", "https://example.com/hook" }.Select(WholePath.OfSecret));
    }

    private string Yard => Path.Combine(_folder, "yard");

    private string Write(string name, int changed, int rows, int shift = 0)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, ["amount", .. Enumerable.Range(0, rows).Select(row => ((row * 37 % 101) + 0.5 + shift).ToString(CultureInfo.InvariantCulture))]);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 3, 2 + changed, 0, 0, 0, DateTimeKind.Utc));
        return path;
    }

    private async Task<string> Run(params string[] args)
    {
        (int code, string output, string error) = await TestCommand.Run([.. args, "--yard", Yard]);
        Assert.True(code == 0, error);
        return output;
    }
}
