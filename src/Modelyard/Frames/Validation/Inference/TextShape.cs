using System.Buffers;
using System.Globalization;
using System.Text;

namespace Modelyard.Frames.Validation.Inference;

/// <summary>Finds the common form of texts that look like codes: runs of letters and digits of certain classes, with the same signs between them.</summary>
internal sealed class TextShape
{
    private const int LongestText = 64;
    private const int MostSegments = 12;

    private const int Upper = 1, Lower = 2, Digit = 4;

    private static readonly SearchValues<char> Special = SearchValues.Create(@"\^$.|?*+()[]{}");

    private readonly List<(int Classes, int Shortest, int Longest)> _segments = [];
    private string? _signs;
    private bool _isBroken;

    /// <summary>Takes in a text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (_isBroken)
        {
            return;
        }

        Span<char> signs = stackalloc char[MostSegments];
        int segments = 0, start = 0, classes = 0;
        _isBroken = text.Length is 0 or > LongestText;
        for (int i = 0; i <= text.Length && !_isBroken; i++)
        {
            int own = i < text.Length ? ClassOf(text[i]) : 0;
            if (own > 0)
            {
                classes |= own;
                continue;
            }

            // A run ends: at a sign or at the end. There must be one before each.
            bool isSign = i < text.Length && text[i] is > ' ' and < (char)127;
            if (classes == 0 || (!isSign && i < text.Length) || segments == MostSegments || !Take(segments, classes, i - start))
            {
                _isBroken = true;
                return;
            }

            signs[segments++] = isSign ? text[i] : '\0';
            start = i + 1;
            classes = 0;
        }

        if (!_isBroken)
        {
            _isBroken = _signs is not null && !signs[..segments].SequenceEqual(_signs);
            _signs ??= signs[..segments].ToString();
        }
    }

    /// <summary>Writes the form as a regular expression.</summary>
    /// <returns>The pattern; null if the texts have no common form, or not that of a code.</returns>
    public string? ToPattern()
    {
        // A code has digits, and signs between its parts or one length.
        if (_isBroken || _signs is null || !_segments.Exists(segment => (segment.Classes & Digit) != 0)
            || (_segments.Count == 1 && (_segments[0].Shortest < _segments[0].Longest || _segments[0].Longest < 3)))
        {
            return null;
        }

        var pattern = new StringBuilder();
        for (int i = 0; i < _segments.Count; i++)
        {
            (int classes, int shortest, int longest) = _segments[i];
            pattern.Append('[').Append((classes & Upper) != 0 ? "A-Z" : string.Empty).Append((classes & Lower) != 0 ? "a-z" : string.Empty).Append((classes & Digit) != 0 ? "0-9" : string.Empty).Append(']');
            pattern.Append(shortest < longest ? "+" : longest == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{{{longest}}}"));
            if (_signs[i] != '\0')
            {
                pattern.Append(Special.Contains(_signs[i]) ? "\\" : string.Empty).Append(_signs[i]);
            }
        }

        return pattern.ToString();
    }

    private static int ClassOf(char unit) => char.IsAsciiDigit(unit) ? Digit : char.IsAsciiLetterUpper(unit) ? Upper : char.IsAsciiLetterLower(unit) ? Lower : 0;

    private bool Take(int segment, int classes, int length)
    {
        if (_signs is not null && segment >= _segments.Count)
        {
            return false;
        }

        if (segment == _segments.Count)
        {
            _segments.Add((classes, length, length));
        }
        else
        {
            (int before, int shortest, int longest) = _segments[segment];
            _segments[segment] = (before | classes, Math.Min(shortest, length), Math.Max(longest, length));
        }

        return true;
    }
}
