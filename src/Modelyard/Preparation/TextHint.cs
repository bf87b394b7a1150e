using System.Text.RegularExpressions;
using Modelyard.Frames;

namespace Modelyard.Preparation;

/// <summary>Finds texts that were surely meant as numbers or dates, and says how to write them so that they are read as such.</summary>
internal static class TextHint
{
    private const int MostCells = 200;
    private const double LeastShare = 0.9;
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;
    private static readonly Regex Number = new(@"^[+-]?[$€£¥]?\s?[0-9]+([,'\u00A0][0-9]+)*([.,][0-9]+)?\s?[%$€£¥]?$", Options);
    private static readonly Regex Unit = new("[%$€£¥]", Options);
    private static readonly Regex Grouped = new(@"^[+-]?[0-9]{1,3}([,'\u00A0][0-9]{3})+(\.[0-9]+)?$", Options);
    private static readonly Regex Date = new(@"^([0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}|[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}|[A-Z][a-z]{2,8}\.? [0-9]{1,2},? [0-9]{4})([ T,].*)?$", Options);

    private static readonly Regex Month = new(@"^([0-9]{4}[-/](0[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-/][0-9]{4}|[A-Z][a-z]{2,8}\.?[ -][0-9]{4})$", Options);
    private static readonly Regex Iso = new(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}.*)?$", Options);
    private static readonly Regex Zoned = new(@"[T ][0-9:.]+(Z|[+-][0-9]{2}:?[0-9]{2})$", Options);

    /// <summary>Describes what the cells of a column look like.</summary>
    /// <returns>A full sentence; null if the column holds no text, or text that looks like nothing else.</returns>
    public static string? Of(Column column)
    {
        if (column.Kind is not (ColumnKind.Text or ColumnKind.Category))
        {
            return null;
        }

        string[] cells = [.. Enumerable.Range(0, column.Length).Where(row => !column.IsMissing(row)).Take(MostCells).Select(row => column.FormatCell(row).Trim())];
        string? Told(Predicate<string> isOne, string what, string how) => Array.Find(cells, isOne) is { } cell
            ? $"The cells of '{column.Name}' look like {what}, as '{cell}' does, and are read as texts. {how}"
            : null;
        if (cells.Length > 0 && IsMost(cells, Number))
        {
            return Told(Unit.IsMatch, "numbers with a unit", "Write the numbers alone, as in 3.5.")
                ?? Told(Grouped.IsMatch, "numbers with separators of thousands", "Write them without, as in 1234.5.")
                ?? Told(cell => cell.Contains(',', StringComparison.Ordinal), "numbers with a decimal comma", "Write them with a point, as in 3.25.");
        }

        return cells.Length == 0 ? null
            : IsMost(cells, Date) ? Told(Date.IsMatch, "dates", HowToWrite(column, "Write them as in 2026-01-31."))
            : IsMost(cells, Month) ? Told(Month.IsMatch, "months", HowToWrite(column, "Write the first day of each, as in 2026-01-01."))
            : IsMost(cells, Iso) && cells.Any(Zoned.IsMatch) ? Told(cell => !Zoned.IsMatch(cell), "times of which some have a zone and some have none", "Write all with a zone, as in 2026-01-31T00:00:00Z, or none.")
            : null;
    }

    /// <summary>Says how dates become such; by a command if all cells are of one notation.</summary>
    private static string HowToWrite(Column column, string byHand) => DateTexts.NotationsOf(column) is { Length: > 0 } notations ? DateTexts.HowToConvert(column.Name, notations) : byHand;

    private static bool IsMost(string[] cells, Regex form) => cells.Count(form.IsMatch) >= LeastShare * cells.Length;
}
