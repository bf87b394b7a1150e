namespace Modelyard.Frames.Expressions;

/// <summary>The exception that is thrown when an expression cannot be read, does not fit the columns, or fails for a row.</summary>
/// <remarks>The message names the part at fault. Of a text that was parsed it shows the place, with marks under it.</remarks>
public sealed class ExpressionException : ModelyardException
{
    private const int ShownBefore = 60;
    private const int ShownAfter = 40;

    internal ExpressionException(string sentence, SourceSpan? source)
        : base(source is { } place ? sentence + Show(place) : sentence)
    {
        Sentence = sentence;
        Position = source?.Start;
    }

    /// <summary>Gets what is wrong, without the place.</summary>
    public string Sentence { get; }

    /// <summary>Gets the zero-based character of the text at which the part at fault begins; null if the expression was not parsed.</summary>
    public int? Position { get; }

    private static string Show(SourceSpan place)
    {
        int from = Math.Max(0, place.Start - ShownBefore), to = Math.Min(place.Text.Length, place.Start + ShownAfter);
        string before = from > 0 ? "..." : string.Empty, after = to < place.Text.Length ? "..." : string.Empty;
        string shown = string.Concat(place.Text[from..to].Select(character => char.IsControl(character) ? ' ' : character));
        int marks = Math.Clamp(Math.Min(place.Length, to - place.Start), 1, ShownAfter);
        return $"\n  {before}{shown}{after}\n  {new string(' ', before.Length + place.Start - from)}{new string('^', marks)}";
    }
}
