using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Persistence;
using Modelyard.Preparation;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Pages.Models;
using Modelyard.Server.Studio.Pages.Monitors;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Data;

/// <summary>Reads the data that models were trained on.</summary>
internal static class DataListReader
{
    private const int MostRuns = 500, Size = 50, MostBars = 24, MostPictures = 60;

    private static readonly TableColumn[] FileColumns =
    [
        new("file", "File") { IsSortable = true },
        new("rows", "Rows", ColumnKind.Count) { IsSortable = true },
        new("runs", "Runs", ColumnKind.Count) { IsSortable = true, Help = "Of the last 500" },
        new("last", "Last read", ColumnKind.Time) { IsSortable = true },
        new("digest", "SHA-256", ColumnKind.Code),
        new("path", "Path", ColumnKind.Prose),
    ];

    public static DataListPage Read(StudioYard yard, PageRequest request)
    {
        string? search = request.Query.Text("q");
        var files = yard.Yard.Runs.List(limit: MostRuns)
            .Where(run => run.Data is not null && (search is null || run.Data.Path.Contains(search, StringComparison.OrdinalIgnoreCase)))
            .GroupBy(run => (run.Data!.Digest, run.Data.Path))
            .Select(runs => Row(runs.First(), runs.Count()));
        IReadOnlyList<RegisteredModel> models = yard.Yard.Models.List();
        string[] names = [.. models.Select(model => model.Name)];
        string? model = request.Query.Text("model") is { } given ? request.Query.Choice("model", "", names.Length > 0 ? names : [given]) : names.FirstOrDefault();
        ModelManifest? manifest = model is null ? null : yard.TryManifest(yard.Yard.Models.Resolve(model));
        MonitorDefinition? monitor = model is null ? null : yard.Yard.Monitors.List().Where(one => one.Model == model).MinBy(one => one.Source.Kind != SourceKind.Log);
        return new DataListPage(
            search,
            request.Cut(request.Sort(new DataTable("files", "Files", FileColumns, [.. files])), Size),
            model,
            names,
            manifest?.Profile is { } profile ? ProfileTable.Of("profile", $"Training data of {model}", manifest.Inputs, profile) : null,
            monitor is null ? null : MonitorReader.MissingOf(yard, monitor),
            [.. (manifest?.Profile?.Columns ?? []).Take(MostPictures).Select(Picture)]);
    }

    private static IReadOnlyList<Cell> Row(Run last, int runs) =>
    [
        new Cell(Path.GetFileName(last.Data!.Path)),
        new Cell(last.Data.Rows),
        new Cell(runs, $"{PageUrl.Of("runs")}?q={Uri.EscapeDataString(Path.GetFileName(last.Data.Path))}"),
        new Cell(last.Started),
        new Cell(last.Data.Digest?[..12]) { Note = last.Data.Digest },
        new Cell(last.Data.Path),
    ];

    private static ColumnPicture Picture(ColumnProfile column)
    {
        double missing = column.Rows == 0 ? 0 : column.Missing / (double)column.Rows;
        double[] heights = Heights(column);
        double top = heights.DefaultIfEmpty().Max();
        return new ColumnPicture(column.Name, column.Kind.ToString().ToLowerInvariant(), missing, [.. heights.Select(height => top > 0 ? height / top : 0)], Told(column));
    }

    /// <summary>Gets the density of each bin, whose borders are quantiles and so of other widths, or the count of each level.</summary>
    private static double[] Heights(ColumnProfile column)
    {
        if (column.Kind == FeatureKind.Categorical || column.Borders.Count == 0 || column.Counts.Count != column.Borders.Count + 1)
        {
            return [.. column.Counts.OrderDescending().Take(MostBars).Select(count => (double)count)];
        }

        double[] ends = [column.Minimum, .. column.Borders, column.Maximum];
        if (column.Maximum - column.Minimum < MostBars && ends.All(end => end == Math.Floor(end)))
        {
            return Whole(column, ends);
        }

        double least = (column.Maximum - column.Minimum) / MostBars;
        double[] bars = new double[MostBars];
        for (int i = 0; i < column.Counts.Count && least > 0; i++)
        {
            // A bin gives each bar that it lies under its part; one of a single value is given whole.
            int first = Math.Clamp((int)((ends[i] - column.Minimum) / least), 0, MostBars - 1), last = Math.Clamp((int)Math.Ceiling((ends[i + 1] - column.Minimum) / least) - 1, first, MostBars - 1);
            for (int bar = first; bar <= last; bar++)
            {
                bars[bar] += column.Counts[i] / (double)(last - first + 1);
            }
        }

        return bars;
    }

    /// <summary>Gets a bar for each of a few whole numbers: a bin holds those above its lower border.</summary>
    private static double[] Whole(ColumnProfile column, double[] ends)
    {
        double[] bars = new double[(int)(column.Maximum - column.Minimum) + 1];
        for (int i = 0; i < column.Counts.Count; i++)
        {
            int first = (int)(ends[i] - column.Minimum) + (i == 0 ? 0 : 1), last = Math.Max(first, (int)(ends[i + 1] - column.Minimum));
            for (int bar = first; bar <= last && bar < bars.Length; bar++)
            {
                bars[bar] += column.Counts[i] / (double)(last - first + 1);
            }
        }

        return bars;
    }

    private static string Told(ColumnProfile column) => column.Kind switch
    {
        FeatureKind.Categorical => $"{NumberText.Counted(column.Levels.Count, "level")}{(column.Levels.Count > 0 && column.Counts.Count == column.Levels.Count && column.Rows > 0 ? $", most {column.Levels.Zip(column.Counts).MaxBy(level => level.Second).First} ({NumberText.Percent(column.Counts.Max() / (double)column.Rows)})" : "")}",
        FeatureKind.Timestamp => $"{DateTime.UnixEpoch.AddSeconds(Finite(column.Minimum)):yyyy-MM-dd} to {DateTime.UnixEpoch.AddSeconds(Finite(column.Maximum)):yyyy-MM-dd}",
        _ => $"{NumberText.Value(column.Minimum)} to {NumberText.Value(column.Maximum)}, mean {NumberText.Value(column.Mean)}",
    };

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
