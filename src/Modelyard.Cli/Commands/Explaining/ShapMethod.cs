using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Explanation.Shapley;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Explains by Shapley values: what each column contributes to a prediction, or on average to all.</summary>
internal sealed class ShapMethod : IExplainMethod
{
    private const int MostRows = 1000;
    private const int MostLabel = 24;

    // Rows with the terms of texts are wide.
    private const int MostCells = 1 << 24;

    // A model that can only be asked for predictions is asked thousands of times a row.
    private const int MostEstimatedRows = 50;
    private const int SetsOfColumn = 20;
    private const int FewestSets = 64;
    private const int Questions = 1 << 14;
    private const int FewestBackgroundRows = 50;
    private const int MostBackgroundRows = 2000;

    // One row may take longer: of ten columns all sets are looked at.
    private const int FewestSetsOfOne = 1024;
    private const int QuestionsOfOne = 1 << 17;

    /// <inheritdoc/>
    public string Name => "shap";

    /// <inheritdoc/>
    public void Explain(ExplainRequest request)
    {
        PredictionExplainer explainer = ExplainerOf(request);
        int? output = request.OutputOf(explainer.Outputs);
        if (request.Row is { } row)
        {
            ExplainRow(request, explainer, request.Dense([row]).Row(0), output);
        }
        else
        {
            ExplainAll(request, explainer, output ?? 0);
        }
    }

    /// <summary>Prepares the explanation of the model.</summary>
    internal static PredictionExplainer ExplainerOf(ExplainRequest request)
    {
        bool isOne = request.Row is not null;
        int columns = request.Package.Predictor.Inputs.Count, sets = Math.Max(isOne ? FewestSetsOfOne : FewestSets, SetsOfColumn * columns);
        int seen = columns < 20 ? Math.Min(sets, 1 << columns) : sets;
        int rows = Math.Clamp((isOne ? QuestionsOfOne : Questions) / seen, FewestBackgroundRows, MostBackgroundRows);
        return request.Explainer(new ShapleyOptions { Sets = sets, BackgroundRows = rows, Seed = request.Seed });
    }

    /// <summary>Explains rows of the table, as many as are soon explained.</summary>
    internal static ShapleySummary Summarize(ExplainRequest request, PredictionExplainer explainer)
    {
        int most = Math.Clamp(MostCells / explainer.Predictor.Model.Features.Count, 1, explainer.IsEstimated ? MostEstimatedRows : MostRows);
        return ShapleySummary.Of(explainer, (request with { Row = null }).Sample(most), Environment.ProcessorCount);
    }

    private static void ExplainRow(ExplainRequest request, PredictionExplainer explainer, ReadOnlySpan<double> row, int? output)
    {
        PredictionExplanation explanation = explainer.Explain(row, output);
        WaterfallChart chart = ShapleyCharts.Waterfall(explanation);
        if (request.Output is { } path)
        {
            ChartPage.Write(path, "Explanation", $"Row {request.Row + 1} of {request.Table}", request.Package.Name, [chart]);
        }

        string predicted = ExplanationText.Predicted(explainer.Predictor, row);
        if (request.Json)
        {
            JsonText.Write(request.Terminal, writer => WriteRow(writer, request, explanation, explainer, predicted));
            return;
        }

        Terminal terminal = request.Terminal;
        terminal.Line(ExplanationText.Head(request, predicted));
        terminal.Line($" {Unit(explanation)}   base {ExplanationText.WithError(explanation.Base, explanation.BaseError)} -> {ExplanationText.Number(explanation.Prediction)}{Estimated(explainer, explanation.BaseError > 0 || explanation.Contributions.Any(one => one.StandardError > 0))}");
        terminal.Line();
        BarItem[] items = [.. explanation.Ranked().Select(one => new BarItem(one.Label(MostLabel), one.Contribution) { Text = ExplanationText.SignedWithError(one.Contribution, one.StandardError) })];
        WriteBars(terminal, items);
        foreach (ColumnContribution text in explanation.Ranked().Where(one => one.Terms.Count > 0))
        {
            terminal.Line($" {text.Column}: {TermsText(text.Terms)}");
        }

        request.TellOutput();
    }

    private static string TermsText(IReadOnlyList<TermContribution> terms)
    {
        const int MostTerms = 5;
        int shown = terms.Count <= MostTerms + 1 ? terms.Count : MostTerms;
        IEnumerable<string> parts = terms.Take(shown).Select(term => $"{(term.Count > 0 ? "" : "without ")}'{term.Term}' {ExplanationText.Signed(term.Contribution)}");
        return string.Join(", ", shown < terms.Count ? [.. parts, $"{terms.Count - shown:N0} others {ExplanationText.Signed(terms.Skip(shown).Sum(term => term.Contribution))}"] : parts);
    }

