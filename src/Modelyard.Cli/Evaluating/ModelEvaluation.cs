using System.Text.Json;
using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Persistence;

namespace Modelyard.Cli;

/// <summary>Represents what a model is worth on rows whose target is known.</summary>
/// <param name="package">The model.</param>
/// <param name="rows">The rows.</param>
/// <param name="predictions">The predictions of these rows, in the same order.</param>
/// <param name="context">The seed, the number of threads, and cancellation.</param>
internal sealed class ModelEvaluation(ModelPackage package, Frame rows, Predictions predictions, FitContext context)
{
    private const int ShownGroups = 40;

    private IReadOnlyList<(IMetric Metric, ScoreInterval Score)> _scores = [];
    private Frame? _figures;
    private (CostMatrix Costs, double Mean, ProfitPoint? Best)? _costs;
    private (string Column, FairnessReport Report)? _fairness;
    private IReadOnlyList<Slice>? _slices;

    private Frame Scored => ScoredTable.Of(rows, predictions);

    /// <summary>Scores all rows, with intervals.</summary>
    internal void Score()
    {
        IReadOnlyList<IMetric> metrics = MetricCatalogue.Reported(predictions.Task, predictions.Classes.Count);
        _scores = [.. metrics.Zip(Bootstrap.Intervals(metrics, predictions, context))];
    }

    /// <summary>Computes figures, by dimension if there are any; without figures, the usual metric by dimension.</summary>
    internal void Tell(KeyFigure[] figures, (string Name, Expression Expression)[] dimensions)
    {
        if (figures.Length == 0 && dimensions.Length == 0)
        {
            return;
        }

        KeyFigure[] usual = predictions.Task == TaskKind.Regression
            ? [KeyFigure.Parse("mae = mean(abs(predicted - actual))"), KeyFigure.Parse("bias = mean(predicted - actual)")]
            : [KeyFigure.Parse("accuracy = mean(if(predicted = actual, 1, 0))")];
        _figures = FigureTable.Compute(Scored, figures.Length > 0 ? figures : usual, dimensions);
    }

    /// <summary>Adds up what answers cost, and finds the threshold at which they would cost least.</summary>
    internal void Price(string text)
    {
        if (predictions.Task != TaskKind.Classification)
        {
            throw new UsageException("'--cost' is of the answers of a classification; say what errors of a number cost by '--figure'.");
        }

        var costs = CostMatrix.Parse(text, predictions.Classes);
        _costs = (costs, costs.ToMetric().Score(predictions), predictions.Classes.Count == 2 && predictions.Probabilities is not null ? ProfitCurve.Of(predictions, costs).Best : null);
    }

    /// <summary>Compares the groups of a column.</summary>
    internal void CompareGroups(string column)
    {
        Column groups = rows[column];
        _fairness = (column, FairnessReport.Compute(
            predictions, [.. Enumerable.Range(0, rows.RowCount).Select(row => groups.IsMissing(row) ? null : groups.FormatCell(row))], context, predictions.Classes.Count == 2 ? 1 : 0));
    }

    /// <summary>Looks for the rows on which the model errs most: by the absolute error of a number, by the log loss of a class.</summary>
    internal void FindSlices()
    {
        double[] losses = new double[predictions.Count];
        if (predictions.Task == TaskKind.Regression)
        {
            for (int row = 0; row < losses.Length; row++)
            {
                losses[row] = Math.Abs(predictions.Predicted[row] - predictions.Target[row]);
            }
        }
        else
        {
            ProbabilityScores.LogLosses(predictions.Labels, predictions.Probabilities!, losses);
        }

        Column[] columns = [.. rows.Columns.Where(column => column.Name != package.Predictor.TargetName)];
        _slices = SliceSearch.Find(Frame.Of(columns), losses, context);
    }

    internal void WriteText(Terminal terminal, string path)
    {
        terminal.Line($" {package.Name} on {predictions.Count:N0} rows of {Path.GetFileName(path)}, target {package.Predictor.TargetName}");
        terminal.Line();
        TextTable table = new TextTable("metric", "score", "95 % interval").Right(1);
        foreach ((IMetric metric, ScoreInterval score) in _scores)
        {
            table.Add(metric.Name, Figures.Score(score.Value), $"{Figures.Score(score.Low)} to {Figures.Score(score.High)}");
        }

        table.Write(terminal);
        WriteFigures(terminal);
        WriteCosts(terminal);
        WriteFairness(terminal);
        WriteSlices(terminal);
    }

    internal void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("model", package.Name);
        json.WriteString("target", package.Predictor.TargetName);
        json.WriteNumber("rows", predictions.Count);
        json.WriteStartArray("scores");
        foreach ((IMetric metric, ScoreInterval score) in _scores)
        {
            json.WriteStartObject();
            json.WriteString("metric", metric.Name);
            json.Number("value", score.Value);
            json.Number("low", score.Low);
            json.Number("high", score.High);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteFigures(json);
        WriteCosts(json);
        WriteFairness(json);
        WriteSlices(json);
    }

    private void WriteFigures(Terminal terminal)
    {
        if (_figures is null)
        {
            return;
        }

        terminal.Line();
        TextTable table = new TextTable([.. _figures.Columns.Select(column => column.Name)])
            .Right([.. Enumerable.Range(0, _figures.Columns.Count).Where(i => _figures.Columns[i].Kind is ColumnKind.Integer or ColumnKind.Double)]);
        for (int row = 0; row < Math.Min(_figures.RowCount, ShownGroups); row++)
        {
            table.Add([.. _figures.Columns.Select(column => column.IsMissing(row) ? "-" : column is DoubleColumn numbers ? Figures.Score(numbers.Values[row]) : column.FormatCell(row))]);
        }

        table.Write(terminal);
        if (_figures.RowCount > ShownGroups)
        {
            terminal.Line($" and {_figures.RowCount - ShownGroups:N0} more; '--json' has all");
        }
    }

