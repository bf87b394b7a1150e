using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Server.Studio.Content;

/// <summary>Writes tables as CSV.</summary>
internal static class TableCsv
{
    public static byte[] Write(DataTable table)
    {
        using var bytes = new MemoryStream();
        CsvWriter.Write(Frame.Of([.. table.Columns.Select((column, at) => ColumnOf(column, [.. table.Rows.Select(row => row[at].Value)]))]), bytes);
        return bytes.ToArray();
    }

    private static Column ColumnOf(TableColumn column, object?[] values) => column.IsNumeric && values.All(value => value is null || CellText.Number(value) is not null)
        ? new DoubleColumn(column.Name, [.. values.Select(value => CellText.Number(value) ?? double.NaN)])
        : new TextColumn(column.Name, values.Select(Text));

    private static string? Text(object? value) => value switch
    {
        DateTime moment => moment.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
