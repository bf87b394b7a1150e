using System.Globalization;
using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Monitoring;
using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Monitors;

/// <summary>Compares a column of a window with its reference, by the counts that the monitor keeps.</summary>
internal static class ComparisonReader
{
    private const int MostBars = 24;

    /// <summary>Compares a column.</summary>
    /// <param name="yard">The yard.</param>
    /// <param name="monitor">The monitor.</param>
    /// <param name="window">The window.</param>
    /// <param name="column">The column; null for the one that is farthest from the reference.</param>
    /// <param name="windows">The windows of the monitor. Counts are kept by the moment, so that files which were last changed at the same one are counted together, which is said.</param>
    /// <returns>Null if the window was compared with nothing, or does not have the column.</returns>
    public static ColumnComparison? Read(StudioYard yard, MonitorDefinition monitor, MonitorWindow window, string? column, IReadOnlyList<MonitorWindow> windows)
    {
        if (window.State is not (WindowState.Quiet or WindowState.Drifted) || yard.Yard.Monitors.Reference(monitor.Name, window.Start) is not { } reference)
        {
            return null;
        }

        TableTally now;
        try
        {
            now = yard.Yard.Monitors.Tally(monitor.Name, window.Start, window.End);
        }
        catch (YardException)
        {
            return null;
        }

        WatchedColumn? chosen = window.Columns.FirstOrDefault(one => one.Name == column) ?? window.Columns.MaxBy(one => (one.Drifted, double.IsNaN(one.Effect) ? -1 : one.Effect));
        ColumnTally? then = reference.Columns.FirstOrDefault(one => one.Grid.Name == chosen?.Name), present = now.Columns.FirstOrDefault(one => one.Grid.Name == chosen?.Name);
        return chosen is null || then is null || present is null ? null : new ColumnComparison(
            chosen.Name,
            window.Start,
            window.Skip,
            WindowAxis.NameOf(window),
            chosen.Evidence,
            [
                new Fact("effect", new Cell(chosen.Effect), ColumnKind.Number, "the greatest difference of shares"),
                new Fact("p", new Cell(chosen.PValue), ColumnKind.Chance),
                new Fact("missing", new Cell(chosen.Missing), ColumnKind.Share, $"{NumberText.Percent(Share(then.Missing, then.Rows))} in the reference"),
                new Fact("rows", new Cell(present.Rows), ColumnKind.Count, $"{NumberText.Count(then.Rows)} in the reference{Together(window, windows)}"),
            ],
            Chart(chosen, then, present));
    }

    private static string Together(MonitorWindow window, IReadOnlyList<MonitorWindow> windows)
    {
        string[] others = [.. windows.Where(one => one.Start == window.Start && one.End == window.End && one.Skip != window.Skip).Select(WindowAxis.NameOf)];
        return others.Length == 0 ? "" : $"; counted together with {string.Join(", ", others)}, changed at the same moment";
    }

    private static ChartModel Chart(WatchedColumn column, ColumnTally then, ColumnTally now)
    {
        (string Name, double Then, double Now)[] cells = then.Grid.IsCategory ? Largest([.. Levels(then, now)]) : Pool([.. Bins(then, now)]);
        return new ChartModel(
            "column", $"{column.Name}, then against now", ChartKind.Bars,
            new ChartAxis(then.Grid.IsCategory ? "level" : "value", AxisKind.Category) { Categories = [.. cells.Select(cell => cell.Name)] },
            new ChartAxis("share of rows", AxisKind.Share) { Minimum = 0 },
            [new ChartSeries("reference", [.. cells.Select(cell => cell.Then)]), new ChartSeries("this window", [.. cells.Select(cell => cell.Now)])])
        {
            Summary = column.Evidence.Length > 0 ? column.Evidence : $"The shares of {NumberText.Counted(cells.Length, then.Grid.IsCategory ? "level" : "bin")} are about the same.",
        };
    }

    private static IEnumerable<(string Name, double Then, double Now)> Levels(ColumnTally then, ColumnTally now)
    {
        for (int i = 0; i < then.Counts.Count; i++)
        {
            yield return (then.Grid.Levels[i], Share(then.Counts[i], then.Present), Share(now.Counts[i], now.Present));
        }

        foreach ((string level, long count) in now.Unseen.OrderByDescending(level => level.Value).Take(MostBars / 4))
        {
            yield return ($"{level} (new)", Share(then.Unseen.GetValueOrDefault(level), then.Present), Share(count, now.Present));
        }
    }

    /// <summary>Lists the bins of numbers, and what lies beyond the reference, which the outer bins have counted too.</summary>
    private static IEnumerable<(string Name, double Then, double Now)> Bins(ColumnTally then, ColumnTally now)
    {
        int last = then.Counts.Count - 1;
        bool isCounted = !then.Grid.IsDiscrete;
        if (now.Below > 0)
        {
            yield return ("below", 0, Share(now.Below, now.Present));
        }

        for (int i = 0; i <= last; i++)
        {
            long beyond = isCounted ? (i == 0 ? now.Below : 0) + (i == last ? now.Above : 0) : 0;
            yield return (NameOf(then.Grid, i), Share(then.Counts[i], then.Present), Share(now.Counts[i] - beyond, now.Present));
        }

        if (now.Above > 0)
        {
            yield return ("above", 0, Share(now.Above, now.Present));
        }

        if (!isCounted && now.Unknown - now.Below - now.Above is > 0 and long between)
        {
            yield return ("other values", 0, Share(between, now.Present));
        }
    }

    /// <summary>Keeps the largest cells, and adds up the others.</summary>
    private static (string Name, double Then, double Now)[] Largest((string Name, double Then, double Now)[] cells)
    {
        if (cells.Length <= MostBars)
        {
            return cells;
        }

        (string Name, double Then, double Now)[] ranked = [.. cells.OrderByDescending(cell => Math.Max(cell.Then, cell.Now))];
        return [.. ranked.Take(MostBars - 1), ($"{cells.Length - MostBars + 1} others", ranked.Skip(MostBars - 1).Sum(cell => cell.Then), ranked.Skip(MostBars - 1).Sum(cell => cell.Now))];
    }

    /// <summary>Joins neighbours until few cells are left; what lies beyond the reference stays apart.</summary>
    private static (string Name, double Then, double Now)[] Pool((string Name, double Then, double Now)[] cells)
    {
        int size = (cells.Length + MostBars - 1) / MostBars;
        return size <= 1 ? cells :
        [
            .. cells.Where(cell => cell.Name == "below"),
            .. cells.Where(cell => cell.Name is not ("below" or "above" or "other values")).Chunk(size).Select(chunk => (chunk[^1].Name, chunk.Sum(cell => cell.Then), chunk.Sum(cell => cell.Now))),
            .. cells.Where(cell => cell.Name is "above" or "other values"),
        ];
    }

    /// <summary>Names a level, or a bin by its upper border.</summary>
    private static string NameOf(ColumnGrid grid, int at) =>
        grid.IsCategory ? grid.Levels[at]
        : grid.IsDiscrete ? Value(grid, grid.Borders[at])
        : at < grid.Borders.Count ? $"to {Value(grid, grid.Borders[at])}"
        : grid.Borders.Count == 0 ? "all" : $"over {Value(grid, grid.Borders[^1])}";

    private static string Value(ColumnGrid grid, double value) =>
        grid.Kind == FeatureKind.Timestamp ? DateTime.UnixEpoch.AddSeconds(value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : NumberText.Value(value);

    private static double Share(long count, long of) => of == 0 ? 0 : count / (double)of;
}
