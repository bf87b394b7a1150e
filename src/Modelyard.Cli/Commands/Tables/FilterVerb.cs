using System.CommandLine;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Keeps the rows for which a condition is true.</summary>
internal static class FilterVerb
{
    internal static Command Create(Terminal terminal)
    {
        var where = new Option<string>("--where") { Description = "The condition, such as \"distance > 100 and origin in ('ATL', 'ORD')\".", Required = true };
        Argument<string> file = TableInput.File();
        var verb = new TableVerb(terminal, "filter", "Keep the rows for which a condition is true.", "modelyard data filter flights.csv --where \"delay > 60 and month(date) = 1\" -o late.csv");
        return verb.Run([file], [where], parsed =>
        {
            var condition = Expression.Parse(parsed.GetRequiredValue(where));
            using OpenTable table = verb.Input.Open(parsed, parsed.GetRequiredValue(file));
            IFrameChunks chunks = table.Fitting((null, condition));
            if (condition.Bind(chunks.Kinds).IsRowWise)
            {
                verb.Output.Write(parsed, chunks.Filter(condition), table.After("filter", chunks.Kinds.Keys, ("where", condition.ToString())));
            }
            else
            {
                verb.Output.Write(parsed, chunks.ToFrame().WithLineage(table.Lineage).Filter(condition));
            }
        });
    }
}
