using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Data.Databases;
using Modelyard.Data.Normalisation;
using Modelyard.Data.Relations;
using Modelyard.Frames;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Makes the tables of a database out of a flat table.</summary>
internal static class NormaliseVerb
{
    private const int MostShown = 10;

    internal static Command Create(Terminal terminal)
    {
        Argument<string> file = TableInput.File();
        var output = new Option<string?>("--out") { Description = "The folder to write to: the proposal as JSON, a picture (SVG), and the statements that create the tables." };
        Option<SqlName?> sql = Choice.Of<SqlName>("--ddl", "The SQL of the statements; all of them if it is not said");
        var load = new Option<string?>("--load") { Description = "The database to load: sqlite:PATH, postgres://..., mysql://..., env:NAME. All rows come in one transaction and are compared with the file." };
        var name = new Option<string?>("--name") { Description = "The name of the table that remains; the file's without it." };
        var key = new Option<string[]>("--key") { Description = "The columns of its primary key." };
        var ignore = new Option<string[]>("--ignore") { Description = "What is not believed: a dependency 'a, b -> c', or a column that determines nothing. May be given several times." };
        var accept = new Option<string[]>("--accept") { Description = "A dependency 'a, b -> c' that is believed whatever the evidence. May be given several times." };
        Option<double> error = new Option<double>("--max-error") { Description = "The share of rows that may break a dependency, 0 to 0.5; they are kept apart." }.Plainly("a number from 0 to 0.5");
        var surrogates = new Option<bool>("--surrogates") { Description = "Give tables whose key is a text an integer as primary key." };
        var noLookups = new Option<bool>("--no-lookups") { Description = "Make no lookup tables of texts with few values." };
        var rowNumbers = new Option<bool>("--row-numbers") { Description = "Number the rows, so that their order is kept." };
        var verb = new TableVerb(terminal, "normalise", "Make the tables of a database out of a flat table: dependencies, third normal form, keys, junction tables.", "modelyard data normalise enrolments.csv --out proposal --ddl postgres --load sqlite:school.db");
        return verb.Say([file], [output, sql, load, name, key, ignore, accept, error, surrogates, noLookups, rowNumbers], parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            Frame flat = verb.Input.Read(parsed, path);
            string table = parsed.GetValue(name) ?? (Path.GetFileNameWithoutExtension(path) is { Length: > 0 } stem && path != "-" ? stem : "rows");
            NormalForm form = NormalForm.Of(flat, table, new NormalisationOptions
            {
                Key = SharedOptions.Names(parsed, key),
                Ignore = parsed.GetValue(ignore) ?? [],
                Accept = parsed.GetValue(accept) ?? [],
                MaxError = parsed.GetValue(error),
                Surrogates = parsed.GetValue(surrogates),
                Lookups = !parsed.GetValue(noLookups),
                RowNumbers = parsed.GetValue(rowNumbers),
            });
            terminal.Line($" {path}   {flat.RowCount:N0} rows, {flat.Columns.Count:N0} columns");
            Show(terminal, form);
            if (parsed.GetValue(output) is { } folder)
            {
                WriteFiles(terminal, form, folder, parsed.GetValue(sql));
            }

            if (parsed.GetValue(load) is { } address)
            {
                using var database = Database.Open(address);
                long rows = form.Load(database);
                terminal.Line($" loaded  {rows:N0} rows of {form.Tables.Tables.Count} tables -> {database.Name}; joined again they are the file, cell by cell");
            }

            return CommandLine.Success;
        });
    }

    private static void Show(Terminal terminal, NormalForm form)
    {
        terminal.Line("");
        TextTable tables = new TextTable("table", "rows", "primary key", "other columns", "refers to").Right(1);
        foreach (RelationTable table in form.Tables.Tables)
        {
            TableDefinition definition = table.Definition;
            tables.Add(
                table.Name + (form.Junctions.Contains(table.Name) ? " (junction)" : ""),
                $"{table.Rows.RowCount:N0}",
                string.Join(", ", definition.PrimaryKey),
                string.Join(", ", definition.Columns.Select(column => column.Name).Except(definition.PrimaryKey)),
                string.Join(", ", definition.ForeignKeys.Select(reference => reference.ReferencedTable.Name)));
        }

        tables.Write(terminal);
        terminal.Line("");
        foreach (CellExceptions one in form.Exceptions)
        {
            terminal.Line($" broken      {one.Dependency}: {one.Rows.Count:N0} rows, kept in {one.Table}; the first is row {one.Rows[0] + 1:N0}");
        }

        FunctionalDependency[] doubted = [.. form.Dependencies.Dependencies.Where(one => !one.IsAccepted)];
        foreach (FunctionalDependency one in doubted.Take(MostShown))
        {
            terminal.Line($" not believed  {one}: {one.Reason}");
        }

        if (doubted.Length > MostShown)
        {
            terminal.Line($" not believed  {doubted.Length - MostShown:N0} more, in the JSON");
        }

        foreach (FunctionalDependency one in form.Unkept)
        {
            terminal.Line($" not shown   {one}: another key keeps {one.Right}");
        }

        foreach (string note in form.Dependencies.Notes)
        {
            terminal.Line($" note        {note}");
        }
    }

    private static void WriteFiles(Terminal terminal, NormalForm form, string folder, SqlName? sql)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "proposal.json"), form.ToJson());
        File.WriteAllText(Path.Combine(folder, "tables.svg"), form.ToDiagram().ToSvg(ChartTheme.Light));
        foreach (SqlName one in sql is { } wanted ? [wanted] : Enum.GetValues<SqlName>())
        {
            string name = one.ToString().ToLowerInvariant();
            var dialect = SqlDialect.Of(name);
            File.WriteAllText(Path.Combine(folder, $"{name}.sql"), $"{form.ToDdl(dialect)}\n-- The flat table again:\n{form.RejoinQuery(dialect)};\n");
        }

        terminal.Line($" written {folder}: proposal.json, tables.svg, {(sql is { } only ? only.ToString().ToLowerInvariant() : "sqlite, postgres, mysql, mariadb")}.sql");
    }

    private enum SqlName
    {
        Sqlite,
        Postgres,
        Mysql,
        Mariadb,
    }
}
