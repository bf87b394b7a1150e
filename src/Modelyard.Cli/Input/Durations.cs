using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Modelyard.Cli;

/// <summary>Reads spans of time as people write them: 90s, 5m, 1h, 7d, 2w, 500ms; a plain number is seconds.</summary>
internal static class Durations
{
    // No work goes on for longer.
    private static readonly TimeSpan s_mostBudget = TimeSpan.FromDays(30);

    internal static TimeSpan? Parse(ArgumentResult result)
    {
        string text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (TryParse(text, out TimeSpan span) && span <= s_mostBudget)
        {
            return span;
        }

        result.AddError($"The budget is '{text}' and must be a time above 0, such as 90s, 5m or 1h.");
        return null;
    }

    /// <summary>Creates an option that takes a span.</summary>
    internal static Option<TimeSpan> Of(string name, string description, TimeSpan otherwise) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => Parse(result, name) ?? default,
    };

    /// <summary>Creates an option that takes a span and need not be given.</summary>
    internal static Option<TimeSpan?> Of(string name, string description) => new(name) { Description = description, CustomParser = result => Parse(result, name) };

    internal static bool TryParse(string text, out TimeSpan span)
    {
        (string unit, double seconds) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => ("ms", 0.001),
            _ when text.EndsWith('s') => ("s", 1),
            _ when text.EndsWith('m') => ("m", 60),
            _ when text.EndsWith('h') => ("h", 3600),
            _ when text.EndsWith('d') => ("d", 86_400),
            _ when text.EndsWith('w') => ("w", 604_800),
            _ => ("", 1),
        };
        span = default;
        if (!double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            || !(number > 0) || number * seconds > TimeSpan.FromDays(3660).TotalSeconds)
        {
            return false;
        }

        span = TimeSpan.FromSeconds(number * seconds);
        return true;
    }

    /// <summary>Writes a span as it can be given.</summary>
    internal static string Text(TimeSpan span) =>
        span <= TimeSpan.Zero ? Seconds(span)
        : span.Ticks % TimeSpan.TicksPerDay == 0 ? $"{span.Days}d"
        : span.Ticks % TimeSpan.TicksPerHour == 0 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours}h")
        : span.Ticks % TimeSpan.TicksPerMinute == 0 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes}m")
        : Seconds(span);

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds}s");

    private static TimeSpan? Parse(ArgumentResult result, string name)
    {
        string text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (TryParse(text, out TimeSpan span) || text is "0" or "0ms" or "0s" or "0m" or "0h" or "0d" or "0w")
        {
            return span;
        }

        result.AddError($"'{name}' is '{text}' and must be a time, such as 15m, 1h, 1d or 2w.");
        return null;
    }
}
