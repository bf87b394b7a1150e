using Modelyard.Charts;
using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

/// <summary>Derives scores of single classes and the most frequent errors from a confusion matrix.</summary>
internal static class ClassTable
{
    /// <summary>Lists the weakest class first.</summary>
    public static HtmlTable Of(ReportConfusion confusion)
    {
        int size = Math.Min(confusion.Classes.Count, confusion.Counts.Count);
        bool several = size > 2;
        var rows = new List<(double F1, IReadOnlyList<Markup> Cells)>();
        for (int i = 0; i < size; i++)
        {
            long actual = confusion.Counts[i].Sum();
            long predicted = confusion.Counts.Sum(row => i < row.Count ? row[i] : 0);
            long right = i < confusion.Counts[i].Count ? confusion.Counts[i][i] : 0;
            double precision = predicted > 0 ? right / (double)predicted : double.NaN;
            double recall = actual > 0 ? right / (double)actual : double.NaN;
            double f1 = actual + predicted > 0 ? 2.0 * right / (actual + predicted) : double.NaN;
            (string? other, long count) = MostTakenFor(confusion, i, size);
            rows.Add((f1,
            [
                Markup.Text(confusion.Classes[i]),
                Markup.Text(NumberText.Count(actual)),
                Markup.Text(NumberText.Percent(precision, 1)),
                Markup.Text(NumberText.Percent(recall, 1)),
                Markup.Text(NumberText.Score(f1)),
                .. several ? [Markup.Text(other is null ? "" : $"{other} ({NumberText.Count(count)})")] : Array.Empty<Markup>(),
            ]));
        }

        return new HtmlTable
        {
            Title = "Classes, the weakest first",
            Columns =
            [
                new("Class"), new("Rows", HtmlColumnKind.Number), new("Precision", HtmlColumnKind.Number), new("Recall", HtmlColumnKind.Number),
                new("F1", HtmlColumnKind.Number), .. several ? [new HtmlColumn("Most often taken for", HtmlColumnKind.Prose)] : Array.Empty<HtmlColumn>(),
            ],
            Rows = [.. rows.OrderBy(row => double.IsNaN(row.F1) ? -1 : row.F1).Select(row => row.Cells)],
        };
    }

    /// <summary>Lists the errors, the most frequent first.</summary>
    public static IEnumerable<(string Actual, string Predicted, long Count)> MixUps(ReportConfusion confusion)
    {
        int size = Math.Min(confusion.Classes.Count, confusion.Counts.Count);
        return Enumerable.Range(0, size)
            .SelectMany(i => Enumerable.Range(0, Math.Min(size, confusion.Counts[i].Count))
                .Where(j => i != j && confusion.Counts[i][j] > 0)
                .Select(j => (confusion.Classes[i], confusion.Classes[j], confusion.Counts[i][j])))
            .OrderByDescending(error => error.Item3);
    }

    private static (string? Class, long Count) MostTakenFor(ReportConfusion confusion, int actual, int size)
    {
        (string? other, long most) = (null, 0);
        for (int j = 0; j < Math.Min(size, confusion.Counts[actual].Count); j++)
        {
            if (j != actual && confusion.Counts[actual][j] > most)
            {
                (other, most) = (confusion.Classes[j], confusion.Counts[actual][j]);
            }
        }

        return (other, most);
    }
}
