using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Selection.Features;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Holds mutual information to scikit-learn, and to laws of which it is known.</summary>
public sealed class MutualInformationTests
{
    // scikit-learn adds noise of 1E-10 to break ties, which there are none of in these columns: it changes no neighbour.
    private const double Tolerance = 1e-9;

    private static readonly int[] Untied = [0, 1, 2];

    [Fact]
    public void Of_categories_it_is_that_of_scikit_learn() => Assert.All(
        FeatureOracle.Numbers("informationOfLevels").Zip(FeatureOracle.Columns("levels")),
        pair => Assert.Equal(pair.First, MutualInformation.OfCategories(FeatureOracle.Codes(pair.Second), FeatureOracle.Labels), 1e-12));

    [Fact]
    public void Of_numbers_and_classes_it_is_that_of_scikit_learn() => Assert.All(
        FeatureOracle.Numbers("informationOfClasses").Zip(Untied),
        pair => Assert.Equal(pair.First, MutualInformation.OfNumberAndCategory(FeatureOracle.Columns("numbers")[pair.Second], FeatureOracle.Labels), Tolerance));

    [Fact]
    public void Of_two_numbers_it_is_that_of_scikit_learn() => Assert.All(
        FeatureOracle.Numbers("informationOfNumbers").Zip(Untied),
        pair => Assert.Equal(pair.First, MutualInformation.OfNumbers(FeatureOracle.Columns("numbers")[pair.Second], FeatureOracle.Numbers("curve")), Tolerance));

    [Fact]
    public void Of_levels_and_a_number_it_is_that_of_scikit_learn() => Assert.All(
        FeatureOracle.Numbers("informationOfLevelsAndNumber").Zip(FeatureOracle.Columns("levels")),
        pair => Assert.Equal(pair.First, MutualInformation.OfNumberAndCategory(FeatureOracle.Numbers("target"), FeatureOracle.Codes(pair.Second)), Tolerance));

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(-0.99)]
    public void Of_a_normal_pair_it_is_minus_half_the_logarithm_of_what_the_correlation_leaves(double correlation)
    {
        (double[] x, double[] y) = Normal(10_000, correlation);
        Assert.Equal(-0.5 * Math.Log(1 - (correlation * correlation)), MutualInformation.OfNumbers(x, y), 0.03);
        Assert.Equal(MutualInformation.OfNumbers(x, y), MutualInformation.OfNumbers(Array.ConvertAll(x, value => 1e6 + (1e-3 * value)), y), 1e-4);
    }

    [Fact]
    public void Numbers_that_repeat_tell_what_their_counts_tell()
    {
        var random = new RandomStream(7);
        int[] levels = [.. Enumerable.Range(0, 4000).Select(_ => random.NextInt(4))], other = [.. levels.Select(level => random.NextInt(3) == 0 ? random.NextInt(4) : level)];
        double[] x = Array.ConvertAll(levels, level => (double)level), y = Array.ConvertAll(other, level => (double)level);
        double truth = MutualInformation.OfCategories(levels, other);
        Assert.Equal(truth, MutualInformation.OfNumbers(x, y), 0.04);
        Assert.Equal(truth, MutualInformation.OfNumberAndCategory(x, other), 0.04);

        // Mostly zeros on both sides, as of rare amounts.
        double[] rare = [.. Enumerable.Range(0, 40_000).Select(_ => random.NextInt(10) == 0 ? random.NextGaussian() : 0)];
        double[] same = Array.ConvertAll(rare, value => value == 0 ? 0 : 1 + value);
        Assert.InRange(MutualInformation.OfNumbers(rare, same), 0.5, 2);
        Assert.InRange(MutualInformation.OfNumbers(rare, new RandomStream(8).Permutation(40_000).Select(row => rare[row]).ToArray()), 0, 0.01);
    }

    [Fact]
    public void Numbers_that_repeat_a_few_times_each_say_nothing_of_what_they_have_nothing_to_do_with()
    {
        // Prices of some rows each, as in a price list: a table of counts would find much in its thinly filled cells.
        var random = new RandomStream(17);
        double[] prices = [.. Enumerable.Range(0, 5000).Select(_ => 20 + (random.NextInt(1200) * 0.05))], target = [.. Enumerable.Range(0, 5000).Select(_ => random.NextGaussian())];
        int[] labels = [.. Enumerable.Range(0, 5000).Select(_ => random.NextInt(2))];
        Assert.InRange(MutualInformation.OfNumberAndCategory(prices, labels), 0, 0.02);
        Assert.InRange(MutualInformation.OfNumbers(prices, target), 0, 0.04);
        int[] levels = Array.ConvertAll(prices, price => (int)Math.Round(price * 20));
        Assert.InRange(MutualInformation.OfCategories(levels, labels), 0.1, 1);
        Assert.InRange(MutualInformation.OfCategories(levels, labels, corrected: true), 0, 0.07);
    }

    [Fact]
    public void A_missing_cell_tells_what_it_tells()
    {
        // The cell is missing in half of the rows of one class alone, and says nothing else.
        var random = new RandomStream(3);
        int[] labels = [.. Enumerable.Range(0, 6000).Select(row => row % 2)];
        var features = new Matrix(6000, 2);
        int[] absent = new int[6000];
        for (int row = 0; row < 6000; row++)
        {
            absent[row] = labels[row] == 1 && random.NextInt(2) == 0 ? 1 : 0;
            (features[row, 0], features[row, 1]) = (absent[row] == 1 ? double.NaN : random.NextGaussian(), double.NaN);
        }

        var ranking = FeatureRanking.Compute(Dataset.ForClassification(features, labels, ["a", "b"]), FeatureMeasure.MutualInformation, FitContext.Default);
        Assert.Equal(MutualInformation.OfCategories(absent, labels), ranking.Features[0].Score, 0.02);
        Assert.Equal(("x1", 0), (ranking.Features[1].Name, ranking.Features[1].Score));
    }

    [Fact]
    public void Few_rows_and_a_level_of_one_row_say_nothing()
    {
        Assert.Equal(0, MutualInformation.OfNumbers([1, 2], [3, 4]));
        Assert.Equal(0, MutualInformation.OfNumbers([], []));
        Assert.Equal(0, MutualInformation.OfNumberAndCategory([1, 2, 3], [0, 1, 2]));
        Assert.Equal(0, MutualInformation.OfNumbers([.. Enumerable.Repeat(2.5, 50)], [.. Enumerable.Range(0, 50).Select(row => (double)row)]));
        Assert.Contains("row '1'", Assert.Throws<ModelyardException>(() => MutualInformation.OfNumbers([1, double.NaN], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("'2' numbers", Assert.Throws<ModelyardException>(() => MutualInformation.OfNumberAndCategory([1, 2], [1])).Message, StringComparison.Ordinal);
    }

    private static (double[] X, double[] Y) Normal(int rows, double correlation)
    {
        var random = new RandomStream(5);
        double[] x = new double[rows], y = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            x[row] = random.NextGaussian();
            y[row] = (correlation * x[row]) + (Math.Sqrt(1 - (correlation * correlation)) * random.NextGaussian());
        }

        return (x, y);
    }
}
