using System.Globalization;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Reads ranges of numbers as they are typed: 10..20, 10.. or ..20.</summary>
internal static class NumberRange
{
    private const string Between = "..";

    /// <summary>Reads a range; an end that is left out is infinite.</summary>
    /// <exception cref="UsageException">The text is no range.</exception>
    internal static (double Low, double High) Parse(string option, string text)
    {
        int at = text.IndexOf(Between, StringComparison.Ordinal);
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        bool isRange = at >= 0 && text.Length > Between.Length
            && (at == 0 || TryParse(text.AsSpan(0, at), out low))
            && (at + Between.Length == text.Length || TryParse(text.AsSpan(at + Between.Length), out high));
        return !isRange ? throw new UsageException($"'{option}' is '{text}' and must be LOW..HIGH, as in '10..20', '10..' or '..20'.")
            : low > high ? throw new UsageException($"'{option}' is '{text}', and the first number must not be greater than the second.")
            : (low, high);
    }

    private static bool TryParse(ReadOnlySpan<char> text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
