using System.CommandLine;
using Modelyard.Frames;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Makes a long table wide.</summary>
internal static class PivotVerb
{
    internal static Command Create(Terminal terminal)
    {
        var index = new Option<string[]>("--index") { Description = "The columns whose combinations become the rows.", Required = true };
        var columns = new Option<string[]>("--columns") { Description = "The columns whose cells become the names of columns.", Required = true };
        var values = new Option<string[]>("--values") { Description = "The columns whose cells become the table.", Required = true };
        var aggregate = new Option<string?>("--aggregate") { Description = $"What is made of several rows of one cell: {string.Join(", ", Aggregate.Functions)}. Without it they are refused." };
        var margins = new Option<bool>("--margins") { Description = "Add totals, of the rows of the long table." };
        var fill = new Option<string?>("--fill") { Description = "What stands in cells without rows, a number or a text." };
        var verb = new TableVerb(terminal, "pivot", "Make a long table wide: cells become columns.", "modelyard data pivot long.csv --index shop --columns month --values sold --aggregate mean -o wide.csv");
        return verb.Make(TableInput.File(), [index, columns, values, aggregate, margins, fill], (parsed, table) =>
        {
            string[] rows = SharedOptions.Names(parsed, index), across = SharedOptions.Names(parsed, columns), cells = SharedOptions.Names(parsed, values);
            if (parsed.GetValue(aggregate) is not { } function)
            {
                return parsed.GetValue(margins)
                    ? throw new UsageException("'--margins' needs to know what is made of several rows. Say '--aggregate' too.")
                    : table.Pivot(rows, across, cells).ResetIndex();
            }

            Aggregate[] aggregates = [.. cells.SelectMany(cell => Aggregate.Parse($"{function}(`{cell.Replace("`", "``", StringComparison.Ordinal)}`)")).Zip(cells, (one, cell) => one.As(cell))];
            var options = new PivotOptions { Margins = parsed.GetValue(margins), Fill = parsed.GetValue(fill) is { } text ? Cell(text) : null };
            return table.PivotTable(rows, across, aggregates, options).ResetIndex();
        });
    }

    private static Label Cell(string text) => long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out long whole) ? whole
        : double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double number) ? number
        : text;
}
