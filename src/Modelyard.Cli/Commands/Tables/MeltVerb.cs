using System.CommandLine;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Makes a wide table long.</summary>
internal static class MeltVerb
{
    internal static Command Create(Terminal terminal)
    {
        var id = new Option<string[]>("--id") { Description = "The columns that are repeated beside each cell." };
        var values = new Option<string[]>("--values") { Description = "The columns that are gathered; all others by default." };
        var varName = new Option<string>("--var-name") { Description = "The column of their names.", DefaultValueFactory = _ => "variable" };
        var valueName = new Option<string>("--value-name") { Description = "The column of their cells.", DefaultValueFactory = _ => "value" };
        var verb = new TableVerb(terminal, "melt", "Make a wide table long: columns become rows.", "modelyard data melt sales.csv --id shop --values jan,feb --var-name month --value-name sold -o long.csv");
        return verb.Make(TableInput.File(), [id, values, varName, valueName], (parsed, table) => table.Melt(
            SharedOptions.Names(parsed, id),
            SharedOptions.Names(parsed, values) is { Length: > 0 } names ? names : null,
            parsed.GetRequiredValue(varName),
            parsed.GetRequiredValue(valueName)));
    }
}
