using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Selection.Search;

namespace Modelyard.Tests.Selection.Search;

public sealed class SearchSpaceTests
{
    private static readonly SearchSpace Mixed = new(
        new RealDimension("Rate", 1e-4, 10, Scale.Logarithmic),
        new IntegerDimension("Depth", 2, 12),
        new ChoiceDimension("Kernel", "Rbf", "Linear", "Polynomial"),
        new IntegerDimension("Degree", 2, 5) { When = new SearchCondition("Kernel", "Polynomial") });

    [Fact]
    public void A_drawn_point_lies_in_the_space_and_is_found_where_it_was_drawn()
    {
        var random = new RandomStream(3);
        double[] shares = new double[4];
        for (int i = 0; i < 500; i++)
        {
            SearchPoint point = Mixed.Draw(ref random);
            Assert.InRange(point.Number("Rate"), 1e-4, 10);
            Assert.InRange(point.Number("Depth"), 2, 12);
            Assert.Equal(point["Kernel"] == "Polynomial", point.Values.ContainsKey("Degree"));
            Assert.True(Mixed.TryLocate(point, shares));
            Assert.Equal(point["Kernel"] != "Polynomial", double.IsNaN(shares[3]));
            Assert.Equal(point, Mixed.At(shares));
        }
    }

    [Fact]
    public void The_prior_is_even_on_its_scale_and_gives_the_ends_of_whole_numbers_their_due()
    {
        var random = new RandomStream(5);
        SearchPoint[] drawn = [.. Enumerable.Range(0, 4000).Select(_ => Mixed.Draw(ref random))];
        Assert.InRange(drawn.Count(point => point.Number("Rate") < Math.Sqrt(1e-4 * 10)), 1850, 2150);
        foreach (IGrouping<string, SearchPoint> depth in drawn.GroupBy(point => point["Depth"]))
        {
            Assert.InRange(depth.Count(), 270, 460);
        }
    }

    [Theory]
    [InlineData(0.0, "0.0001")]
    [InlineData(1.0, "10")]
    [InlineData(0.5, "0.03162")]
    public void A_number_is_short_enough_to_be_typed(double share, string value) => Assert.Equal(value, Mixed.Dimensions[0].At(share));

    [Fact]
    public void Equal_values_make_equal_points()
    {
        SearchPoint one = Mixed.At([0.5, 0.5, 0.1, 0.2]), same = Mixed.At([0.5000001, 0.5001, 0.2, 0.9]);
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, Mixed.At([0.5, 0.5, 0.5, 0.2]));
    }

    [Fact]
    public void A_grid_lists_every_choice_and_the_axes_of_a_condition_only_where_it_holds()
    {
        SearchPoint[] grid = [.. Mixed.Grid(3)];
        Assert.Equal(3 * 3 * (2 + 3), grid.Length);
        Assert.Equal(grid.Length, grid.Distinct().Count());
        Assert.Null(Mixed.AllPoints);
    }

    [Fact]
    public void A_small_space_lists_all_its_points_that_meet_the_constraint()
    {
        SearchDimension[] axes = [new IntegerDimension("A", 1, 4), new IntegerDimension("B", 1, 4)];
        var space = new SearchSpace(axes) { Constraints = [SearchConstraint.Parse("A < B", axes)] };
        Assert.Equal(6, space.AllPoints!.Count);
        Assert.All(space.AllPoints, point => Assert.True(point.Number("A") < point.Number("B")));
        var random = new RandomStream(1);
        for (int i = 0; i < 50; i++)
        {
            Assert.Contains(space.Draw(ref random), space.AllPoints);
        }
    }

    [Fact]
    public void A_space_without_a_valid_point_is_refused_by_its_constraint()
    {
        SearchDimension[] axes = [new IntegerDimension("A", 1, 4), new IntegerDimension("B", 1, 4)];
        var space = new SearchSpace(axes) { Constraints = [SearchConstraint.Parse("A > B + 10", axes)] };
        string message = Assert.Throws<ModelyardException>(() => Draw(space)).Message;
        Assert.Contains("'A > B + 10'", message, StringComparison.Ordinal);
        Assert.Contains("no valid point", message, StringComparison.Ordinal);
        Assert.Contains("no valid point", Assert.Throws<ModelyardException>(() => Study.Run(space, new FunctionalObjectiveOfNothing())).Message, StringComparison.Ordinal);
        static SearchPoint Draw(SearchSpace space)
        {
            var random = new RandomStream(1);
            return space.Draw(ref random);
        }
    }

    [Fact]
    public void A_space_that_contradicts_itself_is_refused()
    {
        Assert.Contains("twice", Refusal(() => new SearchSpace(new ChoiceDimension("A", "x"), new ChoiceDimension("A", "x"))), StringComparison.Ordinal);
        Assert.Contains("no axis", Refusal(() => new SearchSpace()), StringComparison.Ordinal);
        Assert.Contains("stands before", Refusal(() => new SearchSpace(new IntegerDimension("B", 1, 2) { When = new SearchCondition("A", "x") }, new ChoiceDimension("A", "x"))), StringComparison.Ordinal);
        Assert.Contains("'y'", Refusal(() => new SearchSpace(new ChoiceDimension("A", "x"), new IntegerDimension("B", 1, 2) { When = new SearchCondition("A", "y") })), StringComparison.Ordinal);
        Assert.Contains("above 0", Refusal(() => new RealDimension("A", 0, 1, Scale.Logarithmic)), StringComparison.Ordinal);
        Assert.Contains("greater", Refusal(() => new RealDimension("A", 1, 1)), StringComparison.Ordinal);
        Assert.Contains("1 or above", Refusal(() => new IntegerDimension("A", 0, 1, Scale.Logarithmic)), StringComparison.Ordinal);
        Assert.Contains("all different", Refusal(() => new ChoiceDimension("A", "x", "x")), StringComparison.Ordinal);
        static string Refusal(Func<object> create) => Assert.Throws<ModelyardException>(create).Message;
    }

    private sealed class FunctionalObjectiveOfNothing : ISearchObjective
    {
        public IReadOnlyList<SearchGoal> Goals { get; } = [new("value", false)];

        public string Identity => "nothing";

        public int Steps(double share) => 1;

        public IReadOnlyList<double> Score(SearchPoint point, double share, int step, FitContext context) => throw new InvalidOperationException("No point should come here.");
    }
}
