using System.Buffers;

namespace Modelyard.Preparation.Text;

/// <summary>Finds the sequences of characters of a text. Halves of a surrogate pair are never parted.</summary>
internal static class CharacterReader
{
    /// <summary>Hands each sequence of characters to a sink; of several blanks in a row there is one.</summary>
    /// <returns>The number of characters.</returns>
    internal static int ReadSequences<TSink>(Span<char> text, int least, int most, ref TSink sink)
        where TSink : ITermSink
    {
        text = text[..JoinBlanks(text)];
        int[] starts = ArrayPool<int>.Shared.Rent(text.Length + 1);
        try
        {
            int count = Find(text, starts);
            for (int length = least; length <= Math.Min(most, count); length++)
            {
                for (int first = 0; first + length <= count; first++)
                {
                    sink.Add(text[starts[first]..starts[first + length]]);
                }
            }

            return count;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(starts);
        }
    }

    /// <summary>Hands each sequence of characters of each word, with a blank before and after it, to a sink. A word that is shorter than a sequence is one itself, once.</summary>
    /// <returns>The number of characters, those blanks counted.</returns>
    internal static int ReadInWords<TSink>(ReadOnlySpan<char> text, int least, int most, ref TSink sink)
        where TSink : ITermSink
    {
        char[] padded = ArrayPool<char>.Shared.Rent(text.Length + 2);
        int[] starts = ArrayPool<int>.Shared.Rent(text.Length + 3);
        try
        {
            int total = 0;
            for (int at = 0; at < text.Length; at++)
            {
                int start = at;
                while (at < text.Length && !IsBlank(text[at]))
                {
                    at++;
                }

                if (at > start)
                {
                    Span<char> word = padded.AsSpan(0, at - start + 2);
                    word[0] = word[^1] = ' ';
                    text[start..at].CopyTo(word[1..]);
                    total += ReadWord(word, starts, least, most, ref sink);
                }
            }

            return total;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(starts);
            ArrayPool<char>.Shared.Return(padded);
        }
    }

    private static int ReadWord<TSink>(ReadOnlySpan<char> word, int[] starts, int least, int most, ref TSink sink)
        where TSink : ITermSink
    {
        int count = Find(word, starts);
        for (int length = least; length <= most; length++)
        {
            for (int first = 0; first + length <= count; first++)
            {
                sink.Add(word[starts[first]..starts[first + length]]);
            }

            if (length >= count)
            {
                if (length > count)
                {
                    sink.Add(word);
                }

                break;
            }
        }

        return count;
    }

    /// <summary>Writes down where each character starts, and the end; gives the number of characters.</summary>
    private static int Find(ReadOnlySpan<char> text, int[] starts)
    {
        int count = 0;
        for (int at = 0; at < text.Length; at++)
        {
            starts[count++] = at;
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 1 : 0;
        }

        starts[count] = text.Length;
        return count;
    }

    /// <summary>Makes one blank of several, in place; a single one stays the character that it is.</summary>
    private static int JoinBlanks(Span<char> text)
    {
        int kept = 0;
        for (int at = 0; at < text.Length; at++)
        {
            int start = at;
            while (at + 1 < text.Length && IsBlank(text[start]) && IsBlank(text[at + 1]))
            {
                at++;
            }

            text[kept++] = at > start ? ' ' : text[start];
        }

        return kept;
    }

    // The four separators of ASCII are blanks too, as Python and the Unicode property of white space in segments have it.
    private static bool IsBlank(char character) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';
}
