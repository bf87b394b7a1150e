using System.CommandLine;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;

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
        Argument<string> file = TableInput.File();
        return verb.Run([file], [id, values, varName, valueName], parsed =>
        {
            string path = parsed.GetRequiredValue(file), variable = parsed.GetRequiredValue(varName), value = parsed.GetRequiredValue(valueName);
            string[] repeated = SharedOptions.Names(parsed, id);
            string[]? gathered = SharedOptions.Names(parsed, values) is { Length: > 0 } names ? names : null;

            // The long table repeats the others for each column that is gathered.
            if (!verb.Input.IsLarge(parsed, path, 1 + repeated.Length))
            {
                verb.Output.Write(parsed, verb.Input.Read(parsed, path).Melt(repeated, gathered, variable, value));
                return;
            }

            using OpenTable table = verb.Input.Open(parsed, path);
            IFrameChunks melted = table.Chunks.Melt(repeated, gathered, variable, value, columns => table.Only(columns).Chunks.Select(columns));
            LineageStep told = new NoRows(table.Chunks.Kinds).ToFrame().WithLineage(table.Lineage).Melt(repeated, gathered, variable, value).Lineage;
            verb.Output.Write(parsed, melted, told.WithRows);
        });
    }
}
