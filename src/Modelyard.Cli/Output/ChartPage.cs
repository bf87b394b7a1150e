using Modelyard.Charts;
using Modelyard.Reports;

namespace Modelyard.Cli;

/// <summary>Writes charts as a page of HTML, or the first of them as a picture.</summary>
internal static class ChartPage
{
    /// <summary>Looks at the path of a page before the work begins.</summary>
    internal static void Check(string? path)
    {
        OutputFile.Check(path);
        if (path is not null && !IsPicture(path) && !path.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"'--output' is '{path}' and must end in .html for a page or .svg for a picture.");
        }
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The path, which ends in .html or .svg.</param>
    /// <param name="kicker">What kind of page it is, in a word.</param>
    /// <param name="title">The title of the page.</param>
    /// <param name="subtitle">The line beneath.</param>
    /// <param name="charts">The charts, the most important first.</param>
    internal static void Write(string path, string kicker, string title, string subtitle, IReadOnlyList<Chart> charts)
    {
        if (IsPicture(path))
        {
            File.WriteAllText(path, charts[0].ToSvg(ChartTheme.Light));
            return;
        }

        var page = new HtmlPage
        {
            Title = title,
            Kicker = kicker,
            Subtitle = subtitle,
            Body = writer =>
            {
                foreach (Chart chart in charts)
                {
                    writer.Figure(chart);
                }
            },
        };
        File.WriteAllText(path, page.ToHtml());
    }

    private static bool IsPicture(string path) => path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);
}
