using Modelyard.Explanation.Shapley;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks whether a model leans on other inputs than it did: the share that each has of the contributions (SHAP), beside the windows before that the same version answered.</summary>
internal sealed class ExplanationLook(WatchedRows watched, FitContext context)
{
    private const int MostRows = 200, MostEstimated = 50;
    private const int Latest = 28;
    private const double LeastShare = 0.05;

    internal (WindowLook Look, IReadOnlyList<WindowMeasure> Measures) Of(Frame rows, IReadOnlyList<MonitorWindow> history, double level)
    {
        if (watched.Model(rows) is not { } model)
        {
            return (WindowLook.Unjudged(WatchKind.Explanations, "The version that answered is not in the yard, so that it cannot be asked why."), []);
        }

        if (model.Explainer is null)
        {
            // The same rows at each run, so that shares of windows can be compared.
            Frame reference = watched.Reference(history);
            if (reference.RowCount == 0 || model.Encode(reference, context.Parallelism) is not { } background)
            {
                return (WindowLook.Unjudged(WatchKind.Explanations, "There are no rows of a reference yet, beside which contributions are reckoned."), []);
            }

            // What a model that is neither of trees nor a weighted sum leans on is estimated, which takes it many predictions a row: so much, as the mean over rows evens out what each is off.
            model.Explainer = PredictionExplainer.For(model.Package.Predictor, background, ShapleyOptions.Quick(model.Package.Predictor.Inputs.Count));
        }

        // Rows from all over the window, the same ones at each run.
        int count = Math.Min(model.Explainer.IsEstimated ? MostEstimated : MostRows, rows.RowCount);
        Frame sample = rows.Take([.. Enumerable.Range(0, count).Select(i => (int)((long)i * rows.RowCount / count))]);
        if (model.Encode(sample, context.Parallelism) is not { } inputs)
        {
            return (WindowLook.Unjudged(WatchKind.Explanations, "Not all inputs of the model are there."), []);
        }

        double[] shares = Shares(model.Explainer, inputs.ToDense().Features);
        WindowMeasure[] measures = [.. shares.Select((share, column) => new WindowMeasure(MeasureNames.Explained + model.Explainer.Columns[column].Name, share))];
        MonitorWindow[] before = [.. history.Where(window => !double.IsNaN(window.Measure(measures[0].Name)) && !window.Looks.Any(look => look.Kind == WatchKind.Explanations && look.IsFound)).TakeLast(Latest)];
        var held = new List<HeldFigure>();
        foreach (WindowMeasure measure in measures)
        {
            string column = measure.Name[MeasureNames.Explained.Length..];
            if (new UsualFigure(column, $"the share of '{column}' in the explanations", IsShare: true, BothWays: true, LeastShare).Hold(measure.Value, [.. before.Select(window => window.Measure(measure.Name))]) is { } one)
            {
                held.Add(one);
            }
        }

        return (held.Count == 0 ? WindowLook.Unjudged(WatchKind.Explanations, "Too few windows to say what is usual.") : HeldFigure.Judge(WatchKind.Explanations, held, level, "Explanations have moved:"), measures);
    }

    /// <summary>Computes the share of each column in the mean absolute contributions, of all outputs together.</summary>
    private double[] Shares(PredictionExplainer explainer, Matrix rows)
    {
        int columns = explainer.Columns.Count, outputs = explainer.Outputs.Count;
        var contributions = new Matrix(rows.Rows, outputs * columns);
        explainer.Explain(rows, contributions, context.Parallelism);
        double[] sums = new double[columns];
        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<double> own = contributions.Row(row);
            for (int i = 0; i < own.Length; i++)
            {
                sums[i % columns] += Math.Abs(own[i]);
            }
        }

        double all = sums.Sum();
        return all == 0 ? sums : Array.ConvertAll(sums, sum => sum / all);
    }
}
