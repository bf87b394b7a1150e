using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Evaluation;

/// <summary>Lays predictions beside the truth and the columns of their rows, for expressions to read.</summary>
public static class ScoredTable
{
    /// <summary>The names of the columns that are added; a column of the rows that has one of them gives way.</summary>
    public static readonly IReadOnlyList<string> Names = ["actual", "predicted", "probability", "weight"];

    /// <summary>Makes a table of predictions alone.</summary>
    /// <param name="predictions">The predictions and the truth.</param>
    /// <returns>A table of <c>actual</c> and <c>predicted</c>, both numbers or both classes; of two classes also the <c>probability</c> of the second, of more <c>probability_CLASS</c> of each; and <c>weight</c>.</returns>
    public static Frame Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var columns = new List<Column>();
        if (predictions.Task == TaskKind.Regression)
        {
            columns.Add(new DoubleColumn("actual", predictions.Target.ToArray()));
            columns.Add(new DoubleColumn("predicted", predictions.Predicted.ToArray()));
        }
        else
        {
            columns.Add(Classes("actual", predictions.Labels, predictions.Classes));
            columns.Add(Classes("predicted", predictions.PredictedLabels, predictions.Classes));
            for (int label = predictions.Classes.Count == 2 ? 1 : 0; predictions.Probabilities is { } probabilities && label < predictions.Classes.Count; label++)
            {
                double[] own = new double[predictions.Count];
                probabilities.CopyColumnTo(label, own);
                columns.Add(new DoubleColumn(predictions.Classes.Count == 2 ? "probability" : $"probability_{predictions.Classes[label]}", own));
            }
        }

        double[] weights = predictions.Weights.ToArray();
        if (weights.Length == 0)
        {
            weights = new double[predictions.Count];
            Array.Fill(weights, 1);
        }

        columns.Add(new DoubleColumn("weight", weights));
        return Frame.Of([.. columns]);
    }

    /// <summary>Makes a table of rows and what was predicted for them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="predictions">The predictions of these rows, in the same order.</param>
    /// <returns>The columns of the rows, then those of the predictions.</returns>
    /// <exception cref="ModelyardException">There are not as many predictions as rows.</exception>
    public static Frame Of(Frame rows, Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(predictions);
        if (rows.RowCount != predictions.Count)
        {
            throw new ModelyardException($"There are '{rows.RowCount}' rows and '{predictions.Count}' predictions, and there must be one a row.");
        }

        Frame scored = rows;
        foreach (Column column in Of(predictions).Columns)
        {
            scored = scored.With(column);
        }

        return scored;
    }

    private static CategoryColumn Classes(string name, ReadOnlySpan<int> labels, IReadOnlyList<string> classes)
    {
        var cells = new string?[labels.Length];
        for (int row = 0; row < cells.Length; row++)
        {
            cells[row] = classes[labels[row]];
        }

        return CategoryColumn.From(name, cells);
    }
}
