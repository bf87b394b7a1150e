using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Selection.Features;
using Modelyard.Trees;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Holds the comparison with shuffled features to tables whose truth is known.</summary>
public sealed class BorutaSelectionTests
{
    private static readonly RandomForestRegressor Forest = new() { Trees = 40, MaxDepth = 6, MaxFeatures = MaxFeatures.Sqrt };

    [Theory]
    [InlineData(1, 1, "1 of 1 feature is")]
    [InlineData(0, 1, "0 of 1 feature is")]
    [InlineData(1, 5, "1 of 5 features is")]
    [InlineData(2, 5, "2 of 5 features are")]
    public void Features_are_counted_in_words_that_suit_their_number(int taken, int all, string words) => Assert.Equal(words, FeatureChoice.Count(taken, all));

    [Fact]
    public void The_informative_are_confirmed_and_noise_is_not()
    {
        FeatureChoice choice = new BorutaSelection { Estimator = Forest, Rounds = 60 }.Select(SelectionTables.Numbers(400, 1), FitContext.Default);
        Assert.Equal(SelectionTables.Informative, choice.Selected.Order());
        Assert.True(choice.Features.Count(feature => feature.Decision == FeatureDecision.Rejected) >= 15);
        Assert.Contains("5 of 25 features are confirmed", choice.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_that_say_the_same_are_all_confirmed()
    {
        Dataset one = SelectionTables.Numbers(300, 2, noise: 3);
        var features = new Matrix(300, 9);
        for (int row = 0; row < 300; row++)
        {
            one.Features.Row(row).CopyTo(features.Row(row));
            features[row, 8] = features[row, 0];
        }

        FeatureChoice choice = new BorutaSelection { Estimator = Forest, Rounds = 50 }.Select(Dataset.ForRegression(features, one.Target.ToArray()), FitContext.Default);
        Assert.Contains("x0", choice.Selected);
        Assert.Contains("x8", choice.Selected);
    }

    [Fact]
    public void Noise_is_confirmed_in_few_tables()
    {
        // Of ten features and twenty shadows fewer than a third of a feature a table are to be expected, by chance of the rows; ten in thirty tables.
        int confirmed = 0;
        for (ulong seed = 0; seed < 30; seed++)
        {
            confirmed += new BorutaSelection { Estimator = Forest with { Trees = 10, MaxDepth = 4 }, Rounds = 25 }.Select(SelectionTables.Noise(100, 10, seed), FitContext.Default).Selected.Count;
        }

        Assert.InRange(confirmed, 0, 10);
    }

    [Fact]
    public void Categories_cast_shadows_too_and_a_feature_that_does_not_vary_is_rejected()
    {
        var random = new RandomStream(9);
        var features = new Matrix(400, 4);
        int[] labels = new int[400];
        for (int row = 0; row < 400; row++)
        {
            int level = random.NextInt(5);
            labels[row] = random.NextInt(5) == 0 ? random.NextInt(2) : level / 3;
            (features[row, 0], features[row, 1], features[row, 2], features[row, 3]) = (level, random.NextInt(30), 1, random.NextGaussian());
        }

        FeatureSchema schema = new(
            new Feature("said", FeatureKind.Categorical) { Levels = ["a", "b", "c", "d", "e"] },
            new Feature("many", FeatureKind.Categorical) { Levels = [.. Enumerable.Range(0, 30).Select(level => $"l{level}")] },
            new Feature("constant"),
            new Feature("noise"));
        FeatureChoice choice = new BorutaSelection { Rounds = 40, Copies = 15, Estimator = new RandomForestClassifier { Trees = 30, MaxDepth = 5 } }.Select(Dataset.ForClassification(features, labels, ["no", "yes"], schema), FitContext.Default);
        Assert.Equal(["said"], choice.Selected);
        Assert.Equal(FeatureDecision.Rejected, choice.Features.Single(feature => feature.Name == "constant").Decision);
    }

    [Fact]
    public void Tails_of_a_fair_coin_are_sums_of_its_law()
    {
        double[] law = [.. Enumerable.Range(0, 13).Select(heads => Enumerable.Range(1, heads).Aggregate(1.0, (ways, i) => ways * (13 - i) / i) / 4096)];
        for (int heads = 0; heads <= 12; heads++)
        {
            Assert.Equal(law[heads..].Sum(), BinomialTail.AtLeast(heads, 12), 1e-13);
            Assert.Equal(law[..(heads + 1)].Sum(), BinomialTail.AtMost(heads, 12), 1e-13);
        }
    }
}
