using Modelyard.Explanation.Lime;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Pipelines;

namespace Modelyard.Tests.Explanation.Lime;

public sealed class LimeTextTests
{
    private static readonly string[] Words = ["free", "meeting", "money", "notes", "win", "free money"];

    // The column of the text, another one, and the terms.
    private static readonly FeatureSchema Features = new FeatureSchema(new Feature("subject", FeatureKind.Text) { Levels = Words }, new Feature("links")).WithTerms();

    [Fact]
    public void On_a_weighted_sum_of_words_each_weighs_its_coefficient()
    {
        LimeExplanation found = Explainer([0, 9, 2, -3, 1, 0.5, 4, 0]).Explain([4, 7, 1, 1, 1, 0, 1, 0]);
        Assert.Equal([("win", 4), ("meeting", -3), ("free", 2), ("money", 1.0)], found.Weights.Select(one => (one.Column, Math.Round(one.Weight, 9))));
        Assert.Equal(1, found.Fidelity, 1e-10);
        Assert.Equal((9 * 7) + 4, found.LocalPrediction, 1e-8);
        Assert.Equal(9 * 7, found.Intercept, 1e-8);
        Assert.Equal("subject has 'win'", found.Weights[0].Condition);
    }

    [Fact]
    public void A_word_is_taken_out_with_its_places_its_pairs_and_its_share_of_the_length()
    {
        // Two places of 'free' weigh 2 each and 0.5 for the length each; the pair weighs 10 and is gone with either word.
        LimeExplanation found = Explainer([0.5, 0, 2, 0, 0, 0, 0, 10]).Explain([3, 0, 2, 0, 1, 0, 0, 1]);
        Assert.Equal(["free", "money"], found.Weights.Select(one => one.Column));
        Assert.Equal(5, found.Weights[0].Weight - found.Weights[1].Weight + 0.5, 0.3);
        Assert.True(found.Weights[1].Weight > 0.5);
    }

    [Fact]
    public void A_text_without_a_known_word_has_no_weights()
    {
        LimeExplanation found = Explainer([0, 1, 2, 3, 4, 5, 6, 7]).Explain([2, 5, 0, 0, 0, 0, 0, 0]);
        Assert.Equal((5.0, 5.0, 0), (found.Prediction, found.LocalPrediction, found.Weights.Count));
    }

    [Fact]
    public void A_column_that_is_no_text_is_refused_by_name()
    {
        var predictor = new Predictor(new LinearModel(Features, new double[8], 0, new double[8]), "label");
        Assert.Contains("Its texts are 'subject'", Assert.Throws<ModelyardException>(() => LimeTextExplainer.For(predictor, "links")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_a_whole_a_text_is_one_column_of_the_table()
    {
        double[] texts = [1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0];
        var background = new Matrix([.. Enumerable.Repeat(texts, 10).SelectMany(both => both)], 20, 8);
        var explainer = LimeExplainer.For(new LinearModel(Features, [0, 1, 2, -3, 1, 0.5, 4, 0], 0, new double[8]), background, new LimeOptions { Penalty = 0 });

        // The others have 2 and 0.5, each drawn as often.
        LimeExplanation found = explainer.Explain([1, 0, 0, 0, 0, 0, 1, 0]);
        Assert.Equal(("subject as it is", 2.75), (found.Weights[0].Condition, Math.Round(found.Weights[0].Weight, 1) is 2.7 or 2.8 ? 2.75 : found.Weights[0].Weight));
    }

    private static LimeTextExplainer Explainer(double[] coefficients) =>
        LimeTextExplainer.For(new Predictor(new LinearModel(Features, coefficients, 0, new double[8]), "label"), "subject", new LimeOptions { Penalty = 0 });
}
