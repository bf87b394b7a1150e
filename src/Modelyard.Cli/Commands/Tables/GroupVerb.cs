using System.CommandLine;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Computes numbers of groups of rows.</summary>
internal static class GroupVerb
{
    internal static Command Create(Terminal terminal)
    {
        var by = new Option<string[]>("--by") { Description = "The columns whose combinations make the groups.", Required = true };
        var aggregate = new Option<string[]>("--aggregate") { Description = $"What is computed, as m=mean(x), with commas between: {string.Join(", ", Aggregate.Functions)}; quantile(x, 0.9), count().", Required = true };
        var keepMissing = new Option<bool>("--keep-missing") { Description = "Make groups of missing keys too." };
        Argument<string> file = TableInput.File();
        var verb = new TableVerb(terminal, "group", "Compute numbers of groups of rows.", "modelyard data group flights.csv --by origin,month --aggregate \"m=mean(delay),s=std(delay),n=count()\" -o delays.csv");
        return verb.Run([file], [by, aggregate, keepMissing], parsed =>
        {
            string[] keys = SharedOptions.Names(parsed, by);
            Aggregate[] aggregates = [.. (parsed.GetValue(aggregate) ?? []).SelectMany(Aggregate.Parse)];
            var options = new GroupOptions { KeepMissing = parsed.GetValue(keepMissing) };
            using OpenTable table = verb.Input.Open(parsed, parsed.GetRequiredValue(file));

            // Each chunk comes from what the whole table comes from, so that the groups tell the columns of the aggregates.
            (IFrameChunks source, LineageStep lineage) = table.Only(keys.Concat(aggregates.SelectMany(one => Columns(one, table.Chunks.Kinds))));
            IFrameChunks chunks = source.Map(chunk => chunk.WithLineage(lineage));

            // What cannot be merged from parts, such as a median, needs all rows of a group at once.
            if (Array.Find(aggregates, one => !one.IsMergeable) is { } whole)
            {
                verb.Output.Write(parsed, Whole(chunks, whole, table => table.GroupBy(keys, options).Aggregate(aggregates)));
                return;
            }

            IFrameChunks groups = chunks.GroupBy(keys, options).AggregateChunks(aggregates, MemoryShare.Of(long.MaxValue));
            LineageStep told = new NoRows(chunks.Kinds).ToFrame().WithLineage(lineage).GroupBy(keys, options).Aggregate(aggregates).Lineage;
            verb.Output.Write(parsed, groups, told.WithRows);
        });
    }

    private static Frame Whole(IFrameChunks chunks, Aggregate whole, Func<Frame, Frame> group)
    {
        try
        {
            return group(chunks.ToFrame());
        }
        catch (OutOfMemoryException fault)
        {
            throw new ModelyardException(
                $"'{whole.Name}' needs all rows of the table at once, and there is not enough memory for them. Leave rows out by 'data filter' first, or count them by 'data group' with the column as a further key and go on with that.",
                fault);
        }
    }

    private static IEnumerable<string> Columns(Aggregate aggregate, IReadOnlyDictionary<string, ColumnKind> kinds) =>
        aggregate.Expression?.Bind(kinds).Columns ?? (aggregate.Column is { } column ? [column] : []);
}
