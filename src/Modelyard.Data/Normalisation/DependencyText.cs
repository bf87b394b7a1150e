using Modelyard.Frames;

namespace Modelyard.Data.Normalisation;

/// <summary>Reads dependencies and the bounds of options.</summary>
internal static class DependencyText
{
    /// <summary>Takes <c>a, b -> c</c> apart; the right side is null where the text is a column alone.</summary>
    public static (string[] Left, string? Right) Parse(string text, Frame frame)
    {
        if (frame.TryGetColumn(text, out _))
        {
            return ([text], null);
        }

        string[] sides = text.Split("->", StringSplitOptions.TrimEntries);
        string[] left = sides[0].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in left.Concat(sides.Skip(1)))
        {
            _ = frame.PositionOf(name);
        }

        return sides.Length <= 2 && left.Length > 0 && !left.Contains(sides[^1])
            ? ([.. left.Distinct().OrderBy(frame.PositionOf)], sides.Length == 2 ? sides[1] : null)
            : throw new ModelyardException($"'{text}' is no dependency and must be like 'a, b -> c', with other columns on the left than on the right.");
    }

    public static void Check(NormalisationOptions options)
    {
        if (options.MaxLeftSide is < 1 or > 3)
        {
            throw new ModelyardException($"MaxLeftSide is '{options.MaxLeftSide}' and must be from 1 to 3.");
        }

        if (!(options.MaxError is >= 0 and <= 0.5))
        {
            throw new ModelyardException($"MaxError is '{options.MaxError}' and must be from 0 to 0.5.");
        }

        if (options.MinLeftSides < 1 || options.LookupValues < 2 || options.MaxColumns < 1 || options.MaxWork < 1 || double.IsNaN(options.MinBits))
        {
            throw new ModelyardException("MinLeftSides, MaxColumns and MaxWork must be 1 or greater, LookupValues 2 or greater, and MinBits a number.");
        }
    }
}
