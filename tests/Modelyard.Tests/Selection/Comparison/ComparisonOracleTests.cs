using System.Runtime.CompilerServices;
using System.Text.Json;
using Modelyard.Metrics;
using Modelyard.Probability;
using Modelyard.Selection;

namespace Modelyard.Tests.Selection.Comparison;

/// <summary>Holds tests of differences to the values that tests/Oracles/comparison.py wrote with SciPy and statsmodels.</summary>
public sealed class ComparisonOracleTests
{
    private const double Tolerance = 1e-11;
    private static readonly JsonElement Oracle = Read();

    [Fact]
    public void Areas_and_their_difference_are_those_of_all_pairs()
    {
        foreach (JsonElement one in Oracle.GetProperty("delong").EnumerateArray())
        {
            int[] labels = [.. one.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32())];
            double[] first = Numbers(one, "first"), second = Numbers(one, "second"), areas = Numbers(one, "areas"), errors = Numbers(one, "errors");
            ScoreInterval own = DeLongTest.Interval(labels, 1, first);
            Assert.Equal(areas[0], own.Value, Tolerance);
            Assert.Equal(errors[0], own.StandardError, Tolerance);
            TestOutcome outcome = DeLongTest.Compare(labels, 1, first, second);
            Assert.Equal(areas[0] - areas[1], outcome.Difference, Tolerance);
            Assert.Equal(one.GetProperty("statistic").GetDouble(), outcome.Statistic, 1e-9);
            Assert.Equal(one.GetProperty("pValue").GetDouble(), outcome.PValue, Tolerance);
        }
    }

    [Fact]
    public void Signed_ranks_have_exact_p_values_with_ties_too_and_those_of_scipy_by_the_normal_law()
    {
        foreach (JsonElement one in Oracle.GetProperty("wilcoxon").EnumerateArray())
        {
            TestOutcome outcome = WilcoxonTest.Compare(Numbers(one, "first"), Numbers(one, "second"));
            Assert.Equal(one.GetProperty("statistic").GetDouble(), outcome.Statistic, Tolerance);
            Assert.Equal(one.GetProperty("pValue").GetDouble(), outcome.PValue, Tolerance);
        }
    }

    [Fact]
    public void Rows_that_only_one_gets_right_have_the_exact_p_value()
    {
        foreach (JsonElement one in Oracle.GetProperty("mcnemar").EnumerateArray())
        {
            int first = one.GetProperty("first").GetInt32(), second = one.GetProperty("second").GetInt32();
            Assert.Equal(one.GetProperty("pValue").GetDouble(), McNemarTest.Compare(first, second, 70 + first + second).PValue, Tolerance);
        }
    }

    [Fact]
    public void P_values_are_adjusted_as_statsmodels_does()
    {
        double[] values = Numbers(Oracle, "pValues");
        Assert.All(Numbers(Oracle, "holm").Zip(MultipleTests.Holm(values)), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        Assert.All(Numbers(Oracle, "benjaminiHochberg").Zip(MultipleTests.BenjaminiHochberg(values)), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        Assert.Equal([0.02, double.NaN, 0.5], MultipleTests.Holm([0.01, double.NaN, 0.5]));
        Assert.Contains("'1.5'", Assert.Throws<ModelyardException>(() => MultipleTests.Holm([0.1, 1.5])).Message, StringComparison.Ordinal);
    }

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(one => one.GetDouble())];

    private static JsonElement Read([CallerFilePath] string path = "")
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "Oracles", "comparison.json")));
        return document.RootElement.Clone();
    }
}
