using Modelyard.Charts;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Writes charts of an explanation as a page of HTML, or the first of them as a picture.</summary>
internal static class ExplanationPage
{
    /// <summary>Looks at the path of a page before the work begins.</summary>
    internal static void Check(string? path) => ChartPage.Check(path);

    /// <summary>Writes a file.</summary>
    /// <param name="path">The path, which ends in .html or .svg.</param>
    /// <param name="title">The title of the page.</param>
    /// <param name="subtitle">The line beneath.</param>
    /// <param name="charts">The charts, the most important first.</param>
    internal static void Write(string path, string title, string subtitle, IReadOnlyList<Chart> charts) => ChartPage.Write(path, "Explanation", title, subtitle, charts);
}
