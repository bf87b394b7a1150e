using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Frames;
using Modelyard.Inference;

namespace Modelyard.Cli.Commands.Statistics;

/// <summary>Prints variance inflation factors.</summary>
internal static class InflationVerb
{
    internal static Command Create(Terminal terminal)
    {
        Argument<string> file = TableInput.File();
        var features = new Option<string[]>("--features") { Description = "Columns, products 'a:b', crossings 'a*b', powers 'a^2'; all columns by default." };
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) or a picture (.svg) of the factors to write." };
        var noIntercept = new Option<bool>("--no-intercept") { Description = "Regress each column on the others without an intercept." };
        Option<bool> json = SharedOptions.Json();
        var verb = new TableVerb(terminal, "vif", "Show how much each column's coefficient suffers from what the others share with it.", "modelyard stats vif concrete.csv --features cement,water,age");
        return verb.Say([file], [features, noIntercept, output, json], parsed =>
        {
            string? path = parsed.GetValue(output);
            ChartPage.Check(path);
            Frame frame = verb.Input.Read(parsed, parsed.GetRequiredValue(file));
            RegressionTerms chosen = SharedOptions.Terms(parsed, features, frame) ?? new RegressionTerms([.. frame.Columns.Select(column => column.Name)], []);
            var design = DesignMatrix.Of(frame, chosen, !parsed.GetValue(noIntercept));
            IReadOnlyList<VarianceInflation> terms = VarianceInflationFactors.OfTerms(design);
            if (path is not null)
            {
                ChartPage.Write(path, "Analysis", "Variance inflation factors", NumberText.Counted(design.RowCount, "row"), [VarianceInflationFactors.ToChart(terms)]);
                terminal.ErrorLine($" -> {path}");
            }

            if (parsed.GetValue(json))
            {
                double[] columns = VarianceInflationFactors.OfColumns(design);
                JsonText.Write(terminal, writer =>
                {
                    writer.WriteNumber("rows", design.RowCount);
                    writer.WriteNumber("droppedRows", frame.RowCount - design.RowCount);
                    writer.WriteStartObject("vif");
                    foreach (VarianceInflation one in terms)
                    {
                        writer.Number(one.Name, one.Factor);
                    }

                    writer.WriteEndObject();
                    writer.WriteStartObject("scaled");
                    foreach (VarianceInflation one in terms)
                    {
                        writer.Number(one.Name, one.Scaled);
                    }

                    writer.WriteEndObject();
                    writer.WriteStartObject("columns");
                    for (int j = 0; j < columns.Length; j++)
                    {
                        writer.Number(design.Columns[j], columns[j]);
                    }

                    writer.WriteEndObject();
                });
                return CommandLine.Success;
            }

            TextTable table = new TextTable("feature", "columns", "VIF", "VIF^(1/2 columns)").Right(1, 2, 3);
            foreach (VarianceInflation one in terms)
            {
                table.Add(one.Name, one.Columns.ToString(), SummaryNumber.Text(one.Factor), SummaryNumber.Text(one.Scaled));
            }

            terminal.Line($" {NumberText.Counted(design.RowCount, "row")}{(frame.RowCount > design.RowCount ? $", {frame.RowCount - design.RowCount:N0} left out, as a cell is missing in each" : "")}");
            terminal.Line();
            table.Write(terminal);
            return CommandLine.Success;
        });
    }
}
