using Modelyard.Charts;
using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

/// <summary>Shows what the data holds, column by column.</summary>
internal static class DataSection
{
    private const int MostShown = 300;
    private const int MostBins = 24;

    public static void Write(HtmlWriter writer, TrainingReportContent content)
    {
        if (content.Columns.Count == 0)
        {
            return;
        }

        writer.Section("data", "What the data holds", Introduction(content), section => section.Table(new HtmlTable
        {
            Title = content.Columns.Count > MostShown ? $"The first {MostShown} columns" : "The columns",
            Columns =
            [
                new("Column"), new("Kind"), new("Missing", HtmlColumnKind.Number), new("Distinct", HtmlColumnKind.Number),
                new("Distribution"), new("Summary", HtmlColumnKind.Prose), new("Use", HtmlColumnKind.Prose),
            ],
            Rows = [.. content.Columns.Take(MostShown).Select(column => Row(column, content.Test.Target))],
        }));
    }

    private static string Introduction(TrainingReportContent content)
    {
        long missing = content.Columns.Sum(column => column.Missing);
        int left = content.Columns.Count(column => column.IsLeftOut);
        var parts = new List<string> { $"{NumberText.Count(content.Columns.Count)} columns" };
        parts.Add(missing == 0 ? "no missing cells" : $"{NumberText.Count(missing)} missing cells in {NumberText.Count(content.Columns.Count(column => column.Missing > 0))} of them");
        parts.AddRange(left > 0 ? [$"{NumberText.Count(left)} left out"] : []);
        string parted = content.TrainingRows > 0 && content.TestRows > 0
            ? $" The model learned from {NumberText.Counted(content.TrainingRows, "row")} and was tested on {NumberText.Count(content.TestRows)}."
            : "";
        string cut = content.Columns.Count > MostShown ? $" The first {MostShown} columns are shown." : "";
        return string.Join(", ", parts) + "." + parted + cut;
    }

    private static Markup[] Row(ReportColumn column, string target)
    {
        double share = column.Rows > 0 ? column.Missing / (double)column.Rows : double.NaN;
        string missing = column.Missing == 0 ? "0" : double.IsFinite(share) ? NumberText.Percent(share) : NumberText.Count(column.Missing);
        return
        [
            Markup.Name(column.Name),
            Markup.Text(column.Kind),
            Markup.Text(missing),
            Markup.Text(NumberText.Count(column.Distinct)),
            Picture(column),
            Markup.Text(Summary(column)),
            Use(column, target),
        ];
    }

    private static Markup Picture(ReportColumn column)
    {
        if (column.Histogram is { Counts.Count: > 0 } histogram)
        {
            return Markup.Trusted(MiniChart.Histogram($"Histogram of {column.Name}", Merge(histogram.Counts)));
        }

        if (column.Levels.Count == 0)
        {
            return default;
        }

        double rows = Math.Max(column.Rows, column.Levels.Sum(level => level.Count));
        return Markup.Trusted(MiniChart.Levels($"Most frequent levels of {column.Name}", [.. column.Levels.Take(8).Select(level => level.Count / rows)]));
    }

    private static IReadOnlyList<long> Merge(IReadOnlyList<long> counts)
    {
        int joined = (counts.Count + MostBins - 1) / MostBins;
        return joined == 1 ? counts : [.. counts.Chunk(joined).Select(chunk => chunk.Sum())];
    }

    private static string Summary(ReportColumn column)
    {
        if (double.IsFinite(column.Median))
        {
            string range = double.IsFinite(column.Minimum) && double.IsFinite(column.Maximum) ? $", {NumberText.Value(column.Minimum)} to {NumberText.Value(column.Maximum)}" : "";
            string middle = double.IsFinite(column.LowerQuartile) && double.IsFinite(column.UpperQuartile)
                ? $", middle half {NumberText.Value(column.LowerQuartile)} to {NumberText.Value(column.UpperQuartile)}"
                : "";
            string mean = double.IsFinite(column.Mean) ? $"; mean {NumberText.Value(column.Mean)}{(double.IsFinite(column.Deviation) ? $" ± {NumberText.Value(column.Deviation)}" : "")}" : "";
            return $"median {NumberText.Value(column.Median)}{middle}{range}{mean}";
        }

        double rows = Math.Max(1, Math.Max(column.Rows, column.Levels.Sum(level => level.Count)));
        string levels = string.Join(", ", column.Levels.Take(3).Select(level => $"{Short(level.Name)} {NumberText.Percent(level.Count / rows)}"));
        return column.Distinct > 3 && column.Levels.Count > 0 ? levels + ", …" : levels;
    }

    private static string Short(string name) => name.Length == 0 ? "(empty)" : name.Length > 32 ? string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[30]) ? 30 : 31), "…") : name;

    private static Markup Use(ReportColumn column, string target)
    {
        var cell = new HtmlWriter();
        bool marked = column.IsLeftOut || string.Equals(column.Name, target, StringComparison.Ordinal);
        if (column.Use.Length > 0 && marked)
        {
            cell.Write($"<span class=\"tag{(column.IsLeftOut ? " quiet" : "")}\">{column.Use}</span> ");
        }
        else
        {
            cell.Text(column.Use.Length > 0 && column.Note.Length > 0 ? column.Use + ", " : column.Use);
        }

        cell.Text(column.Note);
        return cell.ToMarkup();
    }
}
