using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Modelyard.Preparation.Text;

/// <summary>Finds the words of a text, and their sequences.</summary>
internal static class WordReader
{
    // Bit b says whether the ASCII character b is a letter, a digit or an underscore.
    private const ulong LowWord = 0x03FF_0000_0000_0000;
    private const ulong HighWord = 0x07FF_FFFE_87FF_FFFE;

    /// <summary>Hands each word to a sink.</summary>
    /// <returns>The number of words.</returns>
    internal static int ReadWords<TSink>(ReadOnlySpan<char> text, int shortest, FrozenSet<string> stopWords, ref TSink sink)
        where TSink : ITermSink
    {
        int count = 0, at = 0;
        while (Next(text, ref at, shortest, stopWords, out ReadOnlySpan<char> word))
        {
            sink.Add(word);
            count++;
        }

        return count;
    }

    /// <summary>Hands each sequence of words to a sink.</summary>
    /// <returns>The number of words.</returns>
    internal static int ReadSequences<TSink>(Span<char> text, int shortest, FrozenSet<string> stopWords, int least, int most, ref TSink sink)
        where TSink : ITermSink
    {
        // The words are moved together at the start of the text, one blank after each: then every sequence of them is one span. There is room,
        // because at least one character stood between two words.
        int[] starts = ArrayPool<int>.Shared.Rent((text.Length / 2) + 2);
        try
        {
            int count = 0, end = 0, at = 0;
            while (Next(text, ref at, shortest, stopWords, out ReadOnlySpan<char> word))
            {
                starts[count++] = end;
                word.CopyTo(text[end..]);
                end += word.Length;
                if (end < text.Length)
                {
                    text[end] = ' ';
                }

                end++;
            }

            starts[count] = end;
            for (int length = least; length <= Math.Min(most, count); length++)
            {
                for (int first = 0; first + length <= count; first++)
                {
                    sink.Add(text[starts[first]..(starts[first + length] - 1)]);
                }
            }

            return count;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(starts);
        }
    }

    private static bool Next(ReadOnlySpan<char> text, ref int at, int shortest, FrozenSet<string> stopWords, out ReadOnlySpan<char> word)
    {
        int i = at;
        while (i < text.Length)
        {
            int start = i, letters = 0;
            for (; i < text.Length; i++)
            {
                char character = text[i];
                if (char.IsAscii(character))
                {
                    if (((character < 64 ? LowWord >> character : HighWord >> (character - 64)) & 1) == 0)
                    {
                        break;
                    }

                    letters++;
                    continue;
                }

                int length = LengthOf(text, i, i > start, out bool isMark);
                if (length == 0)
                {
                    break;
                }

                letters += isMark ? 0 : 1;
                i += length - 1;
            }

            word = text[start..i];
            i++;
            if (letters >= shortest && word.Length <= Tokenizer.LongestWord && !IsStopWord(word, stopWords))
            {
                at = i;
                return true;
            }
        }

        at = i;
        word = default;
        return false;
    }

    private static bool IsStopWord(ReadOnlySpan<char> word, FrozenSet<string> stopWords) =>
        stopWords.Count > 0 && stopWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    /// <summary>Counts the units of the character at a place: 0 if it cannot be part of a word. A mark belongs to the word before it.</summary>
    private static int LengthOf(ReadOnlySpan<char> text, int at, bool isInside, out bool isMark)
    {
        isMark = false;
        if (Rune.DecodeFromUtf16(text[at..], out Rune rune, out int length) != OperationStatus.Done)
        {
            return 0;
        }

        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter:
            case UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber:
                return length;
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark when isInside:
                isMark = true;
                return length;
            default:
                return 0;
        }
    }
}
