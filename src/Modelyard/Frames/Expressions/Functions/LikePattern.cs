namespace Modelyard.Frames.Expressions.Functions;

/// <summary>Compares texts with patterns of SQL's 'like'.</summary>
internal static class LikePattern
{
    /// <summary>Determines whether a whole text has a pattern: '%' stands for any text, '_' for one character, and a backslash before either for itself.</summary>
    /// <remarks>When a '%' has matched too little it takes one character more; only the last one is ever gone back to, so the time is at most text times pattern.</remarks>
    public static bool Matches(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern)
    {
        int at = 0, next = 0, resumeText = -1, resumePattern = 0;
        while (at < text.Length)
        {
            if (next < pattern.Length && pattern[next] == (byte)'%')
            {
                resumePattern = ++next;
                resumeText = at;
            }
            else if (next < pattern.Length && pattern[next] == (byte)'_')
            {
                next++;
                at += CharacterLength(text, at);
            }
            else if (next < pattern.Length && Literal(pattern, ref next) == text[at])
            {
                at++;
            }
            else if (resumeText >= 0)
            {
                resumeText += CharacterLength(text, resumeText);
                at = resumeText;
                next = resumePattern;
            }
            else
            {
                return false;
            }
        }

        return pattern[next..].TrimStart((byte)'%').IsEmpty;
    }

    private static byte Literal(ReadOnlySpan<byte> pattern, ref int next)
    {
        if (pattern[next] == (byte)'\\' && next + 1 < pattern.Length && pattern[next + 1] is (byte)'%' or (byte)'_' or (byte)'\\')
        {
            next++;
        }

        return pattern[next++];
    }

    private static int CharacterLength(ReadOnlySpan<byte> text, int at)
    {
        int end = at + 1;
        while (end < text.Length && (text[end] & 0xC0) == 0x80)
        {
            end++;
        }

        return end - at;
    }
}
