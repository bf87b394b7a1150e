using Modelyard.Charts;
using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Metrics;

namespace Modelyard.Reports.Sections;

/// <summary>Shows figures by segment, what answers cost, how groups are treated, and where a model errs most.</summary>
internal static class EvaluationSections
{
    private const int MostGroups = 300;
    private const int MostBars = 40;

    public static void Write(HtmlWriter writer, ModelEvaluation evaluation)
    {
        if (evaluation.Cost is { } cost)
        {
            WriteCosts(writer, cost, evaluation.Predictions);
        }

        if (evaluation.Figures is { } figures)
        {
            WriteFigures(writer, figures);
        }

        if (evaluation.Slices is { } slices)
        {
            WriteSlices(writer, slices, evaluation.LossName);
        }

        if (evaluation.Fairness is { } fairness)
        {
            WriteFairness(writer, fairness);
        }
    }

    private static void WriteCosts(HtmlWriter writer, CostOutcome cost, Predictions predictions) => writer.Section(
        "costs",
        "What its answers cost",
        $"A row costs {NumberText.Value(cost.Mean)} on average, {NumberText.Value(cost.Mean * predictions.Count)} in all; below zero it earns.",
        section =>
        {
            if (cost.Curve is { } curve)
            {
                string positive = cost.Costs.Classes[1];
                string best = double.IsFinite(curve.Best.Threshold) ? $"if {positive} is predicted from a probability of {NumberText.Value(curve.Best.Threshold)} on" : $"if {positive} is never predicted";
                section.Paragraph($"On these rows {NumberText.Value(-curve.Best.Profit)} a row would be the least, {best}."
                    + (cost.Costs.Threshold is { } threshold ? $" Were the probabilities exact, it would be from {NumberText.Value(threshold)} on." : ""));
            }

            CostTable.Write(section, cost.Costs, predictions);
        });

    private static void WriteFigures(HtmlWriter writer, Frame figures) => writer.Section("figures", "Figures by segment", "", section =>
    {
        int dimensions = figures.Columns.TakeWhile(column => column.Name != "rows").Count();
        if (dimensions == 1 && figures.RowCount is > 1 and <= MostBars)
        {
            section.Grid(grid =>
            {
                foreach (Column column in figures.Columns.Skip(dimensions + 1))
                {
                    double[] values = column.ToDoubles();
                    grid.Figure(new BarChart { Title = column.Name, Items = [.. values.Select((value, row) => new BarItem(Cell(figures.Columns[0], row), value))] });
                }
            });
        }

        section.Table(new HtmlTable
        {
            Title = figures.RowCount > MostGroups ? $"The first {MostGroups} of {NumberText.Count(figures.RowCount)} segments" : "Each segment",
            Columns = [.. figures.Columns.Select((column, place) => new HtmlColumn(column.Name, place < dimensions ? HtmlColumnKind.Text : HtmlColumnKind.Number))],
            Rows = [.. Enumerable.Range(0, Math.Min(figures.RowCount, MostGroups)).Select(row => (IReadOnlyList<Markup>)[.. figures.Columns.Select(column => Markup.Text(Cell(column, row)))])],
        });
    });

    private static string Cell(Column column, int row) => column.IsMissing(row) ? "missing" : column switch
    {
        DoubleColumn numbers => NumberText.Value(numbers.Values[row]),
        IntegerColumn { Name: "rows" } counts => NumberText.Count(counts.Values[row]),
        _ => column.FormatCell(row),
    };

    private static void WriteSlices(HtmlWriter writer, IReadOnlyList<Slice> slices, string loss) => writer.Section(
        "slices",
        "Where it errs most",
        slices.Count == 0
            ? "There are no rows with something in common on which the model errs more than chance would have it."
            : "Rows with something in common were looked for on one half of the rows and are judged on the other, each cause once: without the rows of those above it."
                + (double.IsNaN(slices[0].Expected) ? "" : " What the model expects is its loss were its probabilities right; rows near the border of classes are hard by nature, and it knows."),
        section =>
        {
            if (slices.Count == 0)
            {
                return;
            }

            section.Figure(
                new BarChart
                {
                    Title = $"{char.ToUpperInvariant(loss[0])}{loss[1..]} there, and elsewhere",
                    Items = [.. slices.SelectMany(slice => new[] { new BarItem(slice.Condition.ToString(), slice.Loss, IsHighlighted: true), new BarItem("it expects", slice.Expected), new BarItem("elsewhere", slice.OtherLoss) }.Where(item => !double.IsNaN(item.Value)))],
                });
            section.Table(new HtmlTable
            {
                Title = "Rows on which the model errs most",
                Columns = [new HtmlColumn("Where", HtmlColumnKind.Prose), Number("rows"), Number("share"), Number("judged on"), Number(loss), .. Expecting(slices, Number("it expects")), Number("elsewhere"), Number("p"), .. Expecting(slices, new HtmlColumn("reading", HtmlColumnKind.Prose))],
                Rows = [.. slices.Select(slice => (IReadOnlyList<Markup>)[
                    Markup.Text(slice.Condition.ToString()), Markup.Text(NumberText.Count(slice.Rows)), Markup.Text(NumberText.Percent(slice.Share, 1)),
                    Markup.Text(NumberText.Count(slice.JudgedRows)), Score(slice.Loss), .. Expecting(slices, Score(slice.Expected)), Score(slice.OtherLoss), Chance(slice.PValue), .. Expecting(slices, Markup.Text(slice.Describe()))])],
            });
            if (slices.Sum(slice => slice.Echoes) is > 0 and int echoes)
            {
                section.Paragraph($"{(echoes == 1 ? "One other condition is" : $"{echoes} other conditions are")} left out: no worse without the rows of those above.");
            }
        });

