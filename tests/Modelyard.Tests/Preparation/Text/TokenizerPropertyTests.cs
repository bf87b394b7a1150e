using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Preparation.Text;

namespace Modelyard.Tests.Preparation.Text;

/// <summary>Holds what is true of every text, however odd; texts are drawn from all of UTF-16, halves of pairs among them.</summary>
public sealed class TokenizerPropertyTests
{
    private static readonly string[] Pieces = ["a", "Ab", "_", "9", " ", "  ", "\t", ".", "\u0301", "É", "ß", "İ", "日本", "\uD835", "\uDC00", "\U0001D400", "😀", "\0", "\uFFFF", "\u00A0", "क्ष", "ﬁ"];

    [Fact]
    public void Words_stand_in_the_text_in_their_order_and_are_of_letters_and_digits()
    {
        foreach (string text in Texts(2_000))
        {
            int at = 0;
            foreach (string word in new Tokenizer { Lowercase = false, ShortestWord = 1 }.Tokenize(text))
            {
                int found = text.IndexOf(word, at, StringComparison.Ordinal);
                Assert.True(found >= 0, $"'{word}' in '{text}'");
                Assert.DoesNotContain(word, character => character is ' ' or '\t' or '.' or '\0' or '\uFFFF' or '\u00A0');
                at = found + word.Length;
            }
        }
    }

    [Fact]
    public void Single_characters_make_up_the_text_but_for_its_blanks()
    {
        foreach (string text in Texts(2_000))
        {
            string joined = string.Concat(new Tokenizer { Analyzer = TextAnalyzer.Character, Lowercase = false }.Tokenize(text));
            Assert.Equal(WithoutBlanks(text), WithoutBlanks(joined));
        }
    }

    [Fact]
    public void There_are_as_many_sequences_as_their_lengths_leave_room_for()
    {
        foreach (string text in Texts(500))
        {
            var tokenizer = new Tokenizer { ShortestWord = 1 };
            int words = tokenizer.Tokenize(text).Count;
            Assert.Equal(Math.Max(0, words - 1) + Math.Max(0, words - 2), (tokenizer with { ShortestSequence = 2, LongestSequence = 3 }).Tokenize(text).Count);
        }
    }

    [Fact]
    public void A_cell_gives_the_same_terms_in_a_table_and_alone()
    {
        string[] texts = [.. Texts(300).Select(text => new string([.. text.Where(character => !char.IsSurrogate(character))])).Where(text => text.Length > 0)];
        string[] terms = [.. new CountVectorizer { Tokenizer = new Tokenizer { LongestSequence = 2 } }.Fit(texts).Terms];
        var encoder = new RowEncoder(new FeatureSchema(new Feature("t", FeatureKind.Text) { Levels = terms }));
        SparseMatrix table = encoder.EncodeSparse(Frame.Of(new TextColumn("t", texts)), 2);
        var positions = new List<int>();
        for (int row = 0; row < texts.Length; row++)
        {
            positions.Clear();
            Assert.Equal(table[row, 0], encoder.EncodeText(0, System.Text.Encoding.UTF8.GetBytes(texts[row]), positions));
            Assert.Equal(table.Row(row).Values[(table[row, 0] == 0 ? 0 : 1)..].ToArray().Sum(), positions.Count);
            Assert.All(positions, position => Assert.True(table[row, position] == positions.Count(one => one == position)));
        }
    }

    private static string WithoutBlanks(string text) => new([.. text.Where(character => !char.IsWhiteSpace(character) && character is < '\u001C' or > '\u001F')]);

    private static IEnumerable<string> Texts(int count)
    {
        for (int i = 0; i < count; i++)
        {
            var random = new RandomStream(17, (ulong)i);
            var text = new System.Text.StringBuilder();
            for (int length = random.NextInt(25); length > 0; length--)
            {
                text.Append(random.NextInt(4) > 0 ? Pieces[random.NextInt(Pieces.Length)] : ((char)random.NextInt(0x10000)).ToString());
            }

            yield return text.ToString();
        }
    }
}
