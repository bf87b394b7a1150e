using Modelyard.Learning;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Explains a row or a table for readers who know nothing of models: in plain words, and on a page with the evidence.</summary>
internal sealed class ReportMethod : IExplainMethod
{
    /// <inheritdoc/>
    public string Name => "report";

    /// <inheritdoc/>
    public void Explain(ExplainRequest request)
    {
        if (!CanTell(request))
        {
            throw new ModelyardException($"The model '{request.Package.Name}' predicts neither one class nor one number; there is nothing to report on. Take '--method shap'.");
        }

        if (request.Row is not null)
        {
            request.RefuseClass(Name);
        }
        else if (request.Rows.RowCount < 2)
        {
            throw new UsageException($"'{request.Table}' has one row, which cannot show what a model leans on. Say '--row 1' for why it answers so of this row, or give a table like that of training.");
        }

        IExplanationReport report = request.Row is null ? new TableReport(request) : new RowReport(request);
        if (request.Output is { } path)
        {
            Write(path, request, report);
        }

        if (request.Json)
        {
            JsonText.Write(request.Terminal, writer =>
            {
                writer.WriteString("model", request.Package.Name);
                writer.WriteString("method", Name);
                if (request.Row is { } row)
                {
                    writer.WriteNumber("row", row + 1);
                }

                writer.Texts("summary", report.Summary);
            });
            return;
        }

        foreach (string text in report.Summary)
        {
            request.Terminal.Line(" " + text.Replace('\u00A0', ' '));
        }

        request.TellOutput();
    }

    /// <summary>Determines whether a report can be told of a model.</summary>
    internal static bool CanTell(ExplainRequest request) => request.Package.Predictor.Task is TaskKind.Classification or TaskKind.Regression
        && request.Package.Predictor.Model is IRegressionModel or IClassificationModel;

    private static void Write(string path, ExplainRequest request, IExplanationReport report) => ChartPage.Write(path, new HtmlPage
    {
        Title = report.Title,
        Kicker = "Explanation",
        Subtitle = $"{request.Package.Name} · {request.Table} · {CellWords.Rows(request.Rows.RowCount)}",
        Lead = writer =>
        {
            writer.Write($"<p class=\"answer\">{report.Summary[0]}</p>");
            foreach (string text in report.Summary.Skip(1))
            {
                writer.Paragraph(text);
            }
        },
        Body = report.Write,
        Footer = "This file is complete in itself and loads nothing from elsewhere.",
    });
}
