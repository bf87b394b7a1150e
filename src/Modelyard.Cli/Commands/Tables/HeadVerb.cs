using System.CommandLine;
using Modelyard.Frames;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Shows the first rows of a table.</summary>
internal static class HeadVerb
{
    internal static Command Create(Terminal terminal)
    {
        var rows = new Option<int>("--rows") { Description = "The number of rows.", DefaultValueFactory = _ => 10 }.Plainly("a whole number, 1 or greater");
        Argument<string> file = TableInput.File();
        var verb = new TableVerb(terminal, "head", "Show the first rows of a table.", "modelyard data head flights.parquet --rows 5");
        return verb.Say([file], [rows], parsed =>
        {
            int count = parsed.GetValue(rows);
            if (count < 1)
            {
                throw new UsageException($"'--rows' is '{count}' and must be 1 or greater.");
            }

            using OpenTable table = verb.Input.Open(parsed, parsed.GetRequiredValue(file));
            terminal.Write(table.Chunks.Head(count).ToFrame().ToString(count));
            return CommandLine.Success;
        });
    }
}
