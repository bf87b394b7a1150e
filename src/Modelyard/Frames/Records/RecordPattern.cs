using System.ComponentModel;
using System.Text.RegularExpressions;
using Modelyard.Frames.Validation.Checks;

namespace Modelyard.Frames.Records;

/// <summary>Represents a regular expression that the whole of a text must match, as a schema's pattern does. Generated code asks it.</summary>
/// <param name="pattern">The pattern.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RecordPattern(string pattern)
{
    private readonly Regex _whole = TextTest.Pattern.Compile(pattern);

    /// <summary>Determines whether the whole of a text matches.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True if it does; false also if it took too long.</returns>
    public bool IsMatch(string text)
    {
        try
        {
            return _whole.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
