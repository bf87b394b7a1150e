using System.Globalization;
using Modelyard.Charts;
using Modelyard.Frames.Lineage;

namespace Modelyard.Reports;

/// <summary>Draws the lineage of a table: what was read on the left, the table on the right, a box for each verb between.</summary>
public static class LineageChart
{
    private const int MostColumns = 8;

    /// <summary>Lays out the lineage of a table.</summary>
    /// <param name="lineage">The step that the table came out of.</param>
    /// <param name="title">The short name of what the picture shows.</param>
    /// <returns>A chart; its boxes tell the verb, its parameters, and rows and columns that came out.</returns>
    public static DiagramChart Of(LineageStep lineage, string title)
    {
        ArgumentNullException.ThrowIfNull(lineage);
        IReadOnlyList<LineageStep> steps = lineage.History();
        Dictionary<LineageStep, string> titles = steps.Select((step, number) => (step, Title(step, number + 1))).ToDictionary();
        return new DiagramChart
        {
            Title = title,
            Boxes = [.. steps.Select(step => new DiagramBox(titles[step]) { Lines = Lines(step), Color = step == lineage ? 2 : step.Inputs.Count == 0 ? 5 : 0 })],
            Links = [.. steps.SelectMany(step => step.Inputs.Distinct().Select(input => new DiagramLink(titles[input], titles[step])))],
        };
    }

    private static string Title(LineageStep step, int number) => FormattableString.Invariant($"{number}  {(step.Source is { } source ? Path.GetFileName(source.Name) : step.Verb)}");

    private static DiagramLine[] Lines(LineageStep step)
    {
        IEnumerable<DiagramLine> source = step.Source is not { } read
            ? []
            : [new DiagramLine(step.Verb, read.Bytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes") : ""), .. Digest(read)];
        string shown = string.Join(", ", step.Columns.Take(MostColumns)) + (step.Columns.Count > MostColumns ? ", ..." : "");
        return
        [
            .. source,
            .. step.Parameters.Select(parameter => new DiagramLine(parameter.Key, parameter.Value, IsStrong: true)),
            new DiagramLine(string.Create(CultureInfo.InvariantCulture, $"{(step.Rows is { } rows ? $"{rows:N0} rows x " : "")}{step.Columns.Count:N0} columns")),
            new DiagramLine(shown),
        ];
    }

    private static DiagramLine[] Digest(LineageSource source) => source.WithDigest().Digest is { } digest ? [new DiagramLine("sha256", digest[..12])] : [];
}
