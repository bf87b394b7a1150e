using Modelyard.Lifecycle;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Runs;

/// <summary>Reads a page of the list of runs; only its runs are read, however many there are.</summary>
internal static class RunListReader
{
    private const int Size = 50;
    private const string MetricSort = "metric";

    public static RunListPage Read(StudioYard yard, PageRequest request)
    {
        string? search = request.Query.Text("q"), kind = request.Query.Text("kind");
        var filter = new RunFilter { Text = search, Kind = kind };
        string by = request.Query.Choice("sort", "started", "started", "name", "duration", MetricSort);
        bool isDescending = request.Query.Choice("order", by == "started" ? "descending" : "ascending", "ascending", "descending") == "descending";
        RunOrderKey key = by switch { "name" => RunOrderKey.Name, "duration" => RunOrderKey.Duration, MetricSort => RunOrderKey.Metric, _ => RunOrderKey.Started };
        string? metric = request.Query.Text("metric");
        if (by == MetricSort && metric is null)
        {
            throw PageQuery.Fault("metric", "'sort' is 'metric', and 'metric' is missing: say which, as in '?sort=metric&metric=test/roc-auc'.");
        }

        var order = new RunOrder(key, isDescending) { Metric = metric };
        IReadOnlyList<Run> runs = yard.Yard.Runs.List(filter, Size, (request.Page - 1) * Size, order);
        return new RunListPage(search, kind, new DataTable("runs", "Runs", RunTable.Columns, [.. runs.Select(run => RunTable.Row(run, request.Now))])
        {
            Paging = new Paging(request.Page, Size, yard.Yard.Runs.Count(filter)),
            SortedBy = by,
            IsDescending = isDescending,
        });
    }
}
