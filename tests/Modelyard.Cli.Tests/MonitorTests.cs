using Modelyard.Data;
using Modelyard.Frames;

namespace Modelyard.Cli.Tests;

/// <summary>Watches files where no model was ever trained, and goes on beside a monitor that cannot look.</summary>
public sealed class MonitorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-monitors-").FullName;

    [Fact]
    public async Task A_monitor_that_cannot_look_keeps_no_other_from_looking()
    {
        string yard = Path.Combine(_folder, "yard");
        foreach (string name in new[] { "a", "b", "c" })
        {
            string files = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
            Frame rows = Frame.Of(new TimestampColumn("at", [.. Enumerable.Range(0, 100).Select(row => new DateTime(2026, 3, 2, 0, row % 60, 0, DateTimeKind.Utc).Ticks)]), new DoubleColumn("amount", [.. Enumerable.Range(0, 100).Select(row => (double)(row * row % 37))]));
            TableFiles.Write(rows, Path.Combine(files, "orders.csv"));
            (int added, _, string note) = await TestCommand.Run("monitor", "add", name, "--data", Path.Combine(files, "*.csv"), "--time", "at", "--reference", "first:1", "--yard", yard);
            Assert.Equal(0, added);
            Assert.Equal(name == "a", note.Contains($"There was no yard in '{yard}', and one has been made.", StringComparison.Ordinal));
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "b", "bad.csv"), "amount\n1\n");
        (int code, string output, string error) = await TestCommand.Run("monitor", "run", "--until", "2026-03-03", "--yard", yard);
        Assert.Equal(1, code);
        Assert.Contains(" a: 1 window", output, StringComparison.Ordinal);
        Assert.Contains(" c: 1 window", output, StringComparison.Ordinal);
        Assert.Contains("The monitor 'b' cannot look: '", error, StringComparison.Ordinal);
        Assert.Contains("bad.csv' has no column 'at'", error, StringComparison.Ordinal);
        (_, output, error) = await TestCommand.Run("monitor", "list", "--yard", yard);
        Assert.Contains("stopped", output, StringComparison.Ordinal);
        Assert.Contains("b has looked at nothing since", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
