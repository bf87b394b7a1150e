using Modelyard.Explanation.Surrogates;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Trees;

namespace Modelyard.Tests.Explanation.Surrogates;

public sealed class GlobalSurrogateTests
{
    private static readonly FeatureSchema Features = new(
        new Feature("a"), new Feature("b"), new Feature("level", FeatureKind.Categorical) { Levels = ["x", "y", "z"] }, new Feature("flag", FeatureKind.Boolean));

    [Fact]
    public void The_surrogate_of_a_tree_of_the_same_size_is_the_tree()
    {
        Matrix rows = Rows(2000);
        int[] labels = [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 0] > 0.6 ? 2 : rows[row, 2] == 1 ? 1 : 0)];
        TreeClassificationModel tree = new DecisionTreeClassifier { MaxLeafNodes = 3 }.Fit(Dataset.ForClassification(rows, labels, ["p", "q", "r"], Features));
        var surrogate = GlobalSurrogate.Of(new Predictor(tree, "target"), rows);
        Assert.InRange(surrogate.Agreement!.Value, 0.99, 1);
        Assert.Equal(["p", "q", "r"], surrogate.Rules.Select(rule => rule.Class).Order());
        Assert.Equal(600, surrogate.TestRows);
        Assert.Equal(1, surrogate.Rules.Sum(rule => rule.Share), 1e-12);
        SurrogateRule second = surrogate.Rules.Single(rule => rule.Class == "q");
        Assert.Contains("level = y", second.Conditions);
        Assert.Contains(second.Conditions, condition => condition.StartsWith("a ≤ 0.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_fidelity_to_a_slope_is_that_of_its_steps()
    {
        // A uniform number cut into k equal parts leaves 1/k² of its variance.
        Matrix rows = Rows(6000);
        static double[] Slope(Matrix asked) => [.. Enumerable.Range(0, asked.Rows).Select(row => asked[row, 0])];
        foreach (int rules in new[] { 2, 4, 8 })
        {
            var surrogate = GlobalSurrogate.Of(Slope, Features, rows, new SurrogateOptions { Rules = rules, Depth = 6 });
            Assert.Equal(1 - (1.0 / (rules * rules)), surrogate.Fidelity.Value, 0.03);
            Assert.InRange(surrogate.Fidelity.Value, surrogate.Fidelity.Low, surrogate.Fidelity.High);
            Assert.Null(surrogate.Agreement);
        }
    }

    [Fact]
    public void The_rule_under_which_the_model_does_what_no_rule_tells_is_named()
    {
        // Above 0.7 the answer hangs on two coins together, of which one alone tells nothing.
        Matrix rows = Rows(4000);
        static double[] Coins(Matrix asked) => [.. Enumerable.Range(0, asked.Rows).Select(row => asked[row, 0] <= 0.7 ? -4 : (asked[row, 1] > 0.5) == (asked[row, 3] == 1) ? 2.0 : 0)];
        var surrogate = GlobalSurrogate.Of(Coins, Features, rows, new SurrogateOptions { Rules = 2 });
        SurrogateRule worst = surrogate.Weakest()[0];
        Assert.StartsWith("a > 0.", Assert.Single(worst.Conditions), StringComparison.Ordinal);
        Assert.Equal(1, worst.Error, 0.02);
        Assert.Equal(1, worst.ErrorShare, 1e-9);
        Assert.Equal(0.3, worst.Share, 0.04);
        Assert.Single(surrogate.Weakest());
    }

    [Fact]
    public void Conditions_on_one_column_are_one_and_missing_cells_are_told()
    {
        Matrix rows = Rows(3000);
        for (int row = 0; row < rows.Rows; row += 4)
        {
            rows[row, 1] = double.NaN;
        }

        static double[] Middle(Matrix asked) => [.. Enumerable.Range(0, asked.Rows).Select(row => double.IsNaN(asked[row, 1]) ? 9 : asked[row, 0] is > 0.2 and <= 0.8 ? 1.0 : 0)];
        var surrogate = GlobalSurrogate.Of(Middle, Features, rows);
        Assert.InRange(surrogate.Fidelity.Value, 0.999, 1);
        Assert.Contains(surrogate.Rules, rule => rule.Value == 9 && rule.Conditions.SequenceEqual(["b is missing"]));
        Assert.Contains(surrogate.Rules, rule => rule.Value > 0.9 && rule.Conditions.Any(condition => condition.StartsWith("0.", StringComparison.Ordinal) && condition.Contains(" < a ≤ 0.", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_model_that_says_the_same_of_all_rows_has_one_rule()
    {
        var surrogate = GlobalSurrogate.Of(asked => new double[asked.Rows], Features, Rows(50));
        Assert.Empty(Assert.Single(surrogate.Rules).Conditions);
        Assert.Equal(1, surrogate.Fidelity.Value);
    }

    [Fact]
    public void The_same_seed_gives_the_same_rules_for_any_number_of_threads()
    {
        Matrix rows = Rows(1500);
        static double[] Wave(Matrix asked) => [.. Enumerable.Range(0, asked.Rows).Select(row => Math.Sin(7 * asked[row, 0]) + asked[row, 1])];
        GlobalSurrogate Fit(int threads) => GlobalSurrogate.Of(Wave, Features, rows, new SurrogateOptions { MaxRows = 1000 }, new FitContext { Seed = 3, Parallelism = threads });
        GlobalSurrogate one = Fit(1), four = Fit(4);
        Assert.Equal(one.ToText(), four.ToText());
        Assert.Equal(one.Fidelity, four.Fidelity);
    }

    [Fact]
    public void Too_few_rows_and_sizes_that_cannot_be_are_refused()
    {
        ModelyardException few = Assert.Throws<ModelyardException>(() => GlobalSurrogate.Of(asked => new double[asked.Rows], Features, Rows(9)));
        Assert.Contains("there are '9'", few.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SurrogateOptions { Rules = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SurrogateOptions { Depth = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SurrogateOptions { MaxRows = 9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SurrogateOptions { TestShare = 1 });
    }

    private static Matrix Rows(int count)
    {
        var random = new RandomStream(11);
        var rows = new Matrix(count, Features.Count);
        for (int row = 0; row < count; row++)
        {
            rows[row, 0] = random.NextDouble();
            rows[row, 1] = random.NextDouble();
            rows[row, 2] = random.NextInt(3);
            rows[row, 3] = random.NextInt(2);
        }

        return rows;
    }
}
