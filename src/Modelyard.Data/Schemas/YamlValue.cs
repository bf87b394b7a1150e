using System.Globalization;
using System.Text;
using Modelyard.Frames;
using Modelyard.Frames.Csv;

namespace Modelyard.Data.Schemas;

/// <summary>Reads scalars of YAML as values of a kind, and writes them.</summary>
internal static class YamlValue
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
        [("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1))];

    public static bool TryInteger(string text, out long value) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    public static bool TryDouble(string text, out double value)
    {
        value = double.NaN;
        return DoubleSyntax.Read(Encoding.UTF8.GetBytes(text), out value) is not CellEvidence.None && double.IsFinite(value);
    }

    /// <summary>Reads a value of a kind: the kind says what a scalar is, so that <c>no</c> is a text where texts are meant.</summary>
    public static bool TryRead(YamlNode.Scalar scalar, ColumnKind kind, out Label value)
    {
        value = Label.Missing;
        switch (kind)
        {
            case ColumnKind.Integer or ColumnKind.Double when !scalar.IsQuoted:
                value = TryInteger(scalar.Text, out long integer) ? integer : TryDouble(scalar.Text, out double number) ? number : Label.Missing;
                break;
            case ColumnKind.Boolean when !scalar.IsQuoted && bool.TryParse(scalar.Text, out bool flag):
                value = flag;
                break;
            case ColumnKind.Timestamp:
                CellEvidence evidence = TimestampSyntax.Read(Encoding.UTF8.GetBytes(scalar.Text), out long ticks);
                value = evidence == CellEvidence.None ? Label.Missing : new DateTime(ticks, evidence == CellEvidence.ZonedTime ? DateTimeKind.Utc : DateTimeKind.Unspecified);
                break;
            case ColumnKind.Text or ColumnKind.Category when !scalar.IsNull:
                value = scalar.Text;
                break;
        }

        return !value.IsMissing;
    }

    /// <summary>Reads a duration: <c>1d 12h</c>, <c>90m</c>, or hours, minutes and seconds as in <c>1.12:00:00</c>.</summary>
    public static bool TryDuration(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
        }

        foreach (string part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            (string unit, TimeSpan length) = Array.Find(Units, one => part.EndsWith(one.Unit, StringComparison.Ordinal));
            if (unit is null || !int.TryParse(part.AsSpan(0, part.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count > 100_000_000 || (length.TotalDays >= 1 && count > 1_000_000))
            {
                return false;
            }

            value += length * count;
        }

        return text.Trim().Length > 0;
    }

    /// <summary>Writes a duration.</summary>
    public static string Write(TimeSpan value)
    {
        if (value.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            return Quote(value.ToString("c", CultureInfo.InvariantCulture));
        }

        (int Count, string Unit)[] parts = [(value.Days, "d"), (value.Hours, "h"), (value.Minutes, "m"), (value.Seconds, "s")];
        return string.Join(' ', parts.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count}{part.Unit}")));
    }

    /// <summary>Writes a value.</summary>
    public static string Write(Label value) => value.Value switch
    {
        string text => Text(text),
        double number => number.ToString("R", CultureInfo.InvariantCulture) is var written && written.AsSpan().ContainsAnyExceptInRange('-', '9') ? written : written.Contains('.', StringComparison.Ordinal) ? written : written + ".0",
        bool flag => flag ? "true" : "false",
        DateTime => Quote(value.ToString()),
        _ => value.ToString(),
    };

    /// <summary>Writes a text, in quotes unless it is plain words.</summary>
    public static string Text(string text) => IsPlain(text) ? text : Quote(text);

    private static bool IsPlain(string text) => text.Length is > 0 and <= 100 && char.IsAsciiLetter(text[0]) && !text.EndsWith(' ')
        && text.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '_' or '-' or ' ' or '.' or '/')
        && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.Length; i++)
        {
            char unit = text[i];
            if (i + 1 < text.Length && char.IsSurrogatePair(unit, text[i + 1]))
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\U{char.ConvertToUtf32(unit, text[++i]):X8}");
                continue;
            }

            quoted.Append(unit switch
            {
                '"' or '\\' => $"\\{unit}",
                '\n' => "\\n",
                '\t' => "\\t",
                _ when char.IsControl(unit) || unit is '\u2028' or '\u2029' or '\u0085' or '\uFEFF' or '\u00A0' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}"),
                _ => unit.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
