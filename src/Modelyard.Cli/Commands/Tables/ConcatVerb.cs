using System.CommandLine;
using Modelyard.Frames;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Puts tables below or beside each other.</summary>
internal static class ConcatVerb
{
    /// <summary>Names where the next table stands.</summary>
    private enum Axis
    {
        Rows,
        Columns,
    }

    internal static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILES") { Description = "The tables, at least two; '-' is standard input.", Arity = ArgumentArity.OneOrMore };
        Option<Axis> axis = Choice.Of("--axis", "Whether rows are put below rows, by the names of columns, or columns beside columns", Axis.Rows);
        var verb = new TableVerb(terminal, "concat", "Put tables below or beside each other.", "modelyard data concat january.csv february.csv -o both.csv");
        return verb.Run([files], [axis], parsed =>
        {
            string[] paths = parsed.GetRequiredValue(files);
            if (paths.Length < 2 || paths.Count(path => path == "-") > 1)
            {
                throw new UsageException(paths.Length < 2 ? "There is one table. Name at least two." : "Two tables are '-', and standard input holds one.");
            }

            Frame[] tables = [.. paths.Select(path => verb.Input.Read(parsed, path))];
            verb.Output.Write(parsed, parsed.GetValue(axis) == Axis.Rows ? Frame.ConcatRows(tables) : Frame.ConcatColumns(tables));
        });
    }
}
