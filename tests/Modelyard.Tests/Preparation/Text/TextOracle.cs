using System.Text.Json;
using Modelyard.Numerics;
using Modelyard.Preparation.Text;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Preparation.Text;

/// <summary>Gives what scikit-learn made of texts, as tests/Oracles/text.py wrote it.</summary>
internal static class TextOracle
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Oracle("text"))).RootElement;

    public static string[] Texts { get; } = Strings(Root.GetProperty("texts"));

    public static string[] New { get; } = Strings(Root.GetProperty("new"));

    public static JsonElement Get(string name) => Root.GetProperty(name);

    public static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetString()!)];

    public static Tokenizer Tokenizer(JsonElement options)
    {
        var tokenizer = new Tokenizer();
        foreach (JsonProperty option in options.EnumerateObject())
        {
            tokenizer = option.Name switch
            {
                "lowercase" => tokenizer with { Lowercase = option.Value.GetBoolean() },
                "strip_accents" => tokenizer with { StripAccents = true },
                "stop_words" => tokenizer with { StopWords = Strings(option.Value) },
                "ngram_range" => tokenizer with { ShortestSequence = option.Value[0].GetInt32(), LongestSequence = option.Value[1].GetInt32() },
                "analyzer" => tokenizer with { Analyzer = option.Value.GetString() == "char" ? TextAnalyzer.Character : TextAnalyzer.CharacterInWords },
                _ => tokenizer,
            };
        }

        return tokenizer;
    }

    public static TfidfTransformer Weighting(JsonElement options)
    {
        var weighting = new TfidfTransformer();
        foreach (JsonProperty option in options.EnumerateObject())
        {
            weighting = option.Name switch
            {
                "norm" => weighting with { Norm = Norm(option.Value) },
                "use_idf" => weighting with { UseIdf = option.Value.GetBoolean() },
                "smooth_idf" => weighting with { SmoothIdf = option.Value.GetBoolean() },
                "sublinear_tf" => weighting with { Sublinear = option.Value.GetBoolean() },
                _ => throw new InvalidOperationException(option.Name),
            };
        }

        return weighting;
    }

    public static TermNorm Norm(JsonElement norm) => norm.ValueKind == JsonValueKind.Null ? TermNorm.None : norm.GetString() == "l1" ? TermNorm.L1 : TermNorm.L2;

    /// <summary>Compares stored elements that are not 0 with pairs of column and value.</summary>
    public static void Same(JsonElement expected, SparseMatrix actual, string what)
    {
        Assert.Equal(expected.GetArrayLength(), actual.Rows);
        for (int row = 0; row < actual.Rows; row++)
        {
            SparseRow own = actual.Row(row);
            var found = new List<(int Column, double Value)>();
            for (int i = 0; i < own.Count; i++)
            {
                if (own.Values[i] != 0)
                {
                    found.Add((own.Indices[i], own.Values[i]));
                }
            }

            (int Column, double Value)[] wanted = [.. expected[row].EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetDouble()))];
            Assert.True(wanted.Select(one => one.Column).SequenceEqual(found.Select(one => one.Column)), $"{what}, row {row}: columns {string.Join(' ', found)} and must be {string.Join(' ', wanted)}.");
            for (int i = 0; i < wanted.Length; i++)
            {
                Assert.True(Math.Abs(wanted[i].Value - found[i].Value) <= 1e-12, $"{what}, row {row}, column {wanted[i].Column}: '{found[i].Value}' and must be '{wanted[i].Value}'.");
            }
        }
    }
}
