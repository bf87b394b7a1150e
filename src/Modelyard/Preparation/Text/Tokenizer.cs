using System.Buffers;
using System.Collections.Frozen;

namespace Modelyard.Preparation.Text;

/// <summary>Represents how a text is cut into terms: words or characters, alone or in sequences (n-grams).</summary>
/// <remarks>
/// A word is a longest run of letters, digits and underscores, with the marks that follow them; of two characters or more unless <see cref="ShortestWord"/> says otherwise. Words of more than
/// <see cref="LongestWord"/> characters, as are made of encoded data, are passed over. The time grows with the length of the text times the number of lengths of sequences, and so does the scratch
/// memory, which is lent from a pool. Lower case is that of each character alone, the same on every machine.
/// </remarks>
public sealed record Tokenizer
{
    /// <summary>The greatest number of characters of a word that is a term.</summary>
    public const int LongestWord = 256;

    /// <summary>The greatest number of words or characters of one sequence.</summary>
    public const int MostInSequence = 16;

    private readonly FrozenSet<string> _stopWords = FrozenSet<string>.Empty;

    /// <summary>Gets what the terms are made of.</summary>
    public TextAnalyzer Analyzer { get; init; }

    /// <summary>Gets a value indicating whether letters are brought to lower case first.</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>Gets a value indicating whether accents are taken off letters, as in 'café' for 'cafe'.</summary>
    public bool StripAccents { get; init; }

    /// <summary>Gets the least number of characters of a word, marks not counted.</summary>
    public int ShortestWord { get; init; } = 2;

    /// <summary>Gets the words that are left out before sequences are made; none unless they are given, as by <see cref="EnglishStopWords"/>. Of characters nothing is left out.</summary>
    public IReadOnlyCollection<string> StopWords
    {
        get => _stopWords;
        init => _stopWords = value.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Gets the least number of words or characters in a sequence.</summary>
    public int ShortestSequence { get; init; } = 1;

    /// <summary>Gets the greatest number of words or characters in a sequence; words are joined by one blank.</summary>
    public int LongestSequence { get; init; } = 1;

    /// <summary>Cuts a text into its terms.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The terms, those of one length after those of another, each as often as it stands there.</returns>
    /// <exception cref="ModelyardException">The lengths are out of range.</exception>
    public IReadOnlyList<string> Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Check();
        var terms = new List<string>();
        var sink = new TermList(terms);
        Read(text, ref sink);
        return terms;
    }

    /// <summary>Checks that the lengths are in range.</summary>
    internal void Check()
    {
        if (ShortestSequence < 1 || LongestSequence < ShortestSequence || LongestSequence > MostInSequence)
        {
            throw new ModelyardException($"The sequences are of '{ShortestSequence}' to '{LongestSequence}' terms and must be of 1 to {MostInSequence}, the shortest first.");
        }

        if (ShortestWord is < 1 or > LongestWord)
        {
            throw new ModelyardException($"ShortestWord is '{ShortestWord}' and must be from 1 to {LongestWord}.");
        }
    }

    /// <summary>Hands each term of a text to a sink. Allocates nothing but what the sink does.</summary>
    /// <returns>The number of words, stop words not counted, or of characters.</returns>
    internal int Read<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : ITermSink
    {
        char[] rented = ArrayPool<char>.Shared.Rent(text.Length + 2);
        try
        {
            text.CopyTo(rented);
            return ReadOwn(rented.AsSpan(0, text.Length), ref sink);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>Hands each term of a text to a sink and works in the text's own memory, which is written over.</summary>
    /// <returns>The number of words, stop words not counted, or of characters.</returns>
    internal int ReadOwn<TSink>(Span<char> text, ref TSink sink)
        where TSink : ITermSink
    {
        if (Lowercase)
        {
            // Lower case is made character by character, so that it may be written over its source.
            TextCase.ToLower(text);
        }

        if (StripAccents)
        {
            text = text[..Accents.Strip(text)];
        }

        return Analyzer switch
        {
            TextAnalyzer.Word when LongestSequence == 1 => WordReader.ReadWords(text, ShortestWord, _stopWords, ref sink),
            TextAnalyzer.Word => WordReader.ReadSequences(text, ShortestWord, _stopWords, ShortestSequence, LongestSequence, ref sink),
            TextAnalyzer.Character => CharacterReader.ReadSequences(text, ShortestSequence, LongestSequence, ref sink),
            _ => CharacterReader.ReadInWords(text, ShortestSequence, LongestSequence, ref sink),
        };
    }
}
