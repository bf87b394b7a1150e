using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Data.Databases;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Writes a table in another format, or brings it into or out of a database.</summary>
internal static class ConvertVerb
{
    internal static Command Create(Terminal terminal)
    {
        var input = new Argument<string>("IN") { Description = "The table: a file, s3://bucket/key, '-', or a database (sqlite:PATH, postgres://..., mysql://..., env:NAME)." };
        var target = new Argument<string>("OUT") { Description = "Where it goes, by its ending or '--to': a file, s3://bucket/key, '-', or a database." };
        var table = new Option<string?>("--table") { Description = "The table of the database." };
        var query = new Option<string?>("--query") { Description = "A query whose rows are read, in place of '--table'." };
        Option<WriteMode> mode = Choice.Of("--mode", "What is done with a table of the database that is there", WriteMode.Fail);
        var key = new Option<string[]>("--key") { Description = "The columns that tell rows apart, for '--mode upsert' and the primary key of a new table." };
        Option<Modelyard.Data.TableFormat?> to = TableOutput.Format();
        var verb = new TableVerb(terminal, "convert", "Write a table in another format, or into a database.", "modelyard data convert flights.csv flights.parquet");
        return verb.Say([input, target], [to, table, query, mode, key, verb.Output.Lineage], parsed =>
        {
            string from = parsed.GetRequiredValue(input), place = parsed.GetRequiredValue(target);
            (string? name, string? text) = (parsed.GetValue(table), parsed.GetValue(query));
            CheckTables(IsDatabase(from), IsDatabase(place), name, text);
            if (IsDatabase(place) || !TableOutput.IsHere(place))
            {
                verb.Output.RefuseLineage(parsed, "Let OUT be one");
            }

            using Database? source = IsDatabase(from) ? Database.Open(from) : null;
            using OpenTable? file = source is null ? verb.Input.Open(parsed, from) : null;
            IFrameChunks chunks = file?.Chunks ?? source!.ReadChunks(text is null ? source.Dialect.Select(name!) : SqlQuery.FromString(text));
            if (!IsDatabase(place))
            {
                LineageStep? read = file?.Lineage;
                long written = verb.Output.Write(place, parsed.GetValue(to), source is null ? chunks : chunks.Map(chunk =>
                {
                    read = chunk.Lineage;
                    return chunk;
                }));
                verb.Output.Keep(parsed, place, LineageStep.Of("convert", [], read is null ? [] : [read], chunks.Kinds.Keys, written));
                return CommandLine.Success;
            }

            using var database = Database.Open(place);
            long rows = database.Write(chunks, name!, parsed.GetValue(mode), new DatabaseWriteOptions { Key = SharedOptions.Names(parsed, key) });
            terminal.Line($" {NumberText.Counted(rows, "row")}, {chunks.Kinds.Count:N0} columns -> {database.Name}, table {name}");
            return CommandLine.Success;
        });
    }

    private static bool IsDatabase(string address) => Array.Exists(["sqlite:", "postgres://", "postgresql://", "mysql://", "mariadb://", "env:"], scheme => address.StartsWith(scheme, StringComparison.Ordinal));

    private static void CheckTables(bool reads, bool writes, string? table, string? query)
    {
        if (!reads && query is not null)
        {
            throw new UsageException("'--query' asks a database, and IN is none. Leave it out.");
        }

        if (!reads && !writes && table is not null)
        {
            throw new UsageException("'--table' is a table of a database, and neither IN nor OUT is one. Leave it out.");
        }

        if ((writes && table is null) || (reads && table is null && query is null))
        {
            throw new UsageException(writes ? "OUT is a database. Say '--table', the table to write." : "IN is a database. Say '--table', or '--query'.");
        }
    }
}
