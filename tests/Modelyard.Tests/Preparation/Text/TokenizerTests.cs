using Modelyard.Preparation.Text;

namespace Modelyard.Tests.Preparation.Text;

public sealed class TokenizerTests
{
    [Fact]
    public void A_mark_belongs_to_the_word_before_it()
    {
        Assert.Equal(["cafe\u0301", "noir"], new Tokenizer().Tokenize("Cafe\u0301 noir \u0301 \u0301x"));
        Assert.Equal(["हिन्दी", "में"], new Tokenizer { ShortestWord = 1 }.Tokenize("हिन्दी में"));
        Assert.Equal(["cafe", "noir"], new Tokenizer { StripAccents = true }.Tokenize("Cafe\u0301 nòir"));
    }

    [Fact]
    public void Halves_of_a_pair_are_never_parted_and_lone_halves_are_no_letters()
    {
        Assert.Equal(["\U0001D400\U0001D401"], new Tokenizer().Tokenize("\uD835 \U0001D400\U0001D401 \uDC00"));
        Assert.Equal(["a", "😀", "b"], new Tokenizer { Analyzer = TextAnalyzer.Character }.Tokenize("a😀b"));
        Assert.Equal(["\U00010428\U00010428"], new Tokenizer().Tokenize("\U00010400\U00010428"));
    }

    [Fact]
    public void Sequences_of_words_reach_over_what_is_left_out() =>
        Assert.Equal(["quick", "fox", "quick fox"], new Tokenizer { StopWords = ["the", "and"], LongestSequence = 2 }.Tokenize("The quick, and the ... a FOX"));

    [Fact]
    public void Words_of_encoded_data_are_passed_over()
    {
        string longest = new('x', Tokenizer.LongestWord);
        Assert.Equal([longest, "end"], new Tokenizer().Tokenize($"{longest} {longest}x end"));
    }

    [Fact]
    public void Texts_of_megabytes_are_read_in_time_that_grows_with_their_length()
    {
        string text = string.Concat(Enumerable.Repeat("word \0\u0001 ", 1_000_000));
        Assert.Equal(1_000_000, new Tokenizer().Tokenize(text).Count);
        Assert.Empty(new Tokenizer().Tokenize(new string('y', 10_000_000)));
        Assert.Empty(new Tokenizer { Analyzer = TextAnalyzer.CharacterInWords }.Tokenize(new string(' ', 1_000_000)));
    }

    [Fact]
    public void Stop_words_are_in_lower_case_and_leave_negation_alone()
    {
        Assert.All(EnglishStopWords.Words, word => Assert.Equal(word.ToLowerInvariant(), word));
        Assert.Equal(EnglishStopWords.Words.Distinct().Count(), EnglishStopWords.Words.Count);
        Assert.DoesNotContain("not", EnglishStopWords.Words);
    }

    [Fact]
    public void Hashes_are_those_that_the_algorithm_was_published_with()
    {
        // The verification values of MurmurHash3_x86_32 that are widely quoted.
        Assert.Equal(0u, MurmurHash3.Compute([], 0));
        Assert.Equal(0x514E28B7u, MurmurHash3.Compute([], 1));
        Assert.Equal(0x81F16F39u, MurmurHash3.Compute([], 0xFFFFFFFF));
        Assert.Equal(0x76293B50u, MurmurHash3.Compute([0xFF, 0xFF, 0xFF, 0xFF], 0));
        Assert.Equal(0xF55B516Bu, MurmurHash3.Compute([0x21, 0x43, 0x65, 0x87], 0));
        Assert.Equal(0x7E4A8634u, MurmurHash3.Compute([0x21, 0x43, 0x65], 0));
        Assert.Equal(0xA0F7B07Au, MurmurHash3.Compute([0x21, 0x43], 0));
        Assert.Equal(0x72661CF4u, MurmurHash3.Compute([0x21], 0));
    }
}
