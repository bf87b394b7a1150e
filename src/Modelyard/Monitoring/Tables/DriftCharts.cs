using Modelyard.Charts;

namespace Modelyard.Monitoring;

/// <summary>Draws how far columns have moved.</summary>
internal static class DriftCharts
{
    private const int MostBars = 30, MostLevels = 15, Bins = 40;
    private const double Tail = 0.005;

    internal static BarChart Of(TableDrift drift)
    {
        ColumnDrift[] compared = [.. drift.Columns.Where(column => column.Test.Length > 0 || column.Missing.Drifted)];
        ColumnDrift[] shown = [.. compared.OrderByDescending(column => column.Drifted).ThenByDescending(Effect).Take(MostBars)];
        return new BarChart
        {
            Title = "How far columns have moved",
            Description = drift.Summary + (shown.Length < compared.Length ? $" The first {MostBars} of {compared.Length} columns." : ""),
            Axis = new Axis { Label = "greatest difference of shares", Minimum = 0 },
            References = [ReferenceLine.Vertical(drift.Options.LeastEffect, "matters")],
            Items = [.. shown.Select(column => new BarItem(column.Missing.Drifted && !column.ValuesDrifted ? $"{column.Name} (missing)" : column.Name, Effect(column), IsHighlighted: column.Drifted))],
        };
    }

    internal static Chart Of(ColumnDrift column) => column.Reference.Grid.HasLevels ? Levels(column) : Numbers(column);

    private static double Effect(ColumnDrift column) => column.Drifted ? TableDrift.Size(column) : double.IsNaN(column.Effect) ? 0 : column.Effect;

    private static BarChart Levels(ColumnDrift column)
    {
        var shares = ColumnShares.Of(column.Reference, column.Current);
        double rows = shares.Reference.Sum(), others = shares.Current.Sum();
        (int Level, double Then, double Now)[] changes = [.. shares.Reference.Select((count, level) => (level, count / rows, shares.Current[level] / others))];
        return new BarChart
        {
            Title = column.Name,
            Description = $"By how much the share of each level of '{column.Name}' has changed: {column.Evidence}.",
            Axis = new Axis { Label = "change of the share", Format = AxisFormat.Percent },
            ValueText = null,
            Items = [.. changes.OrderByDescending(one => Math.Abs(one.Now - one.Then)).Take(MostLevels).OrderByDescending(one => one.Now - one.Then)
                .Select(one => new BarItem(ColumnComparison.LevelName(column.Reference, column.Current, one.Level).Trim('\''), one.Now - one.Then) { Text = $"{NumberText.Percent(one.Then)} → {NumberText.Percent(one.Now)}" })],
        };
    }

    /// <summary>Draws both distributions in bins of one width, between the points that all but one in two hundred of either are within.</summary>
    private static HistogramChart Numbers(ColumnDrift column)
    {
        var then = new TallyShape(column.Reference);
        var now = new TallyShape(column.Current);
        TallyShape[] shapes = [.. new[] { then, now }.Where(shape => shape.Rows > 0)];
        double low = shapes.Min(shape => shape.Quantile(Tail)), high = shapes.Max(shape => shape.Quantile(1 - Tail));
        double[] edges = [.. Enumerable.Range(0, Bins + 1).Select(edge => low + (edge * (high - low) / Bins))];
        return new HistogramChart
        {
            Title = column.Name,
            Description = $"'{column.Name}' then and now: {column.Evidence}.",
            X = new Axis { Label = column.Kind == Learning.FeatureKind.Text ? "words" : column.Name, Format = column.Kind == Learning.FeatureKind.Timestamp ? AxisFormat.Time : AxisFormat.Number },
            ShowsShares = true,
            Series = [Series("reference", then), Series("now", now)],
        };

        HistogramSeries Series(string name, TallyShape shape) => new(name, new HistogramBins(edges, [.. edges.Skip(1).Zip(edges, (end, start) => shape.Rows == 0 ? 0 : (long)Math.Round(shape.Rows * (shape.ShareUpTo(end) - (start == low ? 0 : shape.ShareUpTo(start)))))]));
    }
}
