using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Explanation.Prototypes;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Tells few rows that stand for a table, or for those that are given one class, and rows about which these mislead.</summary>
internal sealed class PrototypesMethod : IExplainMethod
{
    private const int MostCells = 1 << 24;
    private const int ColumnsShown = 5;
    private readonly Option<int> _prototypes = new Option<int>("--prototypes") { Description = "prototypes: how many are chosen.", DefaultValueFactory = _ => PrototypeOptions.Default.Prototypes }.Plainly("a whole number, 1 or greater");

    /// <inheritdoc/>
    public string Name => "prototypes";

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_prototypes];

    /// <inheritdoc/>
    public void Explain(ExplainRequest request)
    {
        request.CheckNoRow(Name);
        int most = request.Parsed.GetValue(_prototypes);
        if (most < 1)
        {
            throw new UsageException($"'--prototypes' is '{most}' and must be a whole number, 1 or greater.");
        }

        Predictor predictor = request.Package.Predictor;
        var options = new PrototypeOptions { Prototypes = most };
        int[] places = request.SampleRows(Math.Clamp(MostCells / request.Rows.FeatureCount, 1, request.Class is null ? options.MaxRows : int.MaxValue));
        Matrix rows = request.Dense(places);
        if (request.Class is { } wanted)
        {
            int label = predictor.Classes.ToList().IndexOf(wanted);
            double[] chances = new double[predictor.Classes.Count];
            int[] own = label < 0
                ? throw new UsageException(predictor.Classes.Count == 0 ? "The model predicts a number. Leave '--class' out." : $"The class '{wanted}' is not one of {string.Join(", ", predictor.Classes)}.")
                : [.. Enumerable.Range(0, rows.Rows).Where(row => predictor.PredictClass(rows.Row(row), chances) == label)];
            places = own.Length > 0 ? Array.ConvertAll(own, row => places[row]) : throw new ModelyardException($"The model predicts '{wanted}' for no row of '{request.Table}'; there are none to choose prototypes from.");
            rows = request.Dense(places);
        }

        var found = PrototypeSelection.Of(predictor.Model.Features, rows, options, new FitContext { Seed = request.Seed });
        if (request.Output is { } path)
        {
            ChartPage.Write(path, "Explanation", $"Rows that stand for {request.Table}", Subject(request, found), writer => WritePage(writer, request, found, places));
        }

        if (request.Json)
        {
            JsonText.Write(request.Terminal, writer => WriteJson(writer, request, found, places));
        }
        else
        {
            WriteText(request, found, places);
        }
    }

    private static string Subject(ExplainRequest request, PrototypeSelection found) => $"{NumberText.Counted(found.RowCount, "row")} of {request.Table}{(request.Class is { } name ? $" that are predicted {name}" : "")}";

    private static void WriteText(ExplainRequest request, PrototypeSelection found, int[] places)
    {
        string[] columns = [.. request.Package.Predictor.Inputs.Take(ColumnsShown).Select(column => column.Name)];
        request.Terminal.Line($" {Subject(request, found)}   {found.Prototypes.Count} that stand for them");
        request.Terminal.Line();
        TextTable table = new TextTable(["row", "stands for", request.Package.Predictor.TargetName, .. columns]).Right(0, 1);
        foreach (Prototype one in found.Prototypes)
        {
            table.Add([$"{places[one.Row] + 1:N0}", NumberText.PlainPercent(one.Share), .. Cells(request, places[one.Row], columns)]);
        }

        table.Write(request.Terminal);
        if (found.Criticisms.Count > 0)
        {
            request.Terminal.Line();
            request.Terminal.Line(" about these rows they mislead most");
            TextTable misled = new TextTable(["row", "", request.Package.Predictor.TargetName, .. columns]).Right(0);
            foreach (Criticism one in found.Criticisms)
            {
                misled.Add([$"{places[one.Row] + 1:N0}", Density(one), .. Cells(request, places[one.Row], columns)]);
            }

            misled.Write(request.Terminal);
        }

        request.TellOutput();
    }

    private static void WritePage(HtmlWriter writer, ExplainRequest request, PrototypeSelection found, int[] places)
    {
        string[] columns = [.. request.Package.Predictor.Inputs.Select(column => column.Name)];
        writer.Section("prototypes", "Rows that stand for the others", "Few rows, chosen so that together they are as like the table as so few can be.", section => section.Table(Table(
            "Prototypes", "Stands for", found.Prototypes.Select(one => (one.Row, NumberText.Percent(one.Share))))));
        if (found.Criticisms.Count > 0)
        {
            writer.Section("criticisms", "Rows about which they mislead", "Where the table has many more rows, or fewer, than those above would make believe.", section => section.Table(Table(
                "Criticisms", "Rows like it", found.Criticisms.Select(one => (one.Row, Density(one))))));
        }

        HtmlTable Table(string title, string second, IEnumerable<(int Row, string Text)> rows) => new()
        {
            Title = title,
            Columns = [new HtmlColumn("Row"), new HtmlColumn(second), new HtmlColumn("The model says"), .. columns.Select(column => new HtmlColumn(column))],
            Rows = [.. rows.Select(one => (IReadOnlyList<Markup>)[Markup.Text($"{places[one.Row] + 1:N0}"), Markup.Text(one.Text), .. Cells(request, places[one.Row], columns).Select(Markup.Text)])],
        };
    }

    private static void WriteJson(Utf8JsonWriter writer, ExplainRequest request, PrototypeSelection found, int[] places)
    {
        writer.WriteString("model", request.Package.Name);
        writer.WriteString("method", "prototypes");
        writer.WriteNumber("rows", found.RowCount);
        writer.Objects("prototypes", found.Prototypes, one =>
        {
            writer.WriteNumber("row", places[one.Row] + 1);
            writer.Number("share", one.Share);
            writer.Number("discrepancy", one.Discrepancy);
        });
        writer.Objects("criticisms", found.Criticisms, one =>
        {
            writer.WriteNumber("row", places[one.Row] + 1);
            writer.Number("witness", one.Witness);
        });
    }

    private static string Density(Criticism one) => one.Witness > 0 ? "more than they tell" : "fewer than they tell";

    /// <summary>Writes what the model says of a row, and its cells.</summary>
    private static IEnumerable<string> Cells(ExplainRequest request, int place, string[] columns) =>
        [SaidOf(request, place), .. columns.Select(column => request.CellText(column, place))];

    private static string SaidOf(ExplainRequest request, int place) => request.Package.Predictor.Task == TaskKind.AnomalyDetection
        ? ""
        : ExplanationText.Predicted(request.Package.Predictor, request.Dense([place]).Row(0));
}
