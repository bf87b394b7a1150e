using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Modelyard.Cli.Tests;

public sealed class MonitorTogetherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_are_watched_where_no_model_was_ever_trained()
    {
        string yard = Path.Combine(_folder, "yard"), files = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "in")).FullName, "*.csv");
        for (int day = 0; day < 6; day++)
        {
            Write(day);
        }

        (int code, _, string error) = await TestCommand.Run("monitor", "add", "orders", "--data", files, "--watch", "drift,together", "--embedding", "e_", "--reference", "first:2", "--least-rows", "20", "--yard", yard);
        Assert.True(code == 0, error);
        (code, string output, error) = await TestCommand.Run("monitor", "run", "--yard", yard, "--json");
        Assert.True(code == 0, error);
        using var run = JsonDocument.Parse(output);
        JsonElement window = run.RootElement.GetProperty("monitors")[0].GetProperty("windows")[5];
        Assert.Contains("together.e_.classifier", window.GetProperty("measures").EnumerateArray().Select(measure => measure.GetProperty("name").GetString()));
        (code, output, _) = await TestCommand.Run("monitor", "list", "--yard", yard, "--json");
        using var list = JsonDocument.Parse(output);
        Assert.Equal("e_", list.RootElement.GetProperty("monitors")[0].GetProperty("embeddings")[0].GetString());

        (code, _, error) = await TestCommand.Run("monitor", "run", "orders", "--until", "2999-01-01", "--yard", yard);
        Assert.NotEqual(0, code);
        Assert.Contains("is in the future", error, StringComparison.Ordinal);
        (code, _, error) = await TestCommand.Run("monitor", "add", "churn", "--model", "churn", "--yard", Path.Combine(_folder, "none"));
        Assert.NotEqual(0, code);
        Assert.Contains("There is no yard", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "none")));
    }

    private void Write(int day)
    {
        var text = new StringBuilder("e_0,e_1\n");
        for (int row = 0; row < 60; row++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{((row * 37) + (day * 11)) % 59},{((row * 23) + (day * 7)) % 61}");
        }

        string path = Path.Combine(_folder, "in", $"{day}.csv");
        File.WriteAllText(path, text.ToString());
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 3, 2 + day, 0, 0, 0, DateTimeKind.Utc));
    }
}
