using System.Globalization;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Reads ranges of numbers and times as they are typed: 10..20, 10.., ..20 or 2025-11-01..2025-11-30.</summary>
internal static class NumberRange
{
    private const string Between = "..";

    // A day that ends a range belongs to it.
    private const double LastSecondOfDay = 86_399;
    private const string Day = "yyyy-MM-dd";
    private static readonly string[] s_times = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm"];

    private delegate bool EndParser(ReadOnlySpan<char> text, bool isLast, out double value);

    /// <summary>Reads a range of numbers; an end that is left out is infinite.</summary>
    /// <exception cref="UsageException">The text is no range.</exception>
    internal static (double Low, double High) Parse(string option, string text) => Parse(option, text, TryParseNumber, "'10..20', '10..' or '..20'");

    /// <summary>Reads a range of times in seconds since 1970; an end that is left out is infinite, a day without a time is a whole one.</summary>
    /// <exception cref="UsageException">The text is no range.</exception>
    internal static (double Low, double High) ParseTimes(string option, string text) => Parse(option, text, TryParseTime, "'2025-11-01..2025-11-30' or '2025-11-01T08:00..'");

    private static (double Low, double High) Parse(string option, string text, EndParser parser, string examples)
    {
        int at = text.IndexOf(Between, StringComparison.Ordinal);
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        bool isRange = at >= 0 && text.Length > Between.Length
            && (at == 0 || parser(text.AsSpan(0, at), isLast: false, out low))
            && (at + Between.Length == text.Length || parser(text.AsSpan(at + Between.Length), isLast: true, out high));
        return !isRange ? throw new UsageException($"'{option}' is '{text}' and must be LOW..HIGH, as in {examples}.")
            : low > high ? throw new UsageException($"'{option}' is '{text}', and the first must not be greater than the second.")
            : (low, high);
    }

    private static bool TryParseTime(ReadOnlySpan<char> text, bool isLast, out double value)
    {
        bool isDay = DateTime.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time);
        bool isTime = isDay || DateTime.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
        value = (time - DateTime.UnixEpoch).TotalSeconds + (isDay && isLast ? LastSecondOfDay : 0);
        return isTime;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, bool isLast, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
