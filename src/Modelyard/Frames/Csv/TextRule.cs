using System.Text;

namespace Modelyard.Frames.Csv;

/// <summary>Decides between text and category, and explains it.</summary>
internal static class TextRule
{
    /// <summary>The greatest number of levels of a category that is inferred.</summary>
    internal const int MaxLevels = 65_536;

    /// <summary>Determines whether texts are a category: at most 65,536 different ones, and each on average in two rows or more.</summary>
    public static bool IsCategory(int levels, int present) => levels <= MaxLevels && levels <= present / 2;

    /// <summary>Says what the cells are that keep a column from being numbers, dates or booleans.</summary>
    public static string Explain(CellEvidence evidence, string? odd, string what)
    {
        if ((evidence & CellEvidence.LeadingZero) != CellEvidence.None)
        {
            return $"{what}; '{odd}' begins with a zero, so the digits are an identifier";
        }

        if ((evidence & CellEvidence.BigInteger) != CellEvidence.None)
        {
            return $"{what}; '{odd}' needs more than 64 bits, so the digits are an identifier";
        }

        return odd is null || evidence == CellEvidence.Text ? what : $"{what}; '{odd}' is {Other(evidence)}";
    }

    /// <summary>Gets a value indicating whether one cell of a kind settles that the column is of texts.</summary>
    public static bool IsOdd(CellEvidence kind) => (kind & (CellEvidence.LeadingZero | CellEvidence.BigInteger | CellEvidence.Text)) != CellEvidence.None;

    public static string Shorten(ReadOnlySpan<byte> text)
    {
        string whole = Encoding.UTF8.GetString(text[..Math.Min(text.Length, 200)]);
        return whole.Length <= 40 ? whole : string.Concat(whole.AsSpan(0, 39), "…");
    }

    private static string Other(CellEvidence evidence) =>
        (evidence & (CellEvidence.Integer | CellEvidence.Double)) != CellEvidence.None ? "not a number"
        : (evidence & (CellEvidence.LocalTime | CellEvidence.ZonedTime)) != CellEvidence.None ? "not a date"
        : "not true or false";
}