    private static T[] Expecting<T>(IReadOnlyList<Slice> slices, T cell) => double.IsNaN(slices[0].Expected) ? [] : [cell];

    private static void WriteFairness(HtmlWriter writer, FairnessOutcome fairness) => writer.Section(
        "fairness",
        $"How the groups of {fairness.Column} are treated",
        fairness.Report.Summary
            + (fairness.Report.RowsLeftOut > 0 ? $" {NumberText.Counted(fairness.Report.RowsLeftOut, "row is", "rows are")} left out: their {fairness.Column} is missing, or few rows have it." : ""),
        section =>
        {
            section.Grid(grid =>
            {
                if (fairness.Report.Positive is { } positive)
                {
                    grid.Figure(Bars($"Predicted {positive}", fairness.Report, one => one.SelectionRate), "Demographic parity: alike if all are treated alike.");
                    grid.Figure(Bars($"{positive} found", fairness.Report, one => one.TruePositiveRate), "Equal opportunity: alike if those who deserve it have the same chance.");
                }
                else
                {
                    grid.Figure(Bars("Right answers", fairness.Report, one => one.Accuracy), "Accuracy equality: alike if the model serves all as well.");
                }
            });
            section.Table(new HtmlTable
            {
                Title = "Gaps between groups",
                Columns = [new HtmlColumn("Gap"), Number("size"), Number("95 % interval"), Number("adjusted p"), new HtmlColumn("between", HtmlColumnKind.Prose), new HtmlColumn("reading", HtmlColumnKind.Prose)],
                Rows = [.. fairness.Report.Gaps.Select(gap => (IReadOnlyList<Markup>)[
                    Meaning(gap), Score(gap.Value), Markup.Text(double.IsNaN(gap.Low) ? "" : $"{NumberText.Score(gap.Low)} – {NumberText.Score(gap.High)}"), Chance(gap.AdjustedPValue, gap.IsUpperBound),
                    Markup.Text(gap.Lowest == gap.Highest ? "" : $"{gap.Lowest} and {gap.Highest}"), Markup.Text(gap.Describe())])],
            });
            section.Details("Every group", inner => inner.Table(new HtmlTable
            {
                Title = "Rates of each group",
                Columns = [new HtmlColumn(fairness.Column), Number("rows"), Number("positive"), Number("predicted so"), Number("found"), Number("false alarms"), Number("precision"), Number("accuracy")],
                Rows = [.. fairness.Report.Groups.Select(one => (IReadOnlyList<Markup>)[
                    Markup.Text(one.Group), Markup.Text(NumberText.Count(one.Rows)), Score(one.BaseRate), Score(one.SelectionRate), Score(one.TruePositiveRate), Score(one.FalsePositiveRate),
                    Score(one.Precision), Score(one.Accuracy)])],
            }));
        });

    /// <summary>Names a gap, and under it of what it is, so that the table is no wider than a page.</summary>
    private static Markup Meaning(FairnessGap gap)
    {
        var writer = new HtmlWriter();
        writer.Write($"{gap.Name}<br/><span class=\"faint\">{gap.Meaning}</span>");
        return writer.ToMarkup();
    }

    private static BarChart Bars(string title, FairnessReport report, Func<GroupRates, double> rate) =>
        new() { Title = title, Items = [.. report.Groups.Take(MostBars).Select(one => new BarItem(one.Group, rate(one)))], Axis = new Axis { Format = AxisFormat.Percent, Minimum = 0 }, ValueText = value => NumberText.Percent(value, 1) };

    private static HtmlColumn Number(string title) => new(title, HtmlColumnKind.Number);

    private static Markup Score(double value) => Markup.Text(double.IsNaN(value) ? "" : NumberText.Score(value));

    private static Markup Chance(double value, bool isUpperBound = false) => Markup.Text(NumberText.Chance(value, isUpperBound));
}
