using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Explanation.Anchors;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Explains a prediction by a rule under which the model almost always predicts the same.</summary>
internal sealed class AnchorMethod : IExplainMethod
{
    /// <inheritdoc/>
    public string Name => "anchor";

    /// <inheritdoc/>
    public void Explain(ExplainRequest request)
    {
        double[] row = request.RowOf(Name);
        request.RefuseClass(Name);
        Matrix background = request.Background();
        string others = request.IsMade || background.Rows + 1 >= request.Rows.RowCount ? $"the {request.BackgroundText}" : $"{background.Rows:N0} of the {request.BackgroundText}";
        Anchor rule = AnchorExplainer.For(request.Package.Predictor, background).Explain(row, new FitContext { Seed = request.Seed });
        string target = request.Package.Predictor.TargetName;
        bool isNumber = request.Package.Predictor.Classes.Count == 0;
        string predicted = isNumber ? $"{ExplanationText.Number(rule.Value)} ± {ExplanationText.Number(rule.Tolerance)}" : rule.Predicted;
        string surety = $"for {NumberText.Fixed(100 * rule.Precision, 1)} % of rows, at least {NumberText.Fixed(100 * rule.PrecisionLow, 1)} %, whatever their other columns hold";
        if (request.Output is { } path)
        {
            ChartPage.Write(path, "Explanation", $"Row {request.Row + 1} of {request.Table}", request.Package.Name, writer =>
            {
                writer.KeyFigures([new KeyFigure(target, predicted, IsMain: true), new KeyFigure("Precision", NumberText.Percent(rule.Precision, 1), $"at least {NumberText.Percent(rule.PrecisionLow, 1)}"), new KeyFigure("Coverage", NumberText.Percent(rule.Coverage), $"of {others}")]);
                if (!rule.IsReached)
                {
                    writer.Callout(CalloutKind.Warning, Doubt);
                }

                writer.Section("rule", "The rule that holds the prediction", $"Where all of this holds, the prediction is {predicted} {surety}.", section =>
                    section.Definitions(rule.Conditions.Count == 0 ? [("always", "no condition is needed")] : rule.Conditions.Select((condition, i) => (i == 0 ? "if" : "and", condition))));
            });
        }

        if (request.Json)
        {
            JsonText.Write(request.Terminal, writer => WriteJson(writer, request, rule));
            return;
        }

        Terminal terminal = request.Terminal;
        terminal.Line(ExplanationText.Head(request, isNumber ? ExplanationText.Number(rule.Value) : predicted));
        terminal.Line();
        for (int i = 0; i < rule.Conditions.Count; i++)
        {
            terminal.Line($" {(i == 0 ? "if  " : "and ")} {rule.Conditions[i]}");
        }

        terminal.Line($" {(rule.Conditions.Count == 0 ? "always" : "then")} {target}: {predicted}");
        terminal.Line();
        terminal.Line($" {surety}");
        terminal.Line(rule.Coverage == 0
            ? $" the conditions hold for none of the other {request.BackgroundText}"
            : $" the conditions hold for {NumberText.PlainPercent(rule.Coverage)} of {others}");
        if (!rule.IsReached)
        {
            terminal.Line($" {Doubt}");
        }

        request.TellOutput();
    }

    private static string Doubt => $"No rule of up to {AnchorOptions.Default.Conditions} conditions was found that surely holds for {NumberText.Fixed(100 * AnchorOptions.Default.Precision, 0)} % of rows; this is the most precise of those that were tried.";

    private static void WriteJson(Utf8JsonWriter writer, ExplainRequest request, Anchor rule)
    {
        writer.WriteString("model", request.Package.Name);
        writer.WriteString("method", "anchor");
        writer.WriteNumber("row", request.Row!.Value + 1);
        if (request.Package.Predictor.Classes.Count > 0)
        {
            writer.WriteString("predicted", rule.Predicted);
        }
        else
        {
            writer.Number("predicted", rule.Value);
            writer.Number("tolerance", rule.Tolerance);
        }

        writer.Texts("conditions", rule.Conditions);
        writer.Number("precision", rule.Precision);
        writer.Number("precision_low", rule.PrecisionLow);
        writer.Number("coverage", rule.Coverage);
        writer.WriteBoolean("reached", rule.IsReached);
        writer.WriteNumber("samples", rule.Samples);
    }
}
