using Modelyard.Charts;
using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Represents where a model errs on the rows of a table whose target is known.</summary>
/// <param name="Predictions">The predictions and what is true.</param>
/// <param name="Slices">Rows with something in common for which it errs more than for others.</param>
internal sealed record ErrorFinding(Predictions Predictions, IReadOnlyList<Slice> Slices)
{
    private const int MostSlices = 5;

    /// <summary>Looks for them; null if the table does not tell the target, or tells none that the model could predict, of which it warns.</summary>
    internal static ErrorFinding? Of(ExplainRequest request)
    {
        Predictor predictor = request.Package.Predictor;
        if (!request.Frame.TryGetColumn(predictor.TargetName, out _))
        {
            return null;
        }

        var target = TargetPlan.OfModel(predictor.TargetName, predictor.Task, predictor.Classes);
        int[] present = Comparable(request, target.PresentRows(request.Frame));
        if (present.Length == 0)
        {
            return null;
        }

        Frame rows = present.Length == request.Frame.RowCount ? request.Frame : request.Frame.Take(present);
        var predictions = Predictions.Of(predictor.Model, target.Encode(rows, new RowEncoder(predictor.Inputs), Environment.ProcessorCount), Environment.ProcessorCount, predictor.Threshold);
        double[] losses = predictions.Task == TaskKind.Regression
            ? [.. Enumerable.Range(0, predictions.Count).Select(row => Math.Abs(predictions.Predicted[row] - predictions.Target[row]))]
            : [.. Enumerable.Range(0, predictions.Count).Select(row => predictions.PredictedLabels[row] == predictions.Labels[row] ? 0.0 : 1)];
        Column[] columns = [.. rows.Columns.Where(column => predictor.Inputs.IndexOf(column.Name) >= 0)];
        return new ErrorFinding(predictions, SliceSearch.Find(Frame.Of(columns), losses, new FitContext { Seed = request.Seed }, new SliceOptions { Most = MostSlices }));
    }

    /// <summary>Leaves out the rows whose truth the model cannot predict.</summary>
    private static int[] Comparable(ExplainRequest request, int[] present)
    {
        Predictor predictor = request.Package.Predictor;
        Column truth = request.Frame[predictor.TargetName];
        int[] known = predictor.Task == TaskKind.Regression ? truth.IsNumeric ? present : []
            : [.. present.Where(row => predictor.Classes.Contains(truth.FormatCell(row), StringComparer.Ordinal))];
        if (known.Length < present.Length)
        {
            int odd = present.Except(known).First();
            string what = predictor.Task == TaskKind.Regression ? "and the model predicts a number" : $"which is none of the model's classes, such as '{predictor.Classes[0]}'";
            request.Terminal.Warning($"The target '{predictor.TargetName}' is '{truth.FormatCell(odd)}' in data row {odd + 1}, {what}; where the model errs is {(known.Length == 0 ? "not told" : $"told of the {CellWords.Rows(known.Length)} whose truth it can predict")}.");
        }

        return known;
    }

    /// <summary>Says how often the model is right on these rows, and where it errs more.</summary>
    internal void Write(HtmlWriter section)
    {
        bool isNumber = Predictions.Task == TaskKind.Regression;
        section.Paragraph(isNumber
            ? $"On the {CellWords.Rows(Predictions.Count)} of this table whose truth is known, it is off by {NumberText.Value(RegressionScores.MeanAbsoluteError(Predictions.Target, Predictions.Predicted))} on average."
            : $"On the {CellWords.Rows(Predictions.Count)} of this table whose truth is known, it is right in {NumberText.Percent(Right())} of cases.");
        section.Callout(CalloutKind.Note, "If the model has learned from these very rows, it does better here than it will on new ones.");
        if (Slices.Count == 0)
        {
            section.Paragraph("No kind of rows was found on which it errs more than chance would have it.");
            return;
        }

        section.Table(new HtmlTable
        {
            Title = "Rows on which the model errs more",
            Columns = [new HtmlColumn("Where"), new HtmlColumn("Of the rows", HtmlColumnKind.Number), new HtmlColumn(isNumber ? "Off by" : "Wrong", HtmlColumnKind.Number), new HtmlColumn("Elsewhere", HtmlColumnKind.Number)],
            Rows = [.. Slices.Select(slice => (IReadOnlyList<Markup>)[Markup.Text(slice.Condition.ToString()), Markup.Text(NumberText.Percent(slice.Share)), Loss(slice.Loss), Loss(slice.OtherLoss)])],
        });

        Markup Loss(double value) => Markup.Text(isNumber ? NumberText.Value(value) : NumberText.Percent(value, 0));
    }

    private double Right()
    {
        int right = 0;
        for (int row = 0; row < Predictions.Count; row++)
        {
            right += Predictions.PredictedLabels[row] == Predictions.Labels[row] ? 1 : 0;
        }

        return (double)right / Predictions.Count;
    }
}
