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

            if (parsed.GetValue(axis) == Axis.Columns)
            {
                verb.Output.Write(parsed, Frame.ConcatColumns(paths.Select(path => verb.Input.Read(parsed, path))));
            }
            else
            {
                PutBelow(verb, parsed, paths);
            }
        });
    }

    /// <summary>Puts tables below each other, chunk by chunk if their columns are of the same kinds; otherwise all cells are needed to tell what they give together.</summary>
    private static void PutBelow(TableVerb verb, ParseResult parsed, string[] paths)
    {
        List<OpenTable> tables = [];
        try
        {
            foreach (string path in paths)
            {
                tables.Add(verb.Input.Open(parsed, path));
            }

            if (tables.TrueForAll(table => table.Chunks.Kinds.All(one => tables.TrueForAll(other => Written(other.Chunks.Kinds.GetValueOrDefault(one.Key, one.Value)) == Written(one.Value)))))
            {
                var told = Frame.ConcatRows(tables.Select(table => new NoRows(table.Chunks.Kinds).ToFrame().WithLineage(table.Lineage)));
                verb.Output.Write(parsed, ChunkVerbs.ConcatRows(tables.Select(table => table.Chunks)), rows => told.Lineage.WithRows(rows));
            }
            else
            {
                verb.Output.Write(parsed, Frame.ConcatRows(tables.Select(table => table.Chunks.ToFrame().WithLineage(table.Lineage))));
            }
        }
        finally
        {
            tables.ForEach(table => table.Dispose());
        }
    }

    /// <summary>Gets the kind as which a column is written.</summary>
    private static ColumnKind Written(ColumnKind kind) => kind == ColumnKind.Category ? ColumnKind.Text : kind;
}
