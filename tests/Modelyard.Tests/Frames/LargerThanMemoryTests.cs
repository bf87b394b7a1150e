using System.Diagnostics;
using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

/// <summary>Groups and filters a file that is four times as large as the memory that the process may take.</summary>
public sealed class LargerThanMemoryTests : IDisposable
{
    private const int Rows = 5_400_000;
    private const long Limit = 64L << 20;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"modelyard-{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_table_of_four_times_the_memory_is_filtered_and_grouped()
    {
        (long count, long sum, double mean) = Generate();
        Assert.True(new FileInfo(_path).Length >= 4 * Limit, $"The file has {new FileInfo(_path).Length} bytes.");
        (int code, string output) = await RunAsync("whole");
        Assert.NotEqual(0, code);

        (code, output) = await RunAsync("chunks");
        Assert.True(code == 0, output);
        string[][] groups = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];
        Assert.Equal(300, groups.Length);
        string[] one = Assert.Single(groups, group => group[0] == "7" && group[1] == "green");
        Assert.Equal(count, long.Parse(one[2], CultureInfo.InvariantCulture));
        Assert.Equal(sum, long.Parse(one[3], CultureInfo.InvariantCulture));
        Assert.Equal(mean, double.Parse(one[4], CultureInfo.InvariantCulture), 1e-9);
        Assert.Equal("green", one[1]);
    }

    private async Task<(int Code, string Output)> RunAsync(string how)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "Modelyard.Frames.StreamReader.dll"), how, _path },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x" + Limit.ToString("X", CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? output : await errors);
    }

    /// <summary>Writes the file and computes what the group (7, green) must give.</summary>
    private (long Count, long Sum, double Mean) Generate()
    {
        string[] kinds = ["red", "green", "blue"];
        long count = 0, sum = 0;
        double total = 0;
        using var writer = new StreamWriter(_path, append: false, System.Text.Encoding.ASCII, 1 << 20);
        writer.Write("key,kind,whole,number,text\n");
        uint state = 12345;
        char[] line = new char[96];
        for (int row = 0; row < Rows; row++)
        {
            state = (state * 1664525) + 1013904223;
            int key = (int)(state >> 20) % 100, kind = (int)(state >> 8) % 3;
            long whole = state >> 4;
            double number = (state >> 6) / 1024.0;
            line.AsSpan().TryWrite(CultureInfo.InvariantCulture, $"{key},{kinds[kind]},{whole},{number},some text of row {row % 1000}\n", out int length);
            writer.Write(line, 0, length);
            if (key == 7 && kind == 1 && whole % 10 != 3)
            {
                count++;
                sum += whole;
                total += number;
            }
        }

        return (count, sum, total / count);
    }
}
