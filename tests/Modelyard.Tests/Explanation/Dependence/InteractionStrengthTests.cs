using Modelyard.Explanation.Dependence;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Explanation.Dependence;

public sealed class InteractionStrengthTests
{
    private static readonly double[] Signs = [-1, 1];

    [Fact]
    public void What_adds_up_has_none_and_a_product_of_centred_features_has_nothing_else()
    {
        Dataset data = Surfaces.Grid(Signs, Signs, [-2, 0, 1, 5]);
        InteractionStrength found = InteractionStrength.Of(Surfaces.Of(row => (row[0] * row[1]) + row[2]), data);
        Assert.Equal(1, found.Strength(0, 1), 1e-9);
        Assert.Equal(1, found.Strength(1, 0), 1e-9);
        Assert.Equal(1, found.Size(0, 1), 1e-9);
        foreach ((int first, int second) in new[] { (0, 2), (1, 2), (2, 2) })
        {
            Assert.Equal(0, found.Strength(first, second), 1e-9);
            Assert.Equal(0, found.Size(first, second), 1e-9);
        }
    }

    [Fact]
    public void The_share_is_that_of_the_deviations()
    {
        // x0 + x1 + x0 x1 over all signs: three parts of variance 1 each, of which one does not add up.
        InteractionStrength found = InteractionStrength.Of(Surfaces.Of(row => row[0] + row[1] + (row[0] * row[1])), Surfaces.Grid(Signs, Signs));
        Assert.Equal(Math.Sqrt(1 / 3.0), found.Strength(0, 1), 1e-9);
        Assert.Equal(Math.Sqrt(1 / 3.0), found.Strength(0, 0), 1e-9);

        // Three features of which all meet: pairs have nothing in common on average, each with the others everything.
        InteractionStrength three = InteractionStrength.Of(Surfaces.Of(row => row[0] * row[1] * row[2]), Surfaces.Grid(Signs, Signs, Signs));
        Assert.Equal(0, three.Strength(0, 1), 1e-9);
        Assert.Equal(1, three.Strength(0, 0), 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e9)]
    [InlineData(-3e-7)]
    public void Rounding_is_no_interaction(double offset)
    {
        // The sums differ in their last bits by the order of their terms.
        Dataset data = Dataset.WithoutTarget(Surfaces.Correlated(60, 3));
        InteractionStrength none = InteractionStrength.Of(Surfaces.Of(row => offset + (row[0] > row[1] ? 0.1 + 0.2 + 0.3 : 0.1 + (0.2 + 0.3))), data);
        InteractionStrength sums = InteractionStrength.Of(Surfaces.Of(row => offset + row[0] + row[2]), data);
        for (int pair = 0; pair < 9; pair++)
        {
            Assert.Equal((0, 0), (none.Strength(pair / 3, pair % 3), none.Size(pair / 3, pair % 3)));
            Assert.Equal((0, 0), (sums.Strength(pair / 3, pair % 3), sums.Size(pair / 3, pair % 3)));
        }
    }

    [Fact]
    public void A_small_effect_that_does_nothing_alone_stands_behind_a_large_one()
    {
        // x0 x1 is small but nothing else; of x1 + x2 + x1 x2 the greater part adds up.
        InteractionStrength found = InteractionStrength.Of(Surfaces.Of(row => (0.01 * row[0] * row[1]) + (5 * (row[1] + row[2])) + (row[1] * row[2])), Surfaces.Grid(Signs, Signs, Signs));
        Assert.Equal((1, 2), found.Ranked()[0]);
        Assert.Equal((0, 1), found.Ranked()[1]);
        Assert.Equal((0, 0), Assert.Single(InteractionStrength.Of(Surfaces.Of(row => row[0] * row[1]), Surfaces.Grid(Signs, Signs), ["x1"]).Ranked()));
    }

    [Fact]
    public void A_weight_of_two_is_a_row_that_stands_twice()
    {
        Dataset data = Dataset.WithoutTarget(Surfaces.Correlated(40, 3));
        double[] weights = [.. Enumerable.Range(0, 40).Select(row => (double)(row % 3))];
        int[] twice = [.. Enumerable.Range(0, 40).SelectMany(row => Enumerable.Repeat(row, row % 3))];
        Func<Matrix, double[]> function = Surfaces.Of(row => Math.Exp(row[0] * row[1]) + row[2]);
        InteractionStrength one = InteractionStrength.Of(function, data.WithWeights(weights)), other = InteractionStrength.Of(function, data.Rows(twice));
        for (int pair = 0; pair < 9; pair++)
        {
            Assert.Equal(other.Strength(pair / 3, pair % 3), one.Strength(pair / 3, pair % 3), 1e-9);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits_and_the_seed_chooses_the_rows()
    {
        Matrix cells = Surfaces.Correlated(400, 3);
        var data = Dataset.ForRegression(cells, [.. Enumerable.Range(0, 400).Select(row => (cells[row, 0] * cells[row, 2]) + cells[row, 1])]);
        IRegressionModel model = new GradientBoostingRegressor { Iterations = 20 }.Fit(data, FitContext.Default);
        var options = new DependenceOptions { MaxRows = 120 };
        InteractionStrength one = InteractionStrength.Of(model, data, null, options, new FitContext { Parallelism = 1 }), other = InteractionStrength.Of(model, data, null, options, new FitContext { Parallelism = 4 });
        InteractionStrength seeded = InteractionStrength.Of(model, data, null, options, new FitContext { Seed = 1 });
        Assert.Equal(120, one.RowCount);
        for (int pair = 0; pair < 9; pair++)
        {
            Assert.Equal(one.Strength(pair / 3, pair % 3), other.Strength(pair / 3, pair % 3));
        }

        Assert.NotEqual(one.Strength(0, 2), seeded.Strength(0, 2));
        Assert.True(one.Strength(0, 2) > 0.5 && one.Strength(0, 1) < 0.3, $"{one.Strength(0, 2)} {one.Strength(0, 1)}");
    }

    [Fact]
    public void What_does_not_vary_has_no_strength_and_one_feature_may_be_asked_for()
    {
        InteractionStrength none = InteractionStrength.Of(Surfaces.Of(_ => 3), Surfaces.Grid(Signs, [2]));
        Assert.Equal((0, 0, 0), (none.Strength(0, 1), none.Strength(1, 1), none.Size(0, 1)));
        InteractionStrength one = InteractionStrength.Of(Surfaces.Of(row => row[0] * row[1]), Surfaces.Grid(Signs, Signs), ["x1"]);
        Assert.Equal("x1", Assert.Single(one.Features).Name);
        Assert.Equal(1, one.Strength(0, 0), 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Strength(0, 1));
    }
}
