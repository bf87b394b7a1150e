using Modelyard.Charts;
using Modelyard.Ensembles;
using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Persistence;

namespace Modelyard.Cli;

/// <summary>Writes an evaluation of a model for people.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="evaluation">The evaluation.</param>
internal sealed class EvaluationText(Terminal terminal, ModelEvaluation evaluation)
{
    private const int ShownGroups = 40;

    /// <summary>Writes all of it.</summary>
    internal void Write(ModelPackage package, string path)
    {
        terminal.Line($" {package.Name} on {NumberText.Counted(evaluation.Predictions.Count, "row")} of {Path.GetFileName(path)}, target {package.Predictor.TargetName}");
        terminal.Line();
        TextTable table = new TextTable("metric", "score", "95 % interval").Right(1);
        foreach ((IMetric metric, ScoreInterval score) in evaluation.Scores)
        {
            table.Add(metric.Name, Figures.Score(score.Value), double.IsNaN(score.Value) ? "-" : Figures.Interval(score.Low, score.High));
        }

        table.Write(terminal);
        WriteCoverage();
        WriteFigures();
        WriteCosts();
        WriteFairness();
        WriteSlices();
    }

    private void WriteCoverage()
    {
        if (evaluation.Coverage is not { } coverage)
        {
            return;
        }

        terminal.Line();
        terminal.Line($" {(evaluation.Predictions.Task == TaskKind.Regression ? "intervals" : "sets")}: {coverage.Describe(evaluation.Predictions.Task, "these rows")}");
        if (coverage.Groups.Count > 0)
        {
            terminal.Line();
            TextTable groups = new TextTable(coverage.GroupedBy, "rows", "held", "95 % interval").Right(1, 2);
            foreach (GroupCoverage group in coverage.Groups.OrderBy(group => group.Reached).Take(ShownGroups))
            {
                groups.Add(group.Group, group.Rows.ToString("N0"), Figures.Score(group.Reached), Figures.Interval(group.Low, group.High));
            }

            groups.Write(terminal);
            WriteMore(coverage.Groups.Count);
        }

        if (coverage.DescribeFault() is { Length: > 0 } fault)
        {
            terminal.Line();
            terminal.Line(" " + fault);
        }
    }

    private void WriteMore(int groups)
    {
        if (groups > ShownGroups)
        {
            terminal.Line($" and {groups - ShownGroups:N0} more; '--json' has all");
        }
    }

    private void WriteFigures()
    {
        if (evaluation.Figures is not { } figures)
        {
            return;
        }

        terminal.Line();
        TextTable table = new TextTable([.. figures.Columns.Select(column => column.Name)])
            .Right([.. Enumerable.Range(0, figures.Columns.Count).Where(i => figures.Columns[i].Kind is ColumnKind.Integer or ColumnKind.Double)]);
        for (int row = 0; row < Math.Min(figures.RowCount, ShownGroups); row++)
        {
            table.Add([.. figures.Columns.Select(column => column.IsMissing(row) ? "-" : column is DoubleColumn numbers ? Figures.Score(numbers.Values[row]) : column.FormatCell(row))]);
        }

        table.Write(terminal);
        WriteMore(figures.RowCount);
    }

    private void WriteCosts()
    {
        if (evaluation.Cost is not { } cost)
        {
            return;
        }

        terminal.Line();
        terminal.Line($" a row costs {Figures.Score(cost.Mean)} on average, {Figures.Score(cost.Mean * evaluation.Predictions.Count)} in all");
        if (cost.Curve?.Best is { } best)
        {
            string positive = evaluation.Predictions.Classes[1];
            string from = double.IsFinite(best.Threshold) ? $"'{positive}' is predicted from a probability of {Figures.Score(best.Threshold)} on" : $"'{positive}' is never predicted";
            terminal.Line($" on these rows {Figures.Score(-best.Profit)} would be the least, if {from}{(cost.Costs.Threshold is { } threshold ? $"; were the probabilities exact, from {Figures.Score(threshold)} on" : "")}");
        }
    }

    private void WriteFairness()
    {
        if (evaluation.Fairness is not var (column, report))
        {
            return;
        }

        terminal.Line();
        TextTable groups = new TextTable(column, "rows", "positive", "predicted so", "found", "false alarms", "precision", "accuracy").Right(1, 2, 3, 4, 5, 6, 7);
        foreach (GroupRates one in report.Groups)
        {
            groups.Add(
                one.Group, one.Rows.ToString("N0"), Figures.Score(one.BaseRate), Figures.Score(one.SelectionRate), Figures.Score(one.TruePositiveRate), Figures.Score(one.FalsePositiveRate),
                Figures.Score(one.Precision), Figures.Score(one.Accuracy));
        }

        groups.Write(terminal);
        terminal.Line();
        TextTable gaps = new TextTable("gap", "of the", "size", "95 % interval", "adjusted p", "from", "to", "").Right(2, 4);
        foreach (FairnessGap gap in report.Gaps)
        {
            gaps.Add(gap.Name, gap.Meaning, Figures.Score(gap.Value), double.IsNaN(gap.Low) ? "-" : Figures.Interval(gap.Low, gap.High), Figures.Chance(gap.AdjustedPValue, gap.IsUpperBound), gap.Lowest, gap.Highest, gap.Describe());
        }

        gaps.Write(terminal);
        terminal.Line();
        if (report.RowsLeftOut > 0)
        {
            terminal.Line($" {NumberText.Counted(report.RowsLeftOut, "row is", "rows are")} left out: their '{column}' is missing, or few rows have it");
        }

        terminal.Line($" {report.Summary}{(report.Positive is null ? " ('--positive')" : "")}");
    }

    private void WriteSlices()
    {
        if (evaluation.Slices is not { } slices)
        {
            return;
        }

        terminal.Line();
        if (slices.Count == 0)
        {
            terminal.Line(" no rows with something in common on which the model errs more than chance would have it");
            return;
        }

        bool hasExpected = !double.IsNaN(slices[0].Expected);
        TextTable table = new TextTable(["errs most where", "rows", "judged on", evaluation.LossName, .. hasExpected ? ["it expects"] : Array.Empty<string>(), "elsewhere", "p", ""]).Right(1, 2, 3, 4, 5, hasExpected ? 6 : 5);
        foreach (Slice slice in slices)
        {
            string[] expected = hasExpected ? [Figures.Score(slice.Expected)] : [];
            table.Add([slice.Condition.ToString(), $"{slice.Rows:N0} ({slice.Share:P1})", slice.JudgedRows.ToString("N0"), Figures.Score(slice.Loss), .. expected, Figures.Score(slice.OtherLoss), Figures.Chance(slice.PValue), slice.Describe()]);
        }

        table.Write(terminal);
        if (slices.Sum(slice => slice.Echoes) is > 0 and int echoes)
        {
            terminal.Line($" {NumberText.Counted(echoes, "other condition is", "other conditions are")} left out: no worse without the rows of those above");
        }
    }
}
