using System.Numerics;
using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation.Text;

namespace Modelyard.Tests.Preparation.Text;

public sealed class VectorizerTests
{
    public static TheoryData<int> Counts => [.. Enumerable.Range(0, TextOracle.Get("counts").GetArrayLength())];

    public static TheoryData<int> Weightings => [.. Enumerable.Range(0, TextOracle.Get("weightings").GetArrayLength())];

    public static TheoryData<int> Hashes => [.. Enumerable.Range(0, TextOracle.Get("hashes").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Vocabulary_and_counts_agree_with_scikit_learn(int number)
    {
        JsonElement expected = TextOracle.Get("counts")[number];
        CountVectorizer vectorizer = Counter(expected.GetProperty("options"));
        (CountVectorizerModel model, SparseMatrix counts) = vectorizer.FitTransform(TextOracle.Texts);

        // Python sorts by code points, .NET by units: the order differs for characters beyond the first plane only.
        int[] column = [.. TextOracle.Strings(expected.GetProperty("terms")).Select(term => model.IndexOf(term))];
        Assert.Equal(TextOracle.Strings(expected.GetProperty("terms")).Order(StringComparer.Ordinal), model.Terms);
        string options = expected.GetProperty("options").ToString();
        TextOracle.Same(Reorder(expected.GetProperty("train"), column), counts, options);
        TextOracle.Same(Reorder(expected.GetProperty("train"), column), model.Transform(TextOracle.Texts), options);
        TextOracle.Same(Reorder(expected.GetProperty("new"), column), model.Transform(TextOracle.New), options);
        Assert.Equal(model.Terms, vectorizer.Fit(TextOracle.Texts).Terms);
    }

    [Theory]
    [MemberData(nameof(Weightings))]
    public void Weights_agree_with_scikit_learn(int number)
    {
        JsonElement expected = TextOracle.Get("weightings")[number];
        var vectorizer = new TfidfVectorizer { Weighting = TextOracle.Weighting(expected.GetProperty("options")) };
        (TfidfVectorizerModel model, SparseMatrix weights) = vectorizer.FitTransform(TextOracle.Texts);
        int[] column = [.. TextOracle.Strings(TextOracle.Get("counts")[0].GetProperty("terms")).Select(term => model.Counts.IndexOf(term))];
        string options = expected.GetProperty("options").ToString();
        TextOracle.Same(Reorder(expected.GetProperty("train"), column), weights, options);
        TextOracle.Same(Reorder(expected.GetProperty("new"), column), model.Transform(TextOracle.New), options);
    }

    [Theory]
    [MemberData(nameof(Hashes))]
    public void Hashed_columns_agree_with_scikit_learn(int number)
    {
        JsonElement expected = TextOracle.Get("hashes")[number], options = expected.GetProperty("options");
        var vectorizer = new HashingVectorizer
        {
            Tokenizer = TextOracle.Tokenizer(options),
            Bits = BitOperations.Log2((uint)options.GetProperty("n_features").GetInt32()),
            Signed = !options.TryGetProperty("alternate_sign", out JsonElement signed) || signed.GetBoolean(),
            Binary = options.TryGetProperty("binary", out _),
            Norm = options.TryGetProperty("norm", out JsonElement norm) ? TextOracle.Norm(norm) : TermNorm.L2,
        };
        TextOracle.Same(expected.GetProperty("rows"), vectorizer.Transform(TextOracle.Texts), options.ToString());
    }

    [Fact]
    public void Every_number_of_threads_gives_the_same_vocabulary_and_the_same_bits()
    {
        string[] texts = Words(3_000);
        var vectorizer = new TfidfVectorizer { Counts = new CountVectorizer { MinRows = 2, MostTerms = 200, Tokenizer = new Tokenizer { LongestSequence = 2 } } };
        (TfidfVectorizerModel one, SparseMatrix alone) = vectorizer.FitTransform(texts, new FitContext { Parallelism = 1 });
        (TfidfVectorizerModel many, SparseMatrix together) = vectorizer.FitTransform(texts, new FitContext { Parallelism = 7 });
        Assert.Equal(one.Terms, many.Terms);
        Assert.Equal(alone.Indices.ToArray(), together.Indices.ToArray());
        Assert.Equal(alone.Values.ToArray(), together.Values.ToArray());
        Assert.Equal(together.Values.ToArray(), many.Transform(texts, 3).Values.ToArray());
        Assert.Equal(200, many.Terms.Count);
    }

    [Fact]
    public void Rows_of_counts_sum_to_the_number_of_words_that_the_vocabulary_knows()
    {
        string[] texts = Words(50);
        CountVectorizerModel model = new CountVectorizer { MinRows = 3 }.Fit(texts);
        SparseMatrix counts = model.Transform(texts);
        for (int row = 0; row < texts.Length; row++)
        {
            Assert.Equal(model.Tokenizer.Tokenize(texts[row]).Count(word => model.IndexOf(word) >= 0), counts.Row(row).Values.ToArray().Sum());
        }
    }

    [Fact]
    public void Texts_without_a_term_are_refused_in_training_and_are_empty_rows_later()
    {
        Assert.Contains("No term of the 3 texts", Assert.Throws<ModelyardException>(() => new CountVectorizer().Fit(["", null, " . "])).Message, StringComparison.Ordinal);
        CountVectorizerModel model = new CountVectorizer().Fit(["one term"]);
        Assert.Equal(0, model.Transform([null, "", "others"]).Count);
    }

    [Fact]
    public void Settings_out_of_range_are_refused_by_name()
    {
        Assert.Contains("MinRows is '0'", Assert.Throws<ModelyardException>(() => new CountVectorizer { MinRows = 0 }.Fit(["text"])).Message, StringComparison.Ordinal);
        Assert.Contains("MaxShare is '0'", Assert.Throws<ModelyardException>(() => new CountVectorizer { MaxShare = 0 }.Fit(["text"])).Message, StringComparison.Ordinal);
        Assert.Contains("MostTerms is '0'", Assert.Throws<ModelyardException>(() => new CountVectorizer { MostTerms = 0 }.Fit(["text"])).Message, StringComparison.Ordinal);
        Assert.Contains("Bits is '31'", Assert.Throws<ModelyardException>(() => new HashingVectorizer { Bits = 31 }.Transform(["text"])).Message, StringComparison.Ordinal);
        Assert.Contains("'2' to '1'", Assert.Throws<ModelyardException>(() => new Tokenizer { ShortestSequence = 2 }.Tokenize("text")).Message, StringComparison.Ordinal);
        Assert.Contains("ShortestWord is '0'", Assert.Throws<ModelyardException>(() => new Tokenizer { ShortestWord = 0 }.Tokenize("text")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_fit_ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => new CountVectorizer().Fit(Words(10), new FitContext { Cancellation = cancelled.Token }));
    }

    internal static string[] Words(int rows)
    {
        var random = new RandomStream(5);
        string[] texts = new string[rows];
        for (int row = 0; row < rows; row++)
        {
            texts[row] = string.Join(' ', Enumerable.Range(0, random.NextInt(30)).Select(_ => $"w{random.NextInt(20) * random.NextInt(20)}"));
        }

        return texts;
    }

    private static CountVectorizer Counter(JsonElement options)
    {
        var vectorizer = new CountVectorizer { Tokenizer = TextOracle.Tokenizer(options) };
        foreach (JsonProperty option in options.EnumerateObject())
        {
            vectorizer = option.Name switch
            {
                "min_df" => vectorizer with { MinRows = option.Value.GetInt32() },
                "max_df" => vectorizer with { MaxShare = option.Value.GetDouble() },
                "max_features" => vectorizer with { MostTerms = option.Value.GetInt32() },
                "binary" => vectorizer with { Binary = true },
                _ => vectorizer,
            };
        }

        return vectorizer;
    }

    private static JsonElement Reorder(JsonElement rows, int[] column) => JsonSerializer.SerializeToElement(
        rows.EnumerateArray().Select(row => row.EnumerateArray().Select(pair => new[] { column[pair[0].GetInt32()], pair[1].GetDouble() }).OrderBy(pair => pair[0]).ToArray()).ToArray());
}
