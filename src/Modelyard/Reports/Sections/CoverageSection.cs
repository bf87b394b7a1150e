using Modelyard.Charts;
using Modelyard.Ensembles;
using Modelyard.Learning;

namespace Modelyard.Reports.Sections;

/// <summary>Shows how often intervals or sets held the truth, in all and by group.</summary>
internal static class CoverageSection
{
    private const int MostGroups = 300;
    private const int MostBars = 40;

    public static void Write(HtmlWriter writer, CoverageCheck coverage, TaskKind task) => writer.Section(
        "coverage",
        task == TaskKind.Regression ? "Whether its intervals hold the truth" : "Whether its sets hold the truth",
        $"They promise to hold it in {NumberText.Percent(coverage.Wanted)} of cases, and are kept to that here.",
        section =>
        {
            if (coverage.DescribeFault() is { Length: > 0 } fault)
            {
                section.Callout(CalloutKind.Warning, fault);
            }

            section.KeyFigures(
            [
                new KeyFigure("Held the truth", NumberText.Percent(coverage.Reached, 1), Interval(coverage.Low, coverage.High), IsMain: true),
                new KeyFigure("Promised", NumberText.Percent(coverage.Wanted)),
                .. task == TaskKind.Regression ? [new KeyFigure("Mean width", NumberText.Value(coverage.Size))] : new[]
                {
                    new KeyFigure("Classes in a set", NumberText.Value(coverage.Size), "on average"),
                    new KeyFigure("Sets of one class", NumberText.Percent(coverage.SingleShare, 1)),
                    new KeyFigure("Empty sets", NumberText.Percent(coverage.EmptyShare, 1)),
                },
            ]);
            if (coverage.Groups.Count > 0)
            {
                WriteGroups(section, coverage);
            }
        });

    private static void WriteGroups(HtmlWriter section, CoverageCheck coverage)
    {
        GroupCoverage[] groups = [.. coverage.Groups.OrderBy(group => group.Reached)];
        section.Grid(grid => grid.Figure(
            new BarChart
            {
                Title = $"Held the truth, by {coverage.GroupedBy}",
                Items = [.. groups.Take(MostBars).Select(group => new BarItem(group.Group, group.Reached, group.Low, group.High))],
                Axis = new Axis { Format = AxisFormat.Percent, Minimum = 0, Maximum = 1 },
                ValueText = value => NumberText.Percent(value, 1),
                References = [ReferenceLine.Vertical(coverage.Wanted, $"promised {NumberText.Percent(coverage.Wanted)}")],
            },
            $"Each should be about {NumberText.Percent(coverage.Wanted)}; whiskers are 95 % intervals."));
        section.Table(new HtmlTable
        {
            Title = $"How often the truth is held, by {coverage.GroupedBy}",
            Columns = [new HtmlColumn(coverage.GroupedBy), new HtmlColumn("rows", HtmlColumnKind.Number), new HtmlColumn("held", HtmlColumnKind.Number), new HtmlColumn("95 % interval", HtmlColumnKind.Number)],
            Rows = [.. groups.Take(MostGroups).Select(group => (IReadOnlyList<Markup>)[
                Markup.Text(group.Group), Markup.Text(NumberText.Count(group.Rows)), Markup.Text(NumberText.Percent(group.Reached, 1)), Markup.Text(Interval(group.Low, group.High))])],
        });
    }

    private static string Interval(double low, double high) => $"{NumberText.Percent(low, 1)} – {NumberText.Percent(high, 1)}";
}
