using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Server.Studio.Content;

/// <summary>Writes tables as CSV.</summary>
internal static class TableCsv
{
    // Programs for tables take what begins so for a formula, and run it (OWASP, CSV injection); the wide forms are those of East Asian keyboards.
    private const string Beginnings = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>Writes a table. A text that a program for tables would take for a formula begins with an apostrophe; numbers stay as they are.</summary>
    public static byte[] Write(DataTable table)
    {
        using var bytes = new MemoryStream();
        var names = new HashSet<string>(StringComparer.Ordinal);
        CsvWriter.Write(Frame.Of([.. table.Columns.Select((column, at) => ColumnOf(NameOf(column, names), column.IsNumeric, [.. table.Rows.Select(row => row[at].Value)]))]), bytes);
        return bytes.ToArray();
    }

    /// <summary>Guards a text.</summary>
    public static string Guarded(string text) => text.Length == 0 || !Beginnings.Contains(text[0], StringComparison.Ordinal) || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? text : $"'{text}";

    private static string NameOf(TableColumn column, HashSet<string> names)
    {
        string name = Guarded(column.Name);
        while (!names.Add(name))
        {
            name = $"'{name}";
        }

        return name;
    }

    private static Column ColumnOf(string name, bool isNumeric, object?[] values) => isNumeric && values.All(value => value is null || CellText.Number(value) is not null)
        ? new DoubleColumn(name, [.. values.Select(value => CellText.Number(value) ?? double.NaN)])
        : new TextColumn(name, values.Select(Text));

    private static string? Text(object? value) => value switch
    {
        DateTime moment => moment.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        string text => Guarded(text),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
