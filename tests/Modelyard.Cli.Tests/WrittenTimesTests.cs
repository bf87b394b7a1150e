using System.Globalization;

namespace Modelyard.Cli.Tests;

/// <summary>Holds predictions beside rows to the times of these rows as they were written.</summary>
public sealed class WrittenTimesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("2024-01-{0:00}T10:00:00+02:00")]
    [InlineData("2024-01-{0:00}T10:00:00Z")]
    [InlineData("20{0:00}-03")]
    [InlineData("{0}.1.2024")]
    public async Task Times_come_back_as_they_were_written(string form)
    {
        string table = Path.Combine(_folder, "table.csv"), scored = Path.Combine(_folder, "scored.csv");
        string[] times = [.. Enumerable.Range(0, 80).Select(row => string.Format(CultureInfo.InvariantCulture, form, (row % 28) + 1))];
        await File.WriteAllLinesAsync(table, ["seen,other,x,y", .. times.Select((time, row) => string.Create(CultureInfo.InvariantCulture, $"{(row == 5 ? "" : time)},{time},{row % 7},{(row % 28) + row % 7}"))]);
        await Run("train", table, "--target", "y", "--exclude", "other", "--trials", "0", "--candidates", "Ridge", "--no-refit");
        await Run("predict", "y", table, "-o", scored);
        string[][] rows = [.. (await File.ReadAllLinesAsync(scored)).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(times, rows.Select(row => row[1]));
        Assert.Equal(times.Select((time, row) => row == 5 ? "" : time), rows.Select(row => row[0]));
    }

    private async Task Run(params string[] args)
    {
        (int code, _, string error) = await TestCommand.Run([.. args, "--yard", Path.Combine(_folder, "yard")]);
        Assert.True(code == 0, error);
    }
}
