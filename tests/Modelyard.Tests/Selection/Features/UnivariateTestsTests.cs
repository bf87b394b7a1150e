using System.Text.Json;
using Modelyard.Drift;
using Modelyard.Selection.Features;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Holds tests of single features to scikit-learn and SciPy.</summary>
public sealed class UnivariateTestsTests
{
    [Fact]
    public void F_of_an_analysis_of_variance_is_that_of_f_classif() =>
        Compare("anovaF", "numbers", column => UnivariateTests.AnovaF(column, FeatureOracle.Labels));

    [Fact]
    public void F_of_a_regression_is_that_of_f_regression() =>
        Compare("regressionF", "numbers", column => UnivariateTests.CorrelationF(column, FeatureOracle.Numbers("target")));

    [Fact]
    public void Chi_square_of_counts_is_that_of_chi2() =>
        Compare("countChiSquare", "counts", column => UnivariateTests.CountChiSquare(column, FeatureOracle.Labels));

    [Fact]
    public void Chi_square_of_levels_is_that_of_chi2_contingency() =>
        Compare("independence", "levels", column => UnivariateTests.Independence(FeatureOracle.Codes(column), FeatureOracle.Labels));

    [Fact]
    public void Kruskal_Wallis_is_that_of_scipy_with_ties_too() =>
        Compare("kruskalWallis", "numbers", column => UnivariateTests.KruskalWallis(column, FeatureOracle.Labels));

    [Fact]
    public void Rank_correlations_are_those_of_scipy_with_ties_too() =>
        Compare("spearman", "numbers", column => UnivariateTests.Spearman(column, FeatureOracle.Numbers("target")));

    [Fact]
    public void Two_samples_are_compared_as_scipy_does_exactly_where_they_are_few()
    {
        foreach (JsonElement one in FeatureOracle.Document.GetProperty("kolmogorovSmirnov").EnumerateArray().Where(one => one.GetProperty("exact").GetBoolean()))
        {
            double[] first = FeatureOracle.Numbers(one.GetProperty("first")), second = FeatureOracle.Numbers(one.GetProperty("second"));
            TwoSampleTest test = SampleTests.KolmogorovSmirnov(first, second);
            Assert.Equal(one.GetProperty("statistic").GetDouble(), test.Statistic, 1e-12);
            Assert.Equal(one.GetProperty("pValue").GetDouble(), test.PValue, 1e-10);
        }
    }

    [Fact]
    public void A_missing_value_leaves_its_row_out()
    {
        double[] values = FeatureOracle.Columns("numbers")[0], target = FeatureOracle.Numbers("target");
        int[] labels = FeatureOracle.Labels;
        double[] gaps = [.. values.Select((value, row) => row % 5 == 0 ? double.NaN : value)];
        int[] kept = [.. Enumerable.Range(0, values.Length).Where(row => row % 5 != 0)];
        Assert.Equal(UnivariateTests.AnovaF(Array.ConvertAll(kept, row => values[row]), Array.ConvertAll(kept, row => labels[row])), UnivariateTests.AnovaF(gaps, labels));
        Assert.Equal(UnivariateTests.Spearman(Array.ConvertAll(kept, row => values[row]), Array.ConvertAll(kept, row => target[row])), UnivariateTests.Spearman(gaps, target));
        Assert.Equal(kept.Length, UnivariateTests.KruskalWallis(gaps, labels).Rows);
    }

    [Fact]
    public void What_does_not_vary_has_no_test_and_what_gives_the_target_away_is_beyond_chance()
    {
        double[] constant = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1], rising = [1, 2, 3, 4, 5, 6];
        int[] labels = [0, 1, 0, 1, 0, 1];
        Assert.Equal(double.NaN, UnivariateTests.AnovaF(constant, labels).PValue);
        Assert.Equal(double.NaN, UnivariateTests.CorrelationF(constant, rising).Statistic);
        Assert.Equal(double.NaN, UnivariateTests.Spearman(rising, constant).Statistic);
        Assert.Equal(double.NaN, UnivariateTests.KruskalWallis(constant, labels).Statistic);
        Assert.Equal(double.NaN, UnivariateTests.Independence([0, 0, 0, 0, 0, 0], labels).Statistic);
        Assert.Equal(double.NaN, UnivariateTests.AnovaF([], []).Statistic);
        Assert.Equal(double.NaN, UnivariateTests.AnovaF(rising, [0, 0, 0, 0, 0, 0]).Statistic);
        UnivariateTest copy = UnivariateTests.CorrelationF(rising, rising);
        Assert.Equal((double.PositiveInfinity, 0, 1), (copy.Statistic, copy.PValue, copy.Effect));
        Assert.Equal(1, UnivariateTests.Independence(labels, labels).Effect, 1e-12);
        Assert.Equal(0, UnivariateTests.Spearman(rising, rising).PValue);
    }

    [Fact]
    public void Shapes_that_differ_and_values_that_cannot_be_are_refused()
    {
        Assert.Contains("'3' values", Assert.Throws<ModelyardException>(() => UnivariateTests.AnovaF([1, 2, 3], [0, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("'-2'", Assert.Throws<ModelyardException>(() => UnivariateTests.CountChiSquare([1, -2, 3], [0, 1, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("row '1'", Assert.Throws<ModelyardException>(() => UnivariateTests.Spearman([1, double.PositiveInfinity, 3], [0, 1, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("'2' values", Assert.Throws<ModelyardException>(() => UnivariateTests.Independence([1, 2], [0])).Message, StringComparison.Ordinal);
    }

    private static void Compare(string name, string columns, Func<double[], UnivariateTest> test)
    {
        JsonElement expected = FeatureOracle.Document.GetProperty(name);
        double[] statistics = FeatureOracle.Numbers(expected.GetProperty("statistic")), pValues = FeatureOracle.Numbers(expected.GetProperty("pValue"));
        double[][] values = FeatureOracle.Columns(columns);
        Assert.Equal(statistics.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            UnivariateTest own = test(values[i]);

            Assert.Equal(statistics[i], own.Statistic, 1e-8 * Math.Max(1, Math.Abs(statistics[i])));
            Assert.Equal(pValues[i], own.PValue, 1e-10);
        }
    }
}
