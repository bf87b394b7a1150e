using System.CommandLine;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Adds columns that are computed of others.</summary>
internal static class WithVerb
{
    internal static Command Create(Terminal terminal)
    {
        var set = new Option<string[]>("--set") { Description = "A column as name=expression; may be given several times, and a later one may use an earlier one.", Required = true };
        Argument<string> file = TableInput.File();
        var verb = new TableVerb(terminal, "with", "Add columns that are computed of others.", "modelyard data with flights.csv --set \"speed=distance / minutes\" --set \"late=delay > 15\" -o more.csv");
        return verb.Run([file], [set], parsed =>
        {
            (string Name, Expression Value)[] columns = [.. (parsed.GetValue(set) ?? []).Select(Column)];
            using OpenTable table = verb.Input.Open(parsed, parsed.GetRequiredValue(file));
            IFrameChunks source = table.Fitting([.. columns.Select(column => ((string?)column.Name, column.Value))]), chunks = source;
            Frame told = new NoRows(source.Kinds).ToFrame().WithLineage(table.Lineage);
            foreach ((string name, Expression value) in columns)
            {
                if (!value.Bind(chunks.Kinds).IsRowWise)
                {
                    // Of a statistic of a whole column, all rows are needed at once.
                    verb.Output.Write(parsed, Whole(source.ToFrame().WithLineage(table.Lineage), columns));
                    return;
                }

                chunks = chunks.With(name, value);
                told = told.With(name, value);
            }

            verb.Output.Write(parsed, chunks, rows => told.Lineage.WithRows(rows));
        });
    }

    private static Frame Whole(Frame table, (string Name, Expression Value)[] columns)
    {
        foreach ((string name, Expression value) in columns)
        {
            table = table.With(name, value);
        }

        return table;
    }

    private static (string Name, Expression Value) Column(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && text[..equals].Trim() is { Length: > 0 } name
            ? (name, Expression.Parse(text[(equals + 1)..]))
            : throw new UsageException($"'--set' is '{text}' and must be name=expression.");
    }
}
