using Modelyard.Data;
using Modelyard.Data.Databases;
using Modelyard.Frames;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Server.Tests.Studio;

/// <summary>Runs the pages of a yard whose monitors watch files, each a window, rows of files, and a query; the last of six days differs, and two files were changed at the same moment.</summary>
public sealed class SourcedStudio : StudioFixture
{
    private const int Rows = 100;
    private static readonly DateTime s_first = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The fraction of a second at which files were changed.</summary>
    private static readonly TimeSpan s_fraction = TimeSpan.FromTicks(1_234_560);

    protected override string Make()
    {
        string files = Directory.CreateDirectory(Path.Combine(Folder, "in")).FullName, address = $"sqlite:{Path.Combine(Folder, "orders.db")}";
        Frame[] days = [.. Enumerable.Range(0, 6).Select(Day)];
        for (int day = 0; day < days.Length; day++)
        {
            string path = Path.Combine(files, $"day-{day}.csv");
            CsvWriter.Write(days[day], path);
            File.SetLastWriteTimeUtc(path, s_first.AddDays(day == 3 ? 2 : day) + s_fraction);
        }

        using (Database database = Database.Open(address))
        {
            database.Write(Frame.ConcatRows(days), new TableName("orders"));
        }

        using Yard yard = Yard.Open(Folder);
        var monitor = new MonitorDefinition("files", null) { Source = MonitorSource.OfFiles(Path.Combine(files, "*.csv")), Reference = new MonitorReference(ReferenceKind.First, 2), Drift = new() { Exclude = ["at"] } };
        yard.Monitors.Add(monitor);
        yard.Monitors.Add(monitor with { Name = "rows", Source = MonitorSource.OfFiles(Path.Combine(files, "*.csv"), "at"), WindowRows = 80 });
        yard.Monitors.Add(monitor with { Name = "query", Source = MonitorSource.OfQuery(address, "SELECT * FROM orders WHERE amount < 1000", "at") });
        yard.Monitors.Add(monitor with { Name = "waits" });
        foreach (string name in (string[])["files", "rows", "query"])
        {
            yard.Monitors.Run(name);
        }

        return "";
    }

    private static Frame Day(int day) => Frame.Of(
        new TimestampColumn("at", [.. Enumerable.Range(0, Rows).Select(i => s_first.AddDays(day).AddMinutes(i * 10).AddMilliseconds(500).Ticks)], isUtc: true),
        new DoubleColumn("amount", [.. Enumerable.Range(0, Rows).Select(i => (i * 37 % 101) + (day == 5 ? 200.5 : 0.5))]));
}
