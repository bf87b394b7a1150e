using Modelyard.Charts;
using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

internal static class ImportanceSection
{
    private const int MostShown = 15;

    public static void Write(HtmlWriter writer, TrainingReportContent content)
    {
        if (content.Importances.Count == 0)
        {
            return;
        }

        ReportImportance[] sorted = [.. content.Importances.OrderByDescending(row => double.IsFinite(row.Value) ? row.Value : double.NegativeInfinity)];
        string method = content.ImportanceMethod.Length > 0
            ? content.ImportanceMethod
            : $"How much {content.Headline.Name} on the test part is lost when the values of one column are shuffled.";
        double greatest = sorted.Select(row => Math.Abs(row.Value)).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        int decimals = greatest > 0 ? Math.Clamp(2 - (int)Math.Floor(Math.Log10(greatest)), 0, 8) : 0;
        writer.Section("importances", "What it relies on", method, section =>
        {
            section.Figure(
                new BarChart
                {
                    Title = "Permutation importance",
                    Axis = new Axis { Label = $"loss of {content.Headline.Name}", RoundsEnds = false },
                    ValueText = value => NumberText.Fixed(value, decimals),
                    Items = [.. sorted.Take(MostShown).Select(row => new BarItem(row.Column, row.Value, row.Low, row.High))],
                },
                Caption(sorted));
            if (sorted.Length > MostShown)
            {
                section.Details($"All {NumberText.Count(sorted.Length)} columns", inner => inner.Table(new HtmlTable
                {
                    Title = "Importance of every column",
                    Columns = [new("Column"), new("Importance", HtmlColumnKind.Number), new("From", HtmlColumnKind.Number), new("To", HtmlColumnKind.Number)],
                    Rows = [.. sorted.Take(500).Select(row => new[]
                    {
                        Markup.Name(row.Column), Markup.Text(NumberText.Fixed(row.Value, decimals)), Markup.Text(NumberText.Fixed(row.Low, decimals)), Markup.Text(NumberText.Fixed(row.High, decimals)),
                    })],
                }));
            }
        });
    }

    private static string Caption(ReportImportance[] sorted)
    {
        int idle = sorted.Count(row => double.IsFinite(row.High) && double.IsFinite(row.Low) && row.Low <= 0);
        string shared = "Columns that carry the same information share their importance.";
        return idle > 0 ? $"{shared} For {NumberText.Count(idle)} of {NumberText.Count(sorted.Length)} columns the interval holds zero: the model would do as well without any one of them." : shared;
    }
}
