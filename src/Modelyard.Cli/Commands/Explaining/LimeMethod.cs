using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Explanation.Lime;
using Modelyard.Learning;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Explains a prediction by a linear model that follows it near the row.</summary>
internal sealed class LimeMethod : IExplainMethod
{
    private const int Repeats = 10;
    private readonly Option<LimeNumbers> _numbers = Choice.Of("--numbers", "How lime reads columns of numbers", LimeNumbers.Quartiles);
    private readonly Option<string?> _words = new("--words") { Description = "The column whose words lime explains; the other columns stay as they are." };
    private readonly Option<bool> _stability = new("--stability") { Description = $"Explain {Repeats} times and say how far the explanations agree." };

    /// <inheritdoc/>
    public string Name => "lime";

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_numbers, _words, _stability];

    /// <inheritdoc/>
    public void Explain(ExplainRequest request)
    {
        double[] row = request.RowOf(Name);
        var predictor = request.Package.Predictor;
        var options = new LimeOptions { Numbers = request.Parsed.GetValue(_numbers) };
        var context = new FitContext { Seed = request.Seed };
        bool isRepeated = request.Parsed.GetValue(_stability);
        LimeExplanation explanation;
        LimeStability? stability;
        if (request.Parsed.GetValue(_words) is { } column)
        {
            var explainer = LimeTextExplainer.For(predictor, column, options);
            int? output = request.OutputOf(explainer.Outputs);
            explanation = explainer.Explain(row, output, context);
            stability = isRepeated ? explainer.Stability(row, Repeats, output, context) : null;
        }
        else
        {
            var explainer = LimeExplainer.For(predictor, request.Background(), options);
            int? output = request.OutputOf(explainer.Outputs);
            explanation = explainer.Explain(row, output, context);
            stability = isRepeated ? explainer.Stability(row, Repeats, output, context) : null;
        }

        if (request.Output is { } path)
        {
            ChartPage.Write(path, "Explanation", $"Row {request.Row + 1} of {request.Table}", request.Package.Name, [LimeCharts.Weights(explanation)], explanation.IsFaithful ? "" : Doubt(explanation), page => WriteFigures(page, explanation, stability));
        }

        string predicted = ExplanationText.Predicted(predictor, row);
        if (request.Json)
        {
            JsonText.Write(request.Terminal, writer => WriteJson(writer, request, explanation, stability, predicted));
            return;
        }

        Terminal terminal = request.Terminal;
        terminal.Line(ExplanationText.Head(request, predicted));
        terminal.Line($" {Unit(explanation)} {ExplanationText.Number(explanation.Prediction)}   linear model nearby {ExplanationText.Number(explanation.LocalPrediction)}   fidelity {NumberText.Fixed(explanation.Fidelity, 2)}");
        terminal.Line();
        if (explanation.Weights.Count == 0)
        {
            terminal.Line(request.Parsed.GetValue(_words) is null ? " no column of the rows nearby varies" : " no word of the text is one that the model knows");
        }
        else if (explanation.Weights.All(one => one.Weight == 0))
        {
            terminal.Line(" near the row the prediction depends on no column");
        }
        else
        {
            ExplanationText.Bars(terminal, [.. explanation.Weights.Select(one => new BarItem(one.Condition, one.Weight))], ExplanationText.Signed);
        }

        if (!explanation.IsFaithful)
        {
            terminal.Line();
            terminal.Line(" " + Doubt(explanation));
        }

        if (stability is not null)
        {
            terminal.Line();
            terminal.Line($" of {stability.Repeats} explanations by other samples two have {NumberText.Fixed(100 * stability.ColumnAgreement, 0)} % of the names in common");
        }

        request.TellOutput();
    }

    private static string Doubt(LimeExplanation explanation) =>
        $"The linear model explains only {NumberText.Fixed(100 * Math.Max(0, explanation.Fidelity), 0)} % of what the predictions do nearby, so its weights say little. Ask '--method shap' instead.";

    private static string Unit(LimeExplanation explanation) => explanation.Output.Length > 0 ? $"probability of {explanation.Output}" : "prediction";

    /// <summary>Writes what the chart has no room for: how well the linear model follows, and the conditions in full.</summary>
    private static void WriteFigures(HtmlWriter page, LimeExplanation explanation, LimeStability? stability)
    {
        page.Definitions(
        [
            ("the model", $"{Unit(explanation)} {NumberText.Value(explanation.Prediction)}"),
            ("the linear model nearby", NumberText.Value(explanation.LocalPrediction)),
            ("fidelity", $"{NumberText.Fixed(explanation.Fidelity, 2)}: so much of what predictions do near the row the linear model explains; 1 is all"),
            .. stability is null ? [] : new[] { ("stability", $"of {stability.Repeats} explanations by other samples two have {NumberText.Percent(stability.ColumnAgreement, 0)} of the names in common") },
        ]);
        page.Table(new HtmlTable
        {
            Title = "What each condition changes",
            Columns = [new HtmlColumn("Condition"), new HtmlColumn("Weight", HtmlColumnKind.Number)],
            Rows = [.. explanation.Weights.Select(one => (IReadOnlyList<Markup>)[Markup.Text(one.Condition), Markup.Text(NumberText.Value(one.Weight))])],
        });
    }

    private static void WriteJson(Utf8JsonWriter writer, ExplainRequest request, LimeExplanation explanation, LimeStability? stability, string predicted)
    {
        writer.WriteString("model", request.Package.Name);
        writer.WriteString("method", "lime");
        writer.WriteNumber("row", request.Row!.Value + 1);
        writer.WriteString("predicted", predicted);
        if (explanation.Output.Length > 0)
        {
            writer.WriteString("class", explanation.Output);
        }

        writer.Number("prediction", explanation.Prediction);
        writer.Number("local_prediction", explanation.LocalPrediction);
        writer.Number("intercept", explanation.Intercept);
        writer.Number("fidelity", explanation.Fidelity);
        writer.WriteBoolean("faithful", explanation.IsFaithful);
        writer.WriteString("warning", explanation.IsFaithful ? "" : Doubt(explanation));
        writer.Objects("weights", explanation.Weights, one =>
        {
            writer.WriteString("column", one.Column);
            writer.WriteString("condition", one.Condition);
            writer.Number("weight", one.Weight);
        });
        if (stability is not null)
        {
            writer.WriteStartObject("stability");
            writer.WriteNumber("repeats", stability.Repeats);
            writer.Number("column_agreement", stability.ColumnAgreement);
            writer.Objects("columns", stability.Columns, one =>
            {
                writer.WriteString("column", one.Column);
                writer.Number("share", one.Share);
                writer.Number("mean", one.Mean);
                writer.Number("deviation", one.Deviation);
            });
            writer.WriteEndObject();
        }
    }
}
