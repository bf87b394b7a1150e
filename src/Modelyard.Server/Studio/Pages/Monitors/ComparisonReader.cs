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
    /// <returns>Null if the window was compared with nothing, or does not have the column.</returns>
    public static ColumnComparison? Read(StudioYard yard, MonitorDefinition monitor, MonitorWindow window, string? column)
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
            chosen.Evidence,
            [
                new Fact("effect", new Cell(chosen.Effect), ColumnKind.Number, "the greatest difference of shares"),
                new Fact("p", new Cell(chosen.PValue), ColumnKind.Chance),
                new Fact("missing", new Cell(chosen.Missing), ColumnKind.Share, $"{NumberText.Percent(Share(then.Missing, then.Rows))} in the reference"),
                new Fact("rows", new Cell(present.Rows), ColumnKind.Count, $"{NumberText.Count(then.Rows)} in the reference"),
            ],
            Chart(chosen, then, present));
    }

    private static ChartModel Chart(WatchedColumn column, ColumnTally then, ColumnTally now)
    {
        (string Name, double Then, double Now)[] cells = [.. Cells(then, now)];
        (string Name, double Then, double Now)[] shown = cells.Length <= MostBars ? cells : [.. cells.OrderByDescending(cell => Math.Max(cell.Then, cell.Now)).Take(MostBars)];
        return new ChartModel(
            "column", $"{column.Name}, then against now", ChartKind.Bars,
            new ChartAxis(then.Grid.HasLevels ? "level" : "value", AxisKind.Category) { Categories = [.. shown.Select(cell => cell.Name)] },
            new ChartAxis("share of rows", AxisKind.Share) { Minimum = 0 },
            [new ChartSeries("reference", [.. shown.Select(cell => cell.Then)]), new ChartSeries("this window", [.. shown.Select(cell => cell.Now)])])
        {
            Summary = column.Evidence.Length > 0 ? column.Evidence : $"The shares of {NumberText.Counted(shown.Length, then.Grid.HasLevels ? "level" : "bin")} are about the same.",
        };
    }

    private static IEnumerable<(string Name, double Then, double Now)> Cells(ColumnTally then, ColumnTally now)
    {
        if (!then.Grid.HasLevels && then.Below + now.Below > 0)
        {
            yield return ("below", Share(then.Below, then.Present), Share(now.Below, now.Present));
        }

        for (int i = 0; i < then.Counts.Count; i++)
        {
            yield return (NameOf(then.Grid, i), Share(then.Counts[i], then.Present), Share(now.Counts[i], now.Present));
        }

        if (!then.Grid.HasLevels && then.Above + now.Above > 0)
        {
            yield return ("above", Share(then.Above, then.Present), Share(now.Above, now.Present));
        }

        foreach ((string level, long count) in now.Unseen.OrderByDescending(level => level.Value).Take(MostBars / 4))
        {
            yield return ($"{level} (new)", Share(then.Unseen.GetValueOrDefault(level), then.Present), Share(count, now.Present));
        }
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