    private static void ExplainAll(ExplainRequest request, PredictionExplainer explainer, int output)
    {
        ShapleySummary summary = Summarize(request, explainer);
        if (request.Output is { } path)
        {
            ChartPage.Write(path, "Explanation", $"What {request.Package.Name} leans on", $"{NumberText.Counted(summary.RowCount, "row")} of {request.Table}", [ShapleyCharts.Beeswarm(summary, output), ShapleyCharts.Bars(summary)]);
        }

        if (request.Json)
        {
            JsonText.Write(request.Terminal, writer =>
            {
                writer.WriteString("model", request.Package.Name);
                writer.WriteString("method", "shap");
                writer.WriteNumber("rows", summary.RowCount);
                writer.WriteString("scale", Scale(summary.Scale));
                WriteEstimated(writer, explainer);
                writer.WriteStartObject("mean_size");
                foreach (int column in summary.Ranking)
                {
                    writer.Number(summary.Columns[column].Name, summary.MeanSizes[column]);
                }

                writer.WriteEndObject();
                if (explainer.IsEstimated)
                {
                    writer.WriteStartObject("mean_standard_error");
                    foreach (int column in summary.Ranking)
                    {
                        writer.Number(summary.Columns[column].Name, summary.MeanErrors[column]);
                    }

                    writer.WriteEndObject();
                }
            });
            return;
        }

        Terminal terminal = request.Terminal;
        terminal.Line($" {NumberText.Counted(summary.RowCount, "row")} of {request.Table}   mean size of what each column contributes ({Scale(summary.Scale)}){Estimated(explainer, summary.MeanErrors.ContainsAnyExcept(0))}");
        terminal.Line();
        WriteBars(terminal, [.. summary.Ranking.Select(column => new BarItem(summary.Columns[column].Name, summary.MeanSizes[column]) { Text = ExplanationText.WithError(summary.MeanSizes[column], summary.MeanErrors[column]) })]);
        request.TellOutput();
    }

    private static void WriteRow(Utf8JsonWriter writer, ExplainRequest request, PredictionExplanation explanation, PredictionExplainer explainer, string predicted)
    {
        writer.WriteString("model", request.Package.Name);
        writer.WriteString("method", "shap");
        writer.WriteNumber("row", request.Row!.Value + 1);
        writer.WriteString("predicted", predicted);
        if (explanation.Output.Length > 0)
        {
            writer.WriteString("class", explanation.Output);
        }

        writer.WriteString("scale", Scale(explanation.Scale));
        WriteEstimated(writer, explainer);
        writer.Number("base", explanation.Base);
        if (explainer.IsEstimated)
        {
            writer.Number("base_standard_error", explanation.BaseError);
        }

        writer.Number("prediction", explanation.Prediction);
        writer.WriteStartObject("contributions");
        foreach (ColumnContribution one in explanation.Contributions)
        {
            writer.Number(one.Column, one.Contribution);
        }

        writer.WriteEndObject();
        if (explainer.IsEstimated)
        {
            writer.WriteStartObject("standard_errors");
            foreach (ColumnContribution one in explanation.Contributions)
            {
                writer.Number(one.Column, one.StandardError);
            }

            writer.WriteEndObject();
        }

        writer.WriteStartObject("values");
        foreach (ColumnContribution one in explanation.Contributions)
        {
            writer.WriteString(one.Column, one.Value);
        }

        writer.WriteEndObject();
        if (explanation.Contributions.Any(one => one.Terms.Count > 0))
        {
            WriteTerms(writer, explanation);
        }
    }

    private static void WriteTerms(Utf8JsonWriter writer, PredictionExplanation explanation)
    {
        writer.WriteStartObject("terms");
        foreach (ColumnContribution text in explanation.Contributions.Where(one => one.Terms.Count > 0))
        {
            writer.WriteStartObject(text.Column);
            foreach (TermContribution term in text.Terms)
            {
                writer.Number(term.Term, term.Contribution);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteEstimated(Utf8JsonWriter writer, PredictionExplainer explainer)
    {
        writer.WriteBoolean("estimated", explainer.IsEstimated);
        if (explainer.IsEstimated)
        {
            writer.WriteNumber("background_rows", explainer.BackgroundRows);
        }
    }

    private static void WriteBars(Terminal terminal, BarItem[] items)
    {
        if (Array.TrueForAll(items, item => item.Value == 0))
        {
            terminal.Line(" the prediction depends on no column");
            return;
        }

        ExplanationText.Bars(terminal, items, ExplanationText.Number);
    }

    private static string Estimated(PredictionExplainer explainer, bool hasErrors) => hasErrors ? $"   (estimated with {NumberText.Counted(explainer.BackgroundRows, "row")}, ± standard error)"
        : explainer.IsEstimated ? $"   (with all {NumberText.Counted(explainer.BackgroundRows, "row")})"
        : "";

    private static string Scale(ShapleyScale scale) => scale switch
    {
        ShapleyScale.Prediction => "prediction",
        ShapleyScale.Probability => "probability",
        _ => "raw",
    };

    private static string Unit(PredictionExplanation explanation) => explanation.Scale switch
    {
        ShapleyScale.Probability => $"probability of {explanation.Output}",
        ShapleyScale.Raw => explanation.Output.Length > 0 ? $"score of {explanation.Output}" : "score before the link",
        _ => "prediction",
    };
}
