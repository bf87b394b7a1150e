using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Tests.Monitors;

/// <summary>Writes a file of orders for each day, with so many rows.</summary>
internal sealed class OrderFiles
{
    private static readonly DateTime s_first = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    private readonly string _folder;

    internal OrderFiles(string folder, IReadOnlyList<int> rows, Func<int, double>? repeated = null, Func<int, double>? last = null)
    {
        _folder = Directory.CreateDirectory(Path.Combine(folder, "orders")).FullName;
        for (int day = 0; day < rows.Count; day++)
        {
            var random = new RandomStream(7, (ulong)day);
            double[] amounts = [.. Enumerable.Range(0, rows[day]).Select(_ => random.NextGaussian())];
            for (int row = 1; row < amounts.Length * (repeated?.Invoke(day) ?? 0); row++)
            {
                amounts[row] = amounts[0];
            }

            double until = last?.Invoke(day) ?? 1;
            TableFiles.Write(
                Frame.Of(new TimestampColumn("at", [.. Enumerable.Range(0, rows[day]).Select(row => s_first.AddDays(day).AddSeconds(86_000.0 * until * (row + 1) / rows[day]).Ticks)]), new DoubleColumn("amount", amounts)),
                Path.Combine(_folder, $"{day:00}.csv"));
        }
    }

    internal MonitorSource Source => MonitorSource.OfFiles(Path.Combine(_folder, "*.csv"), "at");
}
