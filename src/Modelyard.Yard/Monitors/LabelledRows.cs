using System.Globalization;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Monitoring;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Takes those rows of a log whose labels are known as predictions beside the truth.</summary>
internal sealed class LabelledRows
{
    private LabelledRows(Metrics.Predictions predictions, int[] rows) => (Answers, Rows) = (predictions, rows);

    internal Metrics.Predictions Answers { get; }

    /// <summary>Gets the rows of the log.</summary>
    internal int[] Rows { get; }

    /// <summary>Takes rows of a log.</summary>
    /// <param name="log">The rows.</param>
    /// <returns>Those with labels; null if none has one that can be read.</returns>
    internal static LabelledRows? Of(Frame log)
    {
        if (!log.TryGetColumn(PredictionColumns.Label, out Column? labels) || !log.TryGetColumn(PredictionColumns.Prediction, out Column? predicted))
        {
            return null;
        }

        string[] classes = [.. log.Columns.Select(column => PredictionColumns.ClassOf(column.Name)).OfType<string>()];
        return classes.Length > 0 ? OfClasses(log, labels, predicted, classes) : OfNumbers(labels, predicted);
    }

    /// <summary>Creates a tally of rows such as these, with none of them.</summary>
    /// <param name="costs">What wrong answers cost; null for nothing.</param>
    internal PerformanceTally Tally(string? costs = null) => Answers.Classes.Count == 0 ? PerformanceTally.ForNumbers()
        : PerformanceTally.ForClasses(Answers.Classes, costs: costs is null ? null : Metrics.CostMatrix.Parse(costs, Answers.Classes));

    private static LabelledRows? OfClasses(Frame log, Column labels, Column predicted, string[] classes)
    {
        Column[] chances = [.. classes.Select(name => log[PredictionColumns.Probability(name)])];
        int[] rows = [.. Enumerable.Range(0, log.RowCount).Where(row => Find(labels, row) >= 0 && Find(predicted, row) >= 0 && !Array.Exists(chances, chance => chance.IsMissing(row)))];
        var probabilities = new Matrix(rows.Length, classes.Length);
        for (int column = 0; column < classes.Length; column++)
        {
            double[] own = chances[column].ToDoubles();
            for (int i = 0; i < rows.Length; i++)
            {
                probabilities[i, column] = own[rows[i]];
            }
        }

        return rows.Length == 0 ? null : new LabelledRows(Metrics.Predictions.OfAnswers(Array.ConvertAll(rows, row => Find(labels, row)), Array.ConvertAll(rows, row => Find(predicted, row)), probabilities, classes), rows);

        int Find(Column column, int row) => column.IsMissing(row) ? -1 : Array.IndexOf(classes, column.FormatCell(row));
    }

    private static LabelledRows? OfNumbers(Column labels, Column predicted)
    {
        double[] truth = Numbers(labels), answers = Numbers(predicted);
        int[] rows = [.. Enumerable.Range(0, truth.Length).Where(row => double.IsFinite(truth[row]) && double.IsFinite(answers[row]))];
        return rows.Length == 0 ? null : new LabelledRows(Metrics.Predictions.OfNumbers(Array.ConvertAll(rows, row => truth[row]), Array.ConvertAll(rows, row => answers[row])), rows);
    }

    private static double[] Numbers(Column column) => column.IsNumeric ? column.ToDoubles()
        : [.. Enumerable.Range(0, column.Length).Select(row => double.TryParse(column.FormatCell(row), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
}
