using Modelyard.Frames;
using Modelyard.Learning;

namespace Modelyard.Preparation.Text;

/// <summary>Decides whether a column of a table is text, and finds the terms that are worth counting.</summary>
/// <remarks>The rules look at the texts alone, never at the target: what a term is worth is learned inside each fold.</remarks>
internal static class TextTerms
{
    /// <summary>The greatest number of terms of one column.</summary>
    internal const int Most = 20_000;

    // Pairs of words say more of short texts, where words are few, if there are rows enough to learn them from; of long ones they say nothing that the words do not,
    // and crowd out rare words.
    private const double WordsOfShortText = 15;
    private const int LeastRowsOfPairs = 2_000;
    private const int SampledRows = 1000;
    private const double WordsOfText = 3;
    private const double WordsOfTitle = 1.5;
    private const double WordsOfLongText = 8;
    private const double LongTextShare = 0.1;
    private const double NearlyAll = 0.95;
    private const char Blank = ' ';

    /// <summary>Says whether cells that are texts are to be read word by word.</summary>
    /// <param name="column">The column.</param>
    /// <param name="present">The number of cells that are present.</param>
    /// <param name="distinct">The number of different cells.</param>
    internal static bool IsText(Column column, int present, long distinct)
    {
        if (column.Kind is not (ColumnKind.Text or ColumnKind.Category) || distinct <= LongTextShare * present)
        {
            return false;
        }

        double words = WordsPerCell(column);
        return words >= WordsOfLongText || (distinct > 0.5 * present && words >= WordsOfText) || (distinct > NearlyAll * present && words >= WordsOfTitle);
    }

    /// <summary>Describes a column as a text with the words that stand in more than one row or a few, and of many short texts the pairs of words too.</summary>
    internal static Feature Describe(Column column)
    {
        var tokenizer = new Tokenizer { LongestSequence = column.Length >= LeastRowsOfPairs && WordsPerCell(column) <= WordsOfShortText ? 2 : 1 };
        var vectorizer = new CountVectorizer { Tokenizer = tokenizer, MinRows = MinRows(column.Length - column.MissingCount), MostTerms = Most };
        return new Feature(column.Name, FeatureKind.Text) { Levels = vectorizer.Learn(new ColumnTexts(column), FitContext.Default).Terms };
    }

    /// <summary>Gets what cuts a text into terms as they are in a vocabulary, whose longest sequence of words it shows.</summary>
    internal static Tokenizer TokenizerOf(IReadOnlyList<string> terms)
    {
        int blanks = 0;
        foreach (string term in terms)
        {
            blanks = Math.Max(blanks, term.AsSpan().Count(Blank));
        }

        return new Tokenizer { LongestSequence = Math.Min(Tokenizer.MostInSequence, blanks + 1) };
    }

    /// <summary>Gets the least number of rows of a term: what stands in one row says nothing of another.</summary>
    internal static int MinRows(int rows) => rows < 20_000 ? 2 : rows < 100_000 ? 3 : 5;

    /// <summary>Counts the words of a cell that have a letter, on average over a sample.</summary>
    internal static double WordsPerCell(Column column)
    {
        long words = 0, cells = 0;
        int step = Math.Max(1, column.Length / SampledRows);
        for (int row = 0; row < column.Length; row += step)
        {
            if (!column.IsMissing(row))
            {
                cells++;
                words += CountWords(column.FormatCell(row));
            }
        }

        return cells == 0 ? 0 : words / (double)cells;
    }

    /// <summary>Says what the terms of a text are.</summary>
    internal static string NameOf(Feature text) => text.Levels.Any(term => term.Contains(Blank, StringComparison.Ordinal)) ? "words and pairs of words" : "words";

    private static int CountWords(string cell)
    {
        int words = 0;
        bool hasLetter = false;
        foreach (char character in cell)
        {
            bool isLetter = char.IsLetter(character);
            words += isLetter && !hasLetter ? 1 : 0;
            hasLetter = isLetter || (hasLetter && !char.IsWhiteSpace(character));
        }

        return words;
    }
}
