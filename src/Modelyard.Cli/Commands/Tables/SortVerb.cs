using System.CommandLine;
using Modelyard.Frames;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Sorts the rows of a table.</summary>
internal static class SortVerb
{
    private const string Descending = ":desc";

    internal static Command Create(Terminal terminal)
    {
        var by = new Option<string[]>("--by") { Description = $"The columns to sort by, the first one first; 'name{Descending}' puts the greatest first.", Required = true };
        var missingFirst = new Option<bool>("--missing-first") { Description = "Put missing cells first; otherwise they come last." };
        var verb = new TableVerb(terminal, "sort", "Sort the rows of a table.", "modelyard data sort flights.csv --by origin,delay:desc -o sorted.csv");
        return verb.Make(TableInput.File(), [by, missingFirst], (parsed, table) => table.SortBy(
            [.. SharedOptions.Names(parsed, by).Select(name => Key(table, name, parsed.GetValue(missingFirst)))]));
    }

    private static SortColumn Key(Frame table, string name, bool missingFirst) => name.EndsWith(Descending, StringComparison.Ordinal) && !table.TryGetColumn(name, out _)
        ? new SortColumn(SharedOptions.Unquoted(name[..^Descending.Length]), Descending: true, missingFirst)
        : new SortColumn(name, Descending: false, missingFirst);
}
