namespace Modelyard.Inference;

/// <summary>Writes control characters, and those that turn the direction of writing, as escapes: a name from a file must neither break a table nor steer a terminal.</summary>
internal static class PlainText
{
    internal static string Of(string text) => text.Any(IsEscaped)
        ? string.Concat(text.Select(one => !IsEscaped(one) ? one.ToString() : one switch { '\n' => @"\n", '\r' => @"\r", '\t' => @"\t", _ => $@"\u{(int)one:x4}" }))
        : text;

    private static bool IsEscaped(char one) => char.IsControl(one) || one is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
