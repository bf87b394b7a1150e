namespace Modelyard;

/// <summary>Writes text from a file so that it neither breaks a line nor steers a terminal.</summary>
public static class PlainText
{
    /// <summary>Writes control characters, and those that turn the direction of writing, as escapes such as <c>\n</c> and <c>\u001b</c>.</summary>
    /// <param name="text">The text, from anywhere.</param>
    /// <returns>The text itself if it has none of them.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(IsEscaped)
            ? string.Concat(text.Select(one => !IsEscaped(one) ? one.ToString() : one switch { '\n' => @"\n", '\r' => @"\r", '\t' => @"\t", _ => $@"\u{(int)one:x4}" }))
            : text;
    }

    private static bool IsEscaped(char one) => char.IsControl(one) || one is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
