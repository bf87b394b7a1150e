using System.Globalization;
using Modelyard.Charts;

namespace Modelyard.Server.Studio.Content;

/// <summary>Writes values as people read them.</summary>
internal static class CellText
{
    public const string None = "–";

    public static string Of(object? value, ColumnKind kind) => value switch
    {
        null => None,
        double number when double.IsNaN(number) => None,
        DateTime moment => Moment(moment),
        DateTimeOffset moment => Moment(moment.UtcDateTime),
        _ when Number(value) is not { } number => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        _ => Of(Number(value)!.Value, kind),
    };

    public static string Moment(DateTime moment) => moment.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Tells a length of time in the largest unit that fits.</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { TotalDays: >= 2 } => $"{(long)length.TotalDays} days",
        { TotalHours: >= 1 } => $"{(long)length.TotalHours} h",
        { TotalMinutes: >= 1 } => $"{(long)length.TotalMinutes} min",
        _ => $"{(long)length.TotalSeconds} s",
    };

    public static string Bytes(double bytes) => bytes switch
    {
        >= 1L << 30 => $"{NumberText.Fixed(bytes / (1L << 30), 1)} GiB",
        >= 1L << 20 => $"{NumberText.Fixed(bytes / (1L << 20), 1)} MiB",
        >= 1L << 10 => $"{NumberText.Fixed(bytes / (1L << 10), 1)} KiB",
        _ => $"{NumberText.Count((long)bytes)} B",
    };

    public static double? Number(object? value) => value switch
    {
        double number => number,
        int number => number,
        long number => number,
        _ => null,
    };

    private static string Of(double number, ColumnKind kind) => kind switch
    {
        ColumnKind.Count => NumberText.Count((long)number),
        ColumnKind.Share => NumberText.Percent(number),
        ColumnKind.Chance => number < 0.0001 ? "< 0.0001" : NumberText.Fixed(number, 4),
        ColumnKind.Bytes => Bytes(number),
        ColumnKind.Duration => NumberText.Duration(number),
        _ => NumberText.Value(number),
    };
}