    private void WriteFigures(Utf8JsonWriter json)
    {
        if (_figures is null)
        {
            return;
        }

        json.WriteStartArray("figures");
        for (int row = 0; row < _figures.RowCount; row++)
        {
            json.WriteStartObject();
            foreach (Column column in _figures.Columns)
            {
                if (column.IsMissing(row))
                {
                    json.WriteNull(column.Name);
                }
                else if (column.Kind is ColumnKind.Integer or ColumnKind.Double)
                {
                    json.Number(column.Name, column is IntegerColumn whole ? whole.Values[row] : ((DoubleColumn)column).Values[row]);
                }
                else
                {
                    json.WriteString(column.Name, column.FormatCell(row));
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteCosts(Terminal terminal)
    {
        if (_costs is not var (costs, mean, best))
        {
            return;
        }

        terminal.Line();
        terminal.Line($" a row costs {Figures.Score(mean)} on average, {Figures.Score(mean * predictions.Count)} in all");
        if (best is not null)
        {
            string from = double.IsFinite(best.Threshold) ? $"'{predictions.Classes[1]}' is predicted from a probability of {Figures.Score(best.Threshold)} on" : $"'{predictions.Classes[1]}' is never predicted";
            terminal.Line($" on these rows {Figures.Score(-best.Profit)} would be the least, if {from}{(costs.Threshold is { } threshold ? $"; were the probabilities exact, from {Figures.Score(threshold)} on" : "")}");
        }
    }

    private void WriteCosts(Utf8JsonWriter json)
    {
        if (_costs is not var (costs, mean, best))
        {
            return;
        }

        json.WriteStartObject("cost");
        json.Number("mean", mean);
        json.Number("least", best is null ? double.NaN : -best.Profit);
        json.Number("threshold", best?.Threshold ?? double.NaN);
        json.Number("thresholdOfCosts", costs.Threshold ?? double.NaN);
        json.WriteEndObject();
    }

    private void WriteFairness(Terminal terminal)
    {
        if (_fairness is not var (column, report))
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
        TextTable gaps = new TextTable("gap", "of the", "size", "95 % interval", "p", "from", "to").Right(2, 4);
        foreach (FairnessGap gap in report.Gaps)
        {
            gaps.Add(gap.Name, gap.Meaning, Figures.Score(gap.Value), $"{Figures.Score(gap.Low)} to {Figures.Score(gap.High)}", Figures.Score(gap.PValue), gap.Lowest, gap.Highest);
        }

        gaps.Write(terminal);
        terminal.Line();
        terminal.Line($" the least share predicted positive is {Figures.Score(report.ParityRatio)} of the greatest{(report.ParityRatio < 0.8 ? ", below four fifths" : "")}");
    }

    private void WriteFairness(Utf8JsonWriter json)
    {
        if (_fairness is not var (column, report))
        {
            return;
        }

        json.WriteStartObject("fairness");
        json.WriteString("column", column);
        json.Number("parityRatio", report.ParityRatio);
        json.Number("equalisedOdds", report.EqualisedOdds);
        json.Objects("groups", report.Groups, one =>
        {
            json.WriteString("group", one.Group);
            json.WriteNumber("rows", one.Rows);
            json.Number("baseRate", one.BaseRate);
            json.Number("selectionRate", one.SelectionRate);
            json.Number("truePositiveRate", one.TruePositiveRate);
            json.Number("falsePositiveRate", one.FalsePositiveRate);
            json.Number("precision", one.Precision);
            json.Number("accuracy", one.Accuracy);
        });
        json.Objects("gaps", report.Gaps, gap =>
        {
            json.WriteString("name", gap.Name);
            json.Number("value", gap.Value);
            json.Number("low", gap.Low);
            json.Number("high", gap.High);
            json.Number("pValue", gap.PValue);
            json.WriteString("lowest", gap.Lowest);
            json.WriteString("highest", gap.Highest);
        });
        json.WriteEndObject();
    }

    private void WriteSlices(Terminal terminal)
    {
        if (_slices is null)
        {
            return;
        }

        terminal.Line();
        if (_slices.Count == 0)
        {
            terminal.Line(" no rows with something in common on which the model errs more than chance would have it");
            return;
        }

        string loss = predictions.Task == TaskKind.Regression ? "absolute error" : "log loss";
        TextTable table = new TextTable("errs most where", "rows", loss, "elsewhere", "p").Right(1, 2, 3, 4);
        foreach (Slice slice in _slices)
        {
            table.Add(slice.Condition.ToString(), $"{slice.Rows:N0} ({slice.Share:P1})", Figures.Score(slice.Loss), Figures.Score(slice.OtherLoss), Figures.Chance(slice.PValue));
        }

        table.Write(terminal);
    }

    private void WriteSlices(Utf8JsonWriter json)
    {
        if (_slices is null)
        {
            return;
        }

        json.Objects("slices", _slices, slice =>
        {
            json.WriteString("condition", slice.Condition.ToString());
            json.WriteNumber("rows", slice.Rows);
            json.Number("share", slice.Share);
            json.Number("loss", slice.Loss);
            json.Number("otherLoss", slice.OtherLoss);
            json.Number("effect", slice.Effect);
            json.Number("pValue", slice.PValue);
        });
    }
}
