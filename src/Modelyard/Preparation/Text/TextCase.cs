using System.Text;

namespace Modelyard.Preparation.Text;

/// <summary>Brings letters to lower case, in place and the same on every machine.</summary>
internal static class TextCase
{
    /// <summary>Brings each character to lower case.</summary>
    internal static void ToLower(Span<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            // Most texts are mostly ASCII, which the platform takes many at a time (tfidf_mails).
            if (char.IsAscii(text[i]))
            {
                Ascii.ToLowerInPlace(text[i..], out int done);
                i += done;
                if (i == text.Length)
                {
                    return;
                }
            }

            char character = text[i];
            if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                Rune.ToLowerInvariant(new Rune(character, text[i + 1])).EncodeToUtf16(text[i..]);
                i++;
            }
            else
            {
                text[i] = char.ToLowerInvariant(character);
            }
        }
    }
}
